import { assertEquals } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { Broadcast } from "./broadcast.ts";

const encoder = new TextEncoder(), decoder = new TextDecoder();
const frame = (text: string) => encoder.encode(`${text} `);

/** What a viewer has been sent so far, without how long it waits to come again; and how it leaves. */
function viewerOf(stream: ReadableStream<Uint8Array>): { sent: () => string; leave: () => void } {
  const reader = stream.getReader();
  let text = "";
  void (async () => {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      text += decoder.decode(read.value);
    }
  })();
  return {
    sent: () => text.replace(/^retry: \d+\n\n/, "").trim(),
    leave: () => void reader.cancel(),
  };
}

/** The k6 of live viewers saw 19 in 48,000 updates twice, each after a break of the connection. */
Deno.test("Broadcast: who comes back with the newest state is not sent it again by the next round", async () => {
  using time = new FakeTime();
  const [a, b, c] = [frame("a"), frame("b"), frame("c")];
  let latest = a;
  const broadcast = new Broadcast(() => Promise.resolve(latest));
  const stayed = viewerOf(broadcast.join(a));
  broadcast.changed();
  await time.tickAsync(100);
  latest = b;
  const back = viewerOf(broadcast.join(b, { known: true }));
  const fresh = viewerOf(broadcast.join(b));
  broadcast.changed();
  await time.tickAsync(100);
  assertEquals([stayed, back, fresh].map(({ sent }) => sent()), ["a b", "", "b"]);
  latest = c;
  broadcast.changed();
  await time.tickAsync(100);
  assertEquals([stayed, back, fresh].map(({ sent }) => sent()), ["a b c", "c", "b c"]);
  broadcast.close();
});

Deno.test("Broadcast: who comes in the middle of a round is not sent its older state", async () => {
  using time = new FakeTime();
  const [a, b, c] = [frame("a"), frame("b"), frame("c")];
  let latest = a;
  const broadcast = new Broadcast(() => Promise.resolve(latest));
  // More than are served at a time, so that the round rests before it comes to the last ones.
  const crowd = Array.from({ length: 502 }, () => viewerOf(broadcast.join(a)));
  latest = b;
  broadcast.changed();
  await time.runMicrotasks();
  // The round counts as many as it began with: it comes to the new one in place of one who left.
  crowd[501]!.leave();
  const late = viewerOf(broadcast.join(c));
  await time.tickAsync(100);
  assertEquals([crowd[0]!, crowd[500]!, late].map(({ sent }) => sent()), ["a b", "a b", "c"]);
  latest = c;
  broadcast.changed();
  await time.tickAsync(100);
  assertEquals([crowd[0]!, crowd[500]!, late].map(({ sent }) => sent()), ["a b c", "a b c", "c"]);
  broadcast.close();
});

Deno.test("Broadcast: a state that cannot be read just then is read again, not at the next change", async () => {
  // A store that was away at the end of a sale left thousands before a page that said it was open.
  using time = new FakeTime();
  const [open, closed] = [frame("open"), frame("closed")];
  let away = 0;
  const broadcast = new Broadcast(() =>
    away-- > 0 ? Promise.reject(new Error("the store is away")) : Promise.resolve(closed)
  );
  const viewer = viewerOf(broadcast.join(open));
  away = 3;
  broadcast.changed();
  await time.tickAsync(2_500);
  assertEquals(viewer.sent(), "open");
  await time.tickAsync(1_000);
  assertEquals(viewer.sent(), "open closed");
  broadcast.close();
  // Nobody is left: nothing is read any more.
  const empty = new Broadcast(() => Promise.reject(new Error("the store is away")));
  viewerOf(empty.join(open)).leave();
  empty.changed();
  await time.tickAsync(5_000);
  empty.close();
});
