import { assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import { devices } from "./devices.ts";

const added = (first: string, ...more: string[]) =>
  more.reduce(
    (some, deviceId) => some.when("add", { deviceId }),
    given(devices).when("add", { deviceId: first }),
  );

Deno.test("DEVICE-1: a sixth device takes the place of the one that was added first", () => {
  const six = added("a", "b", "c", "d", "e", "f");
  assertEquals(six.state.devices, ["b", "c", "d", "e", "f"]);
  assertEquals(six.events, [["removed", { deviceId: "a" }], ["added", { deviceId: "f" }]]);
});

Deno.test("DEVICE-2: a device that is added again stays in its place; a stranger is not removed", () => {
  const two = added("a", "b");
  assertEquals(two.when("add", { deviceId: "a" }).events, []);
  assertEquals(two.when("remove", { deviceId: "c" }).events, []);
  assertEquals(two.when("remove", { deviceId: "a" }).state.devices, ["b"]);
  assertEquals(two.when("remove_all", {}).state.devices, []);
});

Deno.test("DEVICE-3: whoever has chosen nothing is told of everything", () => {
  assertEquals(added("a").state.choice, { turn: true, orders: true });
  const chosen = added("a").when("choose", { turn: true, orders: false });
  assertEquals(chosen.state.choice, { turn: true, orders: false });
  assertEquals(chosen.when("choose", { turn: true, orders: false }).events, []);
});
