import { assertEquals, assertThrows } from "@std/assert";
import { OpenLimit, RateLimit } from "./rate_limit.ts";

function limit(options: { burst?: number; everyMs?: number; keys?: number } = {}) {
  const clock = { ms: 1_000_000 };
  const made = new RateLimit({ burst: 3, everyMs: 100, now: () => clock.ms, ...options });
  return { limit: made, clock };
}

Deno.test("RateLimit: a burst goes through, the next waits for its token", () => {
  const { limit: codes, clock } = limit();
  assertEquals([1, 2, 3, 4].map(() => codes.take("a")), [0, 0, 0, 100]);
  clock.ms += 60;
  assertEquals(codes.take("a"), 40);
  clock.ms += 40;
  assertEquals([codes.take("a"), codes.take("a")], [0, 100]);
});

Deno.test("RateLimit: what is refused takes nothing, however often it is tried", () => {
  const { limit: codes, clock } = limit();
  for (let i = 0; i < 50; i++) codes.take("a");
  clock.ms += 100;
  assertEquals(codes.take("a"), 0);
});

Deno.test("RateLimit: a bucket holds no more than its burst, however long it rests", () => {
  const { limit: codes, clock } = limit();
  codes.take("a");
  clock.ms += 1_000_000;
  assertEquals([1, 2, 3, 4].map(() => codes.take("a") === 0), [true, true, true, false]);
});

Deno.test("RateLimit: one key's haste is not another's", () => {
  const { limit: codes } = limit({ burst: 1 });
  assertEquals([codes.take("a"), codes.take("b"), codes.take("a")], [0, 0, 100]);
});

Deno.test("RateLimit: what did not happen can be given back", () => {
  const { limit: codes } = limit({ burst: 1 });
  codes.take("a");
  codes.giveBack("a");
  codes.giveBack("never seen");
  assertEquals([codes.take("a"), codes.take("a")], [0, 100]);
});

Deno.test("RateLimit: remembers so many keys and forgets the one unused for longest", () => {
  const { limit: codes } = limit({ burst: 1, keys: 3 });
  for (const key of ["a", "b", "c", "d"]) codes.take(key);
  assertEquals(codes.size, 3);
  assertEquals(codes.take("d"), 100);
  assertEquals(codes.take("a"), 0);
});

Deno.test("RateLimit: a full bucket gives at once, whatever fraction of a millisecond it is", () => {
  const { limit: codes, clock } = limit({ burst: 1, everyMs: 1_000 });
  for (let i = 1; i < 1_000; i++) {
    clock.ms += 1_000 + i / 7;
    assertEquals(codes.take(`a${i}`), 0);
  }
});

Deno.test("RateLimit: one that lets nothing through is a mistake", () => {
  assertThrows(() => new RateLimit({ burst: 0, everyMs: 100 }), RangeError);
  assertThrows(() => new RateLimit({ burst: 1, everyMs: 0 }), RangeError);
});

Deno.test("OpenLimit: so many at once by key, and again once one has left", () => {
  const viewers = new OpenLimit(2);
  const [first, second] = [viewers.enter("a"), viewers.enter("a")];
  assertEquals([!!first, !!second, viewers.enter("a"), !!viewers.enter("b")], [
    true,
    true,
    undefined,
    true,
  ]);
  first!();
  first!();
  assertEquals([!!viewers.enter("a"), viewers.enter("a")], [true, undefined]);
});

Deno.test("OpenLimit: remembers nobody who has left", () => {
  const viewers = new OpenLimit(2);
  for (let i = 0; i < 100; i++) viewers.enter(`address ${i}`)!();
  assertEquals(viewers.size, 0);
});
