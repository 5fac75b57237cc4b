import { assertEquals } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import type { ActorSystem, FeedEntry } from "../kernel/mod.ts";
import { lotRows } from "../read_models/sales.ts";
import { SaleBoards } from "./sale_boards.ts";

const plan = { title: "s", model: "lu", mode: "first_come", opensAt: 0, closesAt: null };

/** k6 saw it with two thousand viewers: nearly each was told one state twice, under one id. */
Deno.test("SaleBoards: a feed that comes after the rows it tells of sends nobody the same state again", async () => {
  using time = new FakeTime();
  let seq = 1;
  let entry = (_: FeedEntry) => {};
  const system = {
    metrics: { commands: 0 },
    feed: {
      follow: (kind: string, _: string, listener: { entry: typeof entry }) => {
        if (kind === lotRows.kind) entry = listener.entry;
        return Promise.resolve(() => {});
      },
    },
    rows: (of: { kind: string }) => ({
      get: () =>
        Promise.resolve(of.kind === lotRows.kind ? { seq } : { seq: 1, status: "open", plan }),
    }),
  } as unknown as ActorSystem;
  const boards = new SaleBoards({ system, now: () => Date.now() });
  const ids: string[] = [];
  const stream = (await boards.watch("s"))!;
  void (async () => {
    const decoder = new TextDecoder();
    for await (const frame of stream) {
      const text = decoder.decode(frame);
      ids.push(...[...text.matchAll(/^id: (.*)$/gm)].map(([, id]) => id!));
    }
  })();
  const happened = { events: [] } as unknown as FeedEntry;
  seq = 3;
  for (let told = 2; told <= 3; told++) {
    entry(happened);
    await time.tickAsync(200);
  }
  assertEquals(ids, ["1.1.open", "1.3.open"]);
  boards.stop();
});
