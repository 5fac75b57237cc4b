import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { signerOf } from "../adapters/randomness/signature.ts";
import { type TestEntry, type TestEvent, writerOf } from "./_testing.ts";
import {
  beacon,
  DRAWS_AT,
  hashOf,
  MEMBERS,
  ordered,
  registered,
  revealed,
  ROUND,
  scheduled,
  SECRET,
  signer,
  whole,
} from "./draw_testing.ts";
import { QUICKNET } from "./beacon.ts";
import { listHash, orderOf } from "./draw_order.ts";
import { DRAW_FINDING_CODES } from "./findings.ts";
import { verifyDrawJournal } from "./verify_draw.ts";

const reached = new Set<string>();
const textOf = (entries: readonly TestEntry[]) => writerOf(entries, "spring", "draw").text;

async function found(entries: readonly TestEntry[]): Promise<string[]> {
  const { findings } = await verifyDrawJournal(textOf(entries));
  for (const { code } of findings) reached.add(code);
  return findings.map(({ code, seq }) => `${code} ${seq}`);
}

Deno.test("verifyDrawJournal: says what a whole draw proves, and what it cannot judge", async () => {
  const proof = await verifyDrawJournal(textOf(whole()), { sale: "spring" });
  assert(proof.ok, JSON.stringify(proof.findings));
  assertStringIncludes(proof.proved, "5 entrants, none added or removed after 2027-01-15T08:00:00");
  assertStringIncludes(proof.notes.join(), "not drand's quicknet");
  assertEquals(proof.order?.toSorted(), MEMBERS.slice(0, 5));
});

Deno.test("verifyDrawJournal: a draw at each stage", async () => {
  const all = whole();
  const proved = async (entries: readonly TestEntry[]) => {
    const proof = await verifyDrawJournal(textOf(entries));
    return proof.ok ? proof.proved : proof.problem;
  };
  assertStringIncludes(await proved(all.slice(0, 2)), "6 entrants so far in a draw");
  assertStringIncludes(await proved(all.slice(0, 5)), "5 entrants in a closed list");
  const off = { at: DRAWS_AT, events: [["cancelled", {}]] as TestEvent[] };
  assertStringIncludes(await proved([...all.slice(0, 3), off]), "called off before it was drawn");
  const late = {
    at: DRAWS_AT + 99_000,
    events: [["beacon_late", { round: ROUND }]] as TestEvent[],
  };
  const { notes } = await verifyDrawJournal(textOf([...all.slice(0, 5), late]));
  assertStringIncludes(notes.join(), "The beacon was asked in vain 1 time");
});

Deno.test("orderOf: the published example", () => {
  const ids = ["m-ann", "m-bo", "m-cy", "m-dee", "m-eve"];
  const list = listHash(ids);
  assertEquals(list, "25e1e1df47e30a44f75d2dd7f4f146fd77faacba8fbb720554ab3345be6cb12b");
  const seed = { randomness: hashOf("ab".repeat(48)), secret: "11".repeat(32), list };
  assertEquals(orderOf(ids, seed), ["m-bo", "m-cy", "m-dee", "m-ann", "m-eve"]);
});

/** One thing done to a whole draw whose chain is then written anew, and what is found in which entry. */
const againstTheRules: [string, (entries: TestEntry[]) => unknown, string[]][] = [
  ["a registration removed", (all) => all[1]!.events.splice(2, 1), [
    "registration_missing 2",
    "list_differs 4",
    "not_registered 8",
  ]],
  ["a registration put in", (all) => all[1]!.events.splice(2, 0, registered("m-zoe", 3)), [
    "registration_missing 2",
    "list_differs 4",
    "entrant_left_out 7",
  ]],
  ["a second registration", (all) => all[1]!.events.push(registered("m-bo", 7)), [
    "member_repeated 2",
  ]],
  ["a registration at the time of the draw", (all) => {
    all.splice(3, 0, { at: DRAWS_AT, events: [registered("m-zoe", 7)] });
  }, ["registered_late 4", "list_differs 5", "entrant_left_out 8"]],
  ["a registration after the list was closed", (all) => {
    all[3]!.events.push(registered("m-zoe", 7));
  }, ["registered_late 4", "entrant_left_out 7"]],
  ["a withdrawal of nobody", (all) => {
    all[2]!.events.push(["withdrawn", { memberId: "m-zoe", number: 9 }]);
  }, ["not_registered 3"]],
  ["a list closed early", (all) => all[3]!.at = DRAWS_AT - 1, ["closed_early 4"]],
  ["a second announcement", (all) => all[2]!.events.push(scheduled()), ["already_announced 3"]],
  ["no announcement", (all) => all.shift(), [
    "not_announced 1",
    "not_announced 2",
    "not_announced 5",
  ]],
  ["a round that was out before", (all) => all[0]!.events = [scheduled({ round: 5 })], [
    "round_too_early 1",
    "wrong_round 6",
  ]],
  ["another's name for the beacon", (all) => {
    all[0]!.events = [scheduled({ beacon: { ...beacon, chain: QUICKNET.chain } })];
  }, ["wrong_beacon 1"]],
  ["another scheme", (all) => {
    all[0]!.events = [scheduled({ beacon: { ...beacon, scheme: "dice" } })];
  }, ["wrong_beacon 1"]],
  ["a secret revealed before the list was closed", (all) => {
    all[1]!.events.push(["revealed_early", { secret: SECRET }]);
  }, ["revealed_early 2"]],
  ["a draw before the list was closed", (all) => {
    all.splice(3, 1, { at: DRAWS_AT, events: [["drawn", revealed]] });
    all.splice(4);
  }, ["revealed_early 4"]],
  ["another secret", (all) => {
    all[5]!.events = [["drawn", { ...revealed, secret: "5f".repeat(32) }]];
    all.splice(6);
  }, ["wrong_secret 6"]],
  ["another round", (all) => {
    all[5]!.events = [["drawn", { ...signer.sign(ROUND + 1), secret: SECRET }]];
    all.splice(6);
  }, ["wrong_round 6"]],
  ["randomness of one's own", (all) => {
    all[5]!.events = [["drawn", { ...revealed, randomness: "00".repeat(32) }]];
    all.splice(6);
  }, ["wrong_randomness 6"]],
  ["a signature of one's own", (all) => {
    const signature = signerOf(new Uint8Array(32)).sign(ROUND);
    all[5]!.events = [["drawn", { ...signature, secret: SECRET }]];
    all.splice(6);
  }, ["wrong_signature 6"]],
  ["two places swapped", (all) => {
    const entrants = all[6]!.events[0]![1].entrants as string[];
    all[6]!.events = [ordered(0, entrants.toReversed())];
  }, ["entrant_left_out 7", "order_differs 7"]],
  ["a place left out", (all) => {
    const entrants = all[7]!.events[0]![1].entrants as string[];
    all[7]!.events = [ordered(2, entrants.slice(1))];
  }, ["entrant_left_out 8"]],
  ["the last place left out", (all) => {
    const entrants = all[7]!.events[0]![1].entrants as string[];
    all[7]!.events = [ordered(2, entrants.slice(0, -1))];
  }, ["entrant_left_out 9"]],
  ["a batch left out", (all) => all.splice(6, 1), ["order_differs 7"]],
  ["an order before the draw", (all) => all[4]!.events.push(ordered(0, ["m-bo"])), [
    "order_differs 5",
  ]],
  ["a list without its hash", (all) => all[3]!.events = [["closed", { entrants: 5 }]], [
    "malformed 4",
    "revealed_early 6",
  ]],
];
for (const [title, tamper, expected] of againstTheRules) {
  Deno.test(`verifyDrawJournal: finds ${title}, although the chain is whole`, async () => {
    const entries = structuredClone(whole());
    tamper(entries);
    assertEquals(await found(entries), expected);
  });
}

Deno.test("verifyDrawJournal: names the one who was taken out", async () => {
  const entries = whole();
  entries[1]!.events.splice(2, 1);
  const { findings } = await verifyDrawJournal(textOf(entries));
  assertStringIncludes(findings[0]!.sentence, "where number 3 was due");
  assertStringIncludes(findings[2]!.sentence, 'to "m-cy", who is not registered');
});

Deno.test("verifyDrawJournal: finds any one registration taken out or changed", async () => {
  const ids = Array.from({ length: 20 }, (_, i) => `m${i}`);
  const harmed = fc.asyncProperty(fc.nat(18), fc.boolean(), async (which, changed) => {
    const entries = structuredClone(whole(ids));
    const { events } = entries[1]!;
    if (changed) events[which] = registered("m-other", which + 1);
    else events.splice(which, 1);
    const proof = await verifyDrawJournal(textOf(entries));
    assert(!proof.ok);
    assert(proof.findings.some(({ sentence }) => sentence.includes(`"m${which}"`)));
  });
  await fc.assert(harmed, { numRuns: 40, seed: 2017 });
});

Deno.test("verifyDrawJournal: finds a changed byte at whatever position", async () => {
  const bytes = new TextEncoder().encode(textOf(whole().slice(0, 5)));
  for (let at = 0; at < bytes.length; at += 3) {
    const altered = bytes.slice();
    altered[at]! ^= 1;
    assert(!(await verifyDrawJournal(altered)).ok, `byte ${at}`);
  }
});

Deno.test("verifyDrawJournal: the journal of a lot is none of a draw", async () => {
  const { findings } = await verifyDrawJournal(writerOf(whole()).text);
  assertEquals(findings.map(({ code }) => code), ["not_a_sale"]);
});

Deno.test("DRAW_FINDING_CODES: each is reached by a test", () => {
  assertEquals(DRAW_FINDING_CODES.filter((code) => !reached.has(code)), []);
});
