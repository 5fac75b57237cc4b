import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { Pebbles } from "./_testing.ts";
import { endOfDayAfterDays } from "./days.ts";
import { availableAt, balanceOf, balances, bookProblem, Desk, emptyBook } from "./ledger.ts";

const DAY = 86_400_000;
const ref = fc.constantFrom("a", "b", "c", "d");
const part = fc.constantFrom("p", "q", "r");

const step = fc.record({
  pause: fc.constantFrom(0, 1, 3_600_000, DAY, 20 * DAY),
  act: fc.oneof(
    fc.record({
      do: fc.constant("earn" as const),
      ref,
      points: fc.integer({ min: 1, max: 40 }),
      paidFen: fc.constantFrom(0, 1, 99, 1_000),
      pendingDays: fc.constantFrom(0, 1, 30),
      days: fc.constantFrom(1, 31, 60),
    }),
    fc.record({
      do: fc.constant("refund" as const),
      ref,
      part,
      fen: fc.constantFrom(0, 1, 333, 1_000),
    }),
    fc.record({ do: fc.constant("spend" as const), ref, points: fc.integer({ min: 1, max: 50 }) }),
    fc.record({
      do: fc.constant("return" as const),
      ref,
      part,
      points: fc.integer({ min: 1, max: 30 }),
    }),
    fc.record({ do: fc.constant("wait" as const) }),
  ),
});

Deno.test("Desk: to the point what pebbles would be, and every entry balances", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let at = 1_800_000_000_000;
      let book = structuredClone(emptyBook);
      const pebbles = new Pebbles();
      for (const [i, { pause, act }] of steps.entries()) {
        at += pause;
        pebbles.pass(at);
        const desk = new Desk(book, at);
        if (act.do === "earn") {
          const activeAt = at + act.pendingDays * DAY;
          const expiresAt = endOfDayAfterDays(activeAt, act.days);
          const { points, paidFen } = act;
          const known = { rule: "x", version: 1, reason: "x", bonus: 0, counts: [], year: "2027" };
          desk.earn({ ref: act.ref, points, paidFen, activeAt, expiresAt, ...known });
          pebbles.earn(act.ref, points, paidFen, activeAt, expiresAt);
        } else if (act.do === "refund") {
          desk.clawBack(act.ref, act.part, act.fen);
          pebbles.refund(act.ref, act.part, act.fen);
        } else if (act.do === "spend") {
          assertEquals(
            desk.spend(act.ref, act.points, "x"),
            pebbles.spend(act.ref, act.points),
            `step ${i}`,
          );
        } else if (act.do === "return") {
          const id = `${act.ref}-${act.part}`;
          assertEquals(
            desk.giveBack(act.ref, id, act.points),
            pebbles.giveBack(act.ref, id, act.points, endOfDayAfterDays(at, 30)),
            `step ${i}`,
          );
        }
        book = desk.book;
        assert(desk.entries.every(balances));
        assertEquals(bookProblem(book), true, `step ${i}`);
        assertEquals(balanceOf(book), pebbles.balance, `balance after step ${i}`);
        assertEquals(availableAt(book, at), pebbles.available, `available after step ${i}`);
        assertEquals(book.totals.expired, pebbles.expired, `expired after step ${i}`);
        // Nothing is owed while there is something to pay it with.
        assert(book.debt === 0 || availableAt(book, at) === -book.debt);
      }
    }),
    { numRuns: 600, seed: 9 },
  );
});
