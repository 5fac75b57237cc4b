import { assert, assertEquals, assertRejects } from "@std/assert";
import { changesOf } from "./changes.ts";

const ASKED = { req: new Request("http://shop.test/"), info: undefined };

Deno.test("changesOf: a stream that could not begin counts as no viewer", async () => {
  let viewers = 0;
  const platform = {
    system: { follow: () => Promise.reject(new Error("the store is away")) },
    addressLimits: { enterViewer: () => (viewers++, () => void viewers--) },
  };
  // Nobody cancels what never began. Each had stayed counted, until its address was shut out.
  await assertRejects(() => changesOf(platform as never, [{ kind: "lot", id: "a" }], ASKED));
  assertEquals(viewers, 0);
});

// A page looks once its stream stands: what came in between, it would have shown only after the next.
Deno.test("changesOf: answers once it follows, and follows what is there only later", async () => {
  const listeners = new Map<string, () => void>();
  const platform = {
    system: {
      follow: ({ id }: { id: string }, { entry }: { entry(): void }) => {
        listeners.set(id, entry);
        return Promise.resolve(() => void listeners.delete(id));
      },
    },
    addressLimits: { enterViewer: () => () => {} },
  };
  const all = [{ kind: "order", id: "o" }];
  const { body } = await changesOf(platform as never, () => Promise.resolve(all), ASKED);
  assertEquals([...listeners.keys()], ["o"]);
  const read = body!.pipeThrough(new TextDecoderStream()).getReader();
  await read.read();
  all.push({ kind: "payment", id: "p" });
  listeners.get("o")!();
  assertEquals((await read.read()).value, "event: changed\ndata: order\n\n");
  assert(listeners.has("p"), "before the page hears that there is something new");
  listeners.get("p")!();
  assertEquals((await read.read()).value, "event: changed\ndata: payment\n\n");
  await read.cancel();
  assertEquals(listeners.size, 0);
});
