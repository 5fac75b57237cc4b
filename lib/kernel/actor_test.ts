import { assert, assertEquals, assertMatch } from "@std/assert";
import * as z from "zod";
import { counter } from "./_testing.ts";
import { defineActor } from "./actor.ts";

const good = {
  version: 1,
  state: z.object({ total: z.int() }),
  initial: { total: 0 },
  commands: { add: z.object({ n: z.int() }) },
  events: { added: z.object({ n: z.int() }) },
  refusals: ["too_much"],
  // deno-lint-ignore no-explicit-any -- definitions with faults do not type
  decide: { add: () => ({ ok: true, value: 1 }) as any },
  evolve: { added: () => {} },
} as const;

// deno-lint-ignore no-explicit-any -- definitions with faults do not type
const define = (kind: string, change: any = {}) => defineActor(kind, { ...good, ...change });

function message(job: () => unknown): string {
  try {
    job();
  } catch (error) {
    assert(error instanceof TypeError);
    return error.message;
  }
  return "nothing was thrown";
}

Deno.test("defineActor makes addresses from ids", () => {
  const address = counter("a-1:b.c");
  assertEquals([address.kind, address.id, address.actor], ["counter", "a-1:b.c", counter]);
});

Deno.test("defineActor refuses ids that cannot travel in keys, URLs and logs", () => {
  for (const id of ["", "a/b", "a b", "é", "a\n", "x".repeat(129)]) {
    assertMatch(message(() => counter(id)), /expected 1 to 128 visible ASCII characters/);
  }
  counter("x".repeat(128));
});

Deno.test("defineActor names what is wrong with a definition", () => {
  const cases: [RegExp, () => unknown][] = [
    [/lower_snake_case name, got "Lot"/, () => define("Lot")],
    [/lower_snake_case name, got "soldOut"/, () => define("lot", { refusals: ["soldOut"] })],
    [
      /lower_snake_case name, got "Added"/,
      () => define("lot", { events: { Added: z.object({}) }, evolve: { Added: () => {} } }),
    ],
    // No head could be read again that names it.
    [/expected a version of 1, 2, 3, …, got NaN/, () => define("lot", { version: NaN })],
    [/expected a version of 1, 2, 3, …, got 0/, () => define("lot", { version: 0 })],
    [/command "add" has no decide function/, () => define("lot", { decide: {} })],
    [/event "added" has no evolve function/, () => define("lot", { evolve: {} })],
    [
      /decide has "ad", expected one of its commands: add/,
      () => define("lot", { decide: { ...good.decide, ad: () => {} } }),
    ],
    [
      /evolve has "add", expected one of its events: added/,
      () => define("lot", { evolve: { ...good.evolve, add: () => {} } }),
    ],
    // Old payloads would go unchanged into evolve.
    [
      /upcast has "toString", expected one of its events: added/,
      () => define("lot", { upcast: { toString: (payload: unknown) => payload } }),
    ],
    [/initial state does not fit its schema/, () => define("lot", { initial: { total: "0" } })],
    [
      /event "added" holds a date, which JSON does not give back/,
      () => define("lot", { events: { added: z.object({ on: z.date() }) } }),
    ],
    [
      /command "add" holds a map/,
      () => define("lot", { commands: { add: z.object({ m: z.map(z.string(), z.int()) }) } }),
    ],
    [
      /the state holds a bigint/,
      () => define("lot", { state: z.object({ total: z.int(), big: z.bigint().optional() }) }),
    ],
  ];
  for (const [expected, job] of cases) assertMatch(message(job), expected);
});

Deno.test("defineActor takes a payload that is JSON only after it was parsed", () => {
  const when = z.date().transform((date) => date.getTime());
  assertEquals(define("lot", { commands: { add: z.object({ when }) } }).kind, "lot");
});
