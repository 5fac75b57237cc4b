import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  claimed,
  journalOf,
  missed,
  OPENS_AT,
  SMALL_SALE,
  steered,
  stocked,
  type TestEntry,
  type TestEvent,
  writerOf,
} from "./_testing.ts";
import { verifySaleJournal } from "./verify_sale.ts";

const SEED = 2017;
const joined = (lines: readonly string[]) => lines.join("\n") + "\n";

Deno.test("verifySaleJournal: finds a changed byte at whatever position, and where it is", async () => {
  const bytes = new TextEncoder().encode(journalOf(SMALL_SALE));
  const changed = fc.asyncProperty(fc.integer({ min: 1, max: 255 }), async (mask) => {
    let line = 1;
    for (let at = 0; at < bytes.length; at++) {
      const altered = bytes.slice();
      altered[at]! ^= mask;
      const { ok, findings } = await verifySaleJournal(altered);
      const told = `byte ${at} of line ${line} became ${altered[at]}: ${JSON.stringify(findings)}`;
      assert(!ok, told);
      // What an entry says shows in the next one, which no longer follows from it.
      assert([line, line + 1].includes(findings[0]!.line), told);
      assert(findings.length <= 3, told);
      if (bytes[at] === 10) line += 1;
    }
  });
  await fc.assert(changed, { numRuns: 4, seed: SEED });
});

/** What may happen to a sale; members ask again and out of turn as they like. */
const step = fc.oneof(
  { weight: 12, arbitrary: fc.record({ ask: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 1, arbitrary: fc.constant("pause" as const) },
  { weight: 2, arbitrary: fc.constant("resume" as const) },
  { weight: 4, arbitrary: fc.record({ waitMs: fc.integer({ min: 0, max: 500 }) }) },
);

interface Sale {
  readonly entries: TestEntry[];
  readonly allocated: number;
  readonly participants: number;
}

/** A lot as plain as can be, to compare with. */
const sale = fc.record({
  capacity: fc.integer({ min: 1, max: 12 }),
  steps: fc.array(step, { minLength: 1, maxLength: 60 }),
}).map(({ capacity, steps }): Sale => {
  let at = OPENS_AT, open = true, events: TestEvent[] = [stocked(capacity, { closesAt: null })];
  const entries: TestEntry[] = [];
  const answered = new Set<number>();
  let allocated = 0;
  const commit = () => {
    if (events.length > 0) entries.push({ at, events });
    events = [];
  };
  for (const one of steps) {
    if (one === "pause") {
      if (open) events.push(steered("paused"));
      open = false;
    } else if (one === "resume") {
      if (!open) events.push(steered("resumed"));
      open = true;
    } else if ("waitMs" in one) {
      commit();
      at += one.waitMs;
    } else if (open && !answered.has(one.ask)) {
      answered.add(one.ask);
      const member = `m-${one.ask}`;
      events.push(
        allocated < capacity
          ? claimed(member, ++allocated)
          : missed(member, answered.size - allocated),
      );
    }
  }
  commit();
  return { entries, allocated, participants: answered.size };
});

Deno.test("verifySaleJournal: proves every sale that was in order", async () => {
  const proved = fc.asyncProperty(sale, async ({ entries, allocated, participants }) => {
    const proof = await verifySaleJournal(journalOf(entries));
    assertEquals(proof.findings, []);
    assertEquals([proof.allocated, proof.participants], [allocated, participants]);
    assertEquals(proof.head, writerOf(entries).head);
  });
  await fc.assert(proved, { numRuns: 300, seed: SEED });
});

Deno.test("verifySaleJournal: finds entries that were dropped, doubled, swapped or moved", async () => {
  const harmed = fc.asyncProperty(
    sale.filter(({ entries }) => entries.length > 1),
    fc.nat(),
    fc.nat(),
    fc.constantFrom("drop", "double", "swap", "move"),
    async ({ entries }, first, second, how) => {
      const lines = writerOf(entries).closed;
      const from = 1 + first % entries.length;
      const to = 1 + (from + second % (entries.length - 1)) % entries.length;
      assert(from !== to);
      const line = lines[from]!;
      if (how === "drop") lines.splice(from, 1);
      if (how === "double") lines.splice(to, 0, line);
      if (how === "swap") [lines[from], lines[to]] = [lines[to]!, line];
      if (how === "move") lines.splice(to, 0, ...lines.splice(from, 1));
      const { ok, findings } = await verifySaleJournal(joined(lines));
      assert(!ok);
      const named = findings.map(({ code }) => code);
      assert(/^(entry_|wrong_head)/.test(named[0]!), JSON.stringify(findings));
    },
  );
  await fc.assert(harmed, { numRuns: 400, seed: SEED });
});

Deno.test("verifySaleJournal: finds a removed participant, although the chain is whole", async () => {
  const removed = fc.asyncProperty(sale, fc.nat(), async ({ entries }, which) => {
    const answers = entries.flatMap(({ events }) =>
      events.filter(([name]) => name === "claimed" || name === "missed").map((event) =>
        [events, event] as const
      )
    );
    // Nothing follows on the last car or the last place: that needs the head, or the member's own word.
    const last = (name: string) => answers.findLast(([, event]) => event[0] === name)?.[1];
    const able = answers.filter(([, event]) => event !== last(event[0]));
    fc.pre(able.length > 0);
    const [events, event] = able[which % able.length]!;
    events.splice(events.indexOf(event), 1);
    const { ok, findings } = await verifySaleJournal(journalOf(entries));
    assert(!ok);
    assert(/^(number|place)_out_of_order$/.test(findings[0]!.code));
  });
  await fc.assert(removed, { numRuns: 300, seed: SEED });
});

Deno.test("verifySaleJournal: takes any bytes whatever without an exception", async () => {
  const text = journalOf(SMALL_SALE);
  const piece = fc.oneof(
    fc.string(),
    fc.json(),
    fc.constantFrom(...text.split("\n"), "\n", "\r\n", "\ufeff", '{"head":', "\u0000"),
  );
  const anything = fc.asyncProperty(
    fc.array(fc.oneof(piece, fc.uint8Array({ maxLength: 30 })), { maxLength: 20 }),
    async (parts) => {
      const { ok, findings } = await verifySaleJournal(parts);
      assert(!ok && findings.length > 0);
    },
  );
  await fc.assert(anything, { numRuns: 500, seed: SEED });
});
