import { assertEquals, assertRejects } from "@std/assert";
import { changesOf } from "./changes.ts";

Deno.test("changesOf: a stream that could not begin counts as no viewer", async () => {
  let viewers = 0;
  const platform = {
    system: { follow: () => Promise.reject(new Error("the store is away")) },
    addressLimits: { enterViewer: () => (viewers++, () => void viewers--) },
  };
  const asked = { req: new Request("http://shop.test/"), info: undefined };
  const { body } = changesOf(platform as never, [{ kind: "lot", id: "a" }], asked);
  // Nobody cancels what never began. Each had stayed counted, until its address was shut out.
  await assertRejects(() => body!.getReader().read());
  assertEquals(viewers, 0);
});
