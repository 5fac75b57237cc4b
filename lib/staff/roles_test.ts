import { assert, assertEquals } from "@std/assert";
import { PERMISSIONS, permits, ROLE_PERMISSIONS, STAFF_ROLES, standingOf } from "./roles.ts";

Deno.test("roles: the admin may everything, and each permission is somebody else's or the admin's alone", () => {
  const ofOthers = new Set(
    STAFF_ROLES.filter((role) => role !== "admin").flatMap((role) => ROLE_PERMISSIONS[role]),
  );
  assertEquals(
    PERMISSIONS.filter((one) => !ofOthers.has(one)),
    ["members.mend", "members.erase", "machinery.see", "machinery.mend", "staff.manage"],
  );
  for (const one of PERMISSIONS) assert(permits(standingOf(["admin"]), one, "any-dealer"));
});

Deno.test("roles: a viewer changes nothing and meets nobody", () => {
  for (const one of ROLE_PERMISSIONS.viewer) assert(/^(sales|orders|payments)\.see$/.test(one));
});

Deno.test("roles: a dealer's counts at the dealers that were given, a second role everywhere", () => {
  const dealer = standingOf(["dealer"], ["sh-xuhui"]);
  assert(permits(dealer, "day.run"));
  assert(permits(dealer, "day.run", "sh-xuhui"));
  assert(!permits(dealer, "day.run", "bj-chaoyang"));
  assert(!permits(dealer, "sales.see"));
  const both = standingOf(["dealer", "sales"], ["sh-xuhui"]);
  assert(permits(both, "orders.see", "bj-chaoyang"));
  assert(!permits(both, "day.see", "bj-chaoyang"));
});

Deno.test("roles: without one, nothing is allowed", () => {
  for (const one of PERMISSIONS) assert(!permits(standingOf([]), one));
});
