import { assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import { staff } from "./staff.ts";

const refusalOf = ({ outcome }: { outcome: { ok: boolean; refusal?: string } }) => outcome.refusal;
const by = { id: "boss", role: "staff" };
const appoint = (
  memberId: string,
  roles: ("admin" | "dealer" | "viewer")[],
  dealers: string[] = [],
) => given(staff).when("appoint", { memberId, roles, dealers }, { by });

Deno.test("ROLE-1: nobody appoints or withdraws themselves, an admin neither", () => {
  assertEquals(refusalOf(appoint("boss", ["viewer"])), "own_roles");
  const two = appoint("ann", ["admin"]);
  assertEquals(
    refusalOf(two.when("withdraw", { memberId: "ann" }, { by: { id: "ann", role: "staff" } })),
    "own_roles",
  );
});

Deno.test("ROLE-2: a dealer's role names its dealers, each once; another role names none", () => {
  assertEquals(refusalOf(appoint("ann", ["dealer"])), "dealers_missing");
  assertEquals(appoint("ann", ["dealer"], ["b", "a", "b"]).state.people.get("ann"), {
    roles: ["dealer"],
    dealers: ["a", "b"],
  });
  assertEquals(appoint("ann", ["viewer"], ["a"]).state.people.get("ann")!.dealers, []);
});

Deno.test("ROLE-3: who appointed and withdrew is recorded, and who was withdrawn is no staff", () => {
  const ann = appoint("ann", ["viewer"]);
  assertEquals(ann.events, [
    ["appointed", { memberId: "ann", roles: ["viewer"], dealers: [], by: "boss" }],
  ]);
  assertEquals(
    ann.when("appoint", { memberId: "ann", roles: ["viewer"], dealers: [] }, { by }).events,
    [],
  );
  const gone = ann.when("withdraw", { memberId: "ann" }, { by });
  assertEquals(gone.events, [["withdrawn", { memberId: "ann", by: "boss" }]]);
  assertEquals(gone.state.people.size, 0);
  assertEquals(gone.when("withdraw", { memberId: "ann" }, { by }).events, []);
});

Deno.test("ROLE-4: that passkeys are required is recorded, and who of the staff has some", () => {
  const required = given(staff).when("require_passkeys", { required: true }, { by });
  assertEquals(required.events, [["passkeys_required", { required: true, by: "boss" }]]);
  const noted = required.when("note_keys", { memberId: "ann", keys: 2 });
  assertEquals([...noted.state.keys], [["ann", 2]]);
  assertEquals(noted.when("note_keys", { memberId: "ann", keys: 2 }).events, []);
  assertEquals([...noted.when("note_keys", { memberId: "ann", keys: 0 }).state.keys], []);
});

Deno.test("staff: two thousand people at most; who is there already may be given another role", () => {
  const appointed = (n: number) =>
    ["appointed", { memberId: `s${n}`, roles: ["viewer"], dealers: [], by: "boss" }] as const;
  const full = given(staff, ...Array.from({ length: 2_000 }, (_, n) => appointed(n)) as never[]);
  const wish = { roles: ["admin" as const], dealers: [] };
  assertEquals(
    refusalOf(full.when("appoint", { memberId: "one-more", ...wish }, { by })),
    "too_many_staff",
  );
  assertEquals(full.when("appoint", { memberId: "s7", ...wish }, { by }).outcome.ok, true);
});

// One admin took a role away; another, who only mended the name on an older page, gave it back.
Deno.test("ROLE-5: roles that were changed since they were seen stay, unless both want the same", () => {
  const ann = appoint("ann", ["admin", "viewer"]);
  const change = (roles: ("admin" | "viewer")[], seen: ("admin" | "viewer")[]) => ({
    memberId: "ann",
    roles,
    dealers: [],
    seen: { roles: seen, dealers: [] },
  });
  const less = ann.when("appoint", change(["viewer"], ["viewer", "admin"]), { by });
  assertEquals(less.state.people.get("ann")?.roles, ["viewer"]);
  const late = less.when("appoint", change(["admin", "viewer"], ["admin", "viewer"]), { by });
  assertEquals(refusalOf(late), "roles_changed_meanwhile");
  assertEquals(late.state.people.get("ann")?.roles, ["viewer"]);
  assertEquals(refusalOf(less.when("appoint", change(["viewer"], ["admin"]), { by })), undefined);
  const gone = ann.when("withdraw", { memberId: "ann" }, { by });
  const back = gone.when("appoint", change(["viewer"], ["admin", "viewer"]), { by });
  assertEquals(refusalOf(back), "roles_changed_meanwhile");
});
