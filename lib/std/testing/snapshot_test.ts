import { assertSnapshot } from "@std/testing/snapshot";

Deno.test("assertSnapshot compares with what was written", async (t) => {
  await assertSnapshot(t, { number: 1, orderId: "launch-2017-1" });
});
