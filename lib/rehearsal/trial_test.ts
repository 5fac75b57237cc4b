import { assert, assertEquals } from "@std/assert";
import type { RehearsalPlan } from "../../actors/sales/rehearsals.ts";
import { expectationOf } from "./expectation.ts";
import { Tally } from "./tally.ts";
import { runTrial } from "./trial.ts";

const plan: RehearsalPlan = {
  mode: "first_come",
  participants: 300,
  cars: 40,
  abandon: 0.3,
  holdMs: 900_000,
  offerMs: 600_000,
  depositFen: 200_000,
  curve: "burst",
  arrivalMs: 60_000,
  room: null,
  seed: 7,
};

const play = async (change: Partial<RehearsalPlan> = {}) => {
  const outcome = await runTrial({ ...plan, ...change }, { between: () => Promise.resolve(true) });
  assert(outcome);
  assertEquals([outcome.problems, outcome.oversold], [[], 0]);
  return outcome;
};

Deno.test("runTrial: sells every car, pays for each, makes a lead of everyone", async () => {
  const { sold, leads, payments, paidFen, moments, ...rest } = await play();
  assertEquals([sold, leads, payments, paidFen], [40, 300, 40, 40 * 200_000]);
  const said = expectationOf(plan);
  assert(Math.abs(rest.returned - said.returned) < 15, `${rest.returned}, said ${said.returned}`);
  assertEquals(rest.returned, rest.asked - sold);
  assertEquals(rest.waiting, 300 - rest.asked);
  assert(rest.soldOutAt !== null && rest.soldOutAt < 60);
  const last = moments.at(-1)!;
  assertEquals([last.sold, last.held, last.participants], [40, 0, 300]);
  assert(moments.every(({ at }, i) => i === 0 || at >= moments[i - 1]!.at));
});

Deno.test("runTrial: the same seed plays the same rehearsal, another one another", async () => {
  const small = { participants: 60, cars: 8 };
  const first = await play(small);
  assertEquals(await play(small), first);
  assert(JSON.stringify(await play({ ...small, seed: 8 })) !== JSON.stringify(first));
});

Deno.test("runTrial: who gives a car back is paid back, and who pays too late as well once it has gone on", async () => {
  const change = { participants: 600, cancel: 0.2, late: 0.2 };
  const { sold, payments, refunds, returned, asked, leads } = await play(change);
  assertEquals([sold, leads], [40, 600]);
  assertEquals(payments, sold + refunds);
  assertEquals(returned, asked - sold);
  const said = expectationOf({ ...plan, ...change });
  assert(refunds > 5 && Math.abs(refunds - said.refunds!) < 15, `${refunds}, said ${said.refunds}`);
  assert(Math.abs(returned - said.returned) < 30, `${returned}, said ${said.returned}`);
});

Deno.test("runTrial: where cars are left, money that comes too late gets one", async () => {
  const change = { participants: 20, abandon: 0, late: 0.5 };
  const { sold, payments, refunds } = await play(change);
  assertEquals([sold, payments, refunds], [20, 20, 0]);
  assertEquals(expectationOf({ ...plan, ...change }).sold, 20);
});

Deno.test("runTrial: a sale by draw gives its cars after the draw alone", async () => {
  const { sold, leads, soldOutAt } = await play({ mode: "draw" });
  assertEquals([sold, leads], [40, 300]);
  assert(soldOutAt! > 30 && soldOutAt! < 40, `sold out at ${soldOutAt}`);
});

Deno.test("runTrial: a waiting room lets in by its rate", async () => {
  const room = { ratePerMinute: 120, maxActive: 50 };
  const { sold, leads, soldOutAt } = await play({ room });
  assertEquals([sold, leads], [40, 300]);
  const said = expectationOf({ ...plan, room }).soldOutAt!;
  assertEquals(said, 20);
  assert(Math.abs(soldOutAt! - said) < 5, `sold out at ${soldOutAt}, said ${said}`);
});

Deno.test("runTrial: where all abandon nothing is sold, where few come some cars are left", async () => {
  const none = await play({ abandon: 1, participants: 30, cars: 10 });
  assertEquals([none.sold, none.returned, none.payments, none.waiting], [0, 30, 0, 0]);
  const few = await play({ abandon: 0, participants: 10 });
  assertEquals([few.sold, few.soldOutAt, few.rounds], [10, null, 1]);
});

Deno.test("runTrial: ends where it is told to", async () => {
  let slices = 0;
  const between = () => Promise.resolve(++slices < 3);
  assertEquals(await runTrial({ ...plan, participants: 5_000 }, { between }), undefined);
  assertEquals(slices, 3);
});

Deno.test("runTrial: ends in any moment of the rush, and whatever was asked just then harms nobody", async () => {
  const room = { ratePerMinute: 50_000, maxActive: 5_000 };
  const rush = { participants: 2_000, arrivalMs: 200, cancel: 0.2, late: 0.2, room };
  for (let last = 1; last < 60; last++) {
    let slices = 0;
    const between = () => Promise.resolve(++slices < last);
    if (await runTrial({ ...plan, ...rush }, { between })) break;
  }
  // A rejection that nobody waits for ends the process a turn later.
  await new Promise((resolve) => setTimeout(resolve, 0));
});

Deno.test("expectationOf: nobody waits for a car that comes back where all got one", () => {
  const { rounds, soldOutAt, seconds } = expectationOf({ ...plan, participants: 20 });
  assertEquals([rounds, soldOutAt], [1, null]);
  assert(seconds < 900);
  assertEquals(expectationOf({ ...plan, curve: "even", participants: 80 }).soldOutAt, 30);
});

Deno.test("Tally: counts a car that two have, and one beyond the lot's size", () => {
  const tally = new Tally(2, 1_000);
  const claimed = (memberId: string, number: number) =>
    ["claimed", { memberId, number }] as [string, { memberId: string; number: number }];
  tally.lotTold({ seq: 1, at: 1_000, events: [claimed("a", 1), claimed("b", 1)] });
  tally.lotTold({ seq: 2, at: 2_000, events: [claimed("c", 3)] });
  assertEquals(tally.oversold, 2);
});

Deno.test("Tally: a car that was paid for and given back is sold once it is paid for again", () => {
  const tally = new Tally(1, 1_000);
  const tell = (...events: [string, { memberId: string; number: number }][]) =>
    tally.lotTold({ seq: 1, at: 1_000, events });
  tell(["claimed", { memberId: "a", number: 1 }], ["sold", { memberId: "a", number: 1 }]);
  tell(["released", { memberId: "a", number: 1 }]);
  assertEquals([tally.sold, tally.returned, tally.asked], [0, 1, 1]);
  tell(["offered", { memberId: "b", number: 1 }], ["sold", { memberId: "b", number: 1 }]);
  assertEquals([tally.sold, tally.asked, tally.oversold], [1, 2, 0]);
});
