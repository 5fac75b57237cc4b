import { assert, assertEquals, assertInstanceOf, assertRejects, assertThrows } from "@std/assert";
import { FakeTime, TimeError } from "@std/testing/time";

const START = Date.UTC(2026, 0, 1);

Deno.test("FakeTime stands still until it is moved", () => {
  using time = new FakeTime("2026-01-01T00:00:00Z");
  assertEquals([Date.now(), new Date().valueOf(), time.start], [START, START, START]);
  time.tick(1_500);
  assertEquals(Date.now(), START + 1_500);
  assertInstanceOf(new Date(), Date);
  assertEquals(new Date(2026, 1).getMonth(), 1);
  assertThrows(() => time.now = START, TimeError, "past");
});

Deno.test("FakeTime rings timers at their times, in order", () => {
  using time = new FakeTime(0);
  const rung: [string, number][] = [];
  const ring = (name: string) => void rung.push([name, Date.now()]);
  setTimeout(ring, 30, "late");
  setTimeout(ring, 10, "early");
  clearTimeout(setTimeout(ring, 5, "never"));
  const every = setInterval(ring, 20, "every");
  setTimeout(() => setTimeout(ring, 5, "nested"), 10);
  time.tick(40);
  assertEquals(rung, [["early", 10], ["nested", 15], ["every", 20], ["late", 30], ["every", 40]]);
  clearInterval(every);
  assertEquals(time.next(), false);
});

Deno.test("FakeTime.next and runAll move on to the timers", async () => {
  using time = new FakeTime(0);
  let count = 0;
  setTimeout(() => setTimeout(() => count++, 1_000), 60_000);
  assertEquals([time.next(), time.now, count], [true, 60_000, 0]);
  time.runAll();
  assertEquals([time.now, count], [61_000, 1]);
  setTimeout(() => void Promise.resolve().then(() => setTimeout(() => count++, 5)), 5);
  await time.runAllAsync();
  assertEquals([time.now, count], [61_010, 2]);
});

Deno.test("FakeTime.tickAsync lets promises settle between timers", async () => {
  using time = new FakeTime(0);
  const seen: number[] = [];
  void (async () => {
    for (let i = 0; i < 3; i++) {
      await new Promise<void>((resolve) => void setTimeout(resolve, 10));
      seen.push(Date.now());
    }
  })();
  await time.tickAsync(30);
  assertEquals(seen, [10, 20, 30]);
});

Deno.test("FakeTime.delay waits on the fake clock, or until it is aborted", async () => {
  using time = new FakeTime(0);
  const waited = time.delay(100).then(() => time.now);
  time.tick(100);
  assertEquals(await waited, 100);
  const abort = new AbortController();
  const cut = time.delay(100, { signal: abort.signal });
  abort.abort(new Error("enough"));
  await assertRejects(() => cut, Error, "enough");
});

Deno.test("FakeTime may run by itself", async () => {
  using _time = new FakeTime(0, { advanceRate: 100, advanceFrequency: 1 });
  await new Promise<void>((resolve) => void setTimeout(resolve, 1_000));
  assert(Date.now() >= 1_000);
});

Deno.test("FakeTime is one at a time, and gives real time back", () => {
  const time = new FakeTime(0);
  assertThrows(() => new FakeTime(), TimeError, "already");
  FakeTime.restore();
  assert(Date.now() > START);
  assertThrows(() => time.restore(), TimeError, "not faked");
});
