import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { join, leave, placeOf, waitingBefore, waitingIn } from "./line_state.ts";

const action = fc.oneof(
  fc.record({ type: fc.constant("join" as const), member: fc.nat(30) }),
  fc.record({ type: fc.constant("leave" as const), member: fc.nat(30) }),
  fc.record({ type: fc.constant("call" as const) }),
);

Deno.test("the line finds each who waits at the last place taken, and nobody else", () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 200 }), (actions) => {
      const lot = { line: [] as string[], waiting: 0, called: 0 };
      const places = new Map<string, number>();
      for (const act of actions) {
        if (act.type === "call") {
          while (lot.called < lot.line.length && lot.line[lot.called] === "") lot.called++;
          if (lot.called === lot.line.length) continue;
          places.delete(lot.line[lot.called++]!);
          lot.waiting--;
          continue;
        }
        const memberId = `m${act.member}`;
        const place = placeOf(lot, memberId);
        assertEquals(place, places.get(memberId));
        if (act.type === "join" && place === undefined) {
          join(lot, memberId);
          places.set(memberId, lot.line.length);
        }
        if (act.type === "leave" && place !== undefined) {
          leave(lot, place);
          places.delete(memberId);
        }
      }
      assertEquals(lot.waiting, places.size);
      assertEquals([...waitingIn(lot)], [...places].sort(([, a], [, b]) => a - b));
      for (let n = 0; n <= 30; n++) assertEquals(placeOf(lot, `m${n}`), places.get(`m${n}`));
      // Once one of 300,000 had left, whoever asked had all before them counted, while others claimed.
      for (const one of [lot, structuredClone(lot)]) {
        [...waitingIn(one)].forEach(([, place], ahead) =>
          assertEquals(waitingBefore(one, place), ahead)
        );
      }
    }),
    { seed: 20_170, numRuns: 200 },
  );
});

Deno.test("the line finds 20,000 by their place, also in a copy of it", () => {
  const lot = { line: [] as string[], waiting: 0, called: 0 };
  for (let n = 1; n <= 20_000; n++) {
    assertEquals(placeOf(lot, `member-${n}`), undefined);
    join(lot, `member-${n}`);
  }
  const copy = structuredClone(lot);
  leave(copy, 17);
  for (let n = 1; n <= 20_000; n++) {
    assertEquals(placeOf(lot, `member-${n}`), n);
    assertEquals(placeOf(copy, `member-${n}`), n === 17 ? undefined : n);
  }
  copy.called = 19_999;
  assertEquals([...waitingIn(copy)], [["member-20000", 20_000]]);
  assertEquals(placeOf(copy, "member-19999"), undefined);
});
