import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  adjusted,
  claimed,
  CLOSES_AT,
  journalOf,
  JournalWriter,
  largeSale,
  left,
  missed,
  offered,
  OPENS_AT,
  reinstated,
  rejoined,
  released,
  SMALL_SALE,
  sold,
  steered,
  stocked,
  type TestEntry,
  type TestEvent,
  writerOf,
} from "./_testing.ts";
import { SALE_FINDING_CODES } from "./findings.ts";
import { MOST_FINDINGS, type SaleAnswer, verifySaleJournal } from "./verify_sale.ts";

/** Codes that some test below has reached; the last test compares them with the closed list. */
const reached = new Set<string>();

async function found(text: string, options?: Parameters<typeof verifySaleJournal>[1]) {
  const { findings } = await verifySaleJournal(text, options);
  for (const { code } of findings) reached.add(code);
  return findings.map(({ code, line, seq }) => `${code} line ${line} entry ${seq}`);
}

const small = () => structuredClone(SMALL_SALE) as TestEntry[];
const lines = () => writerOf(small()).closed;
const joined = (all: readonly string[]) => all.join("\n") + "\n";

Deno.test("verifySaleJournal: says what a whole journal proves", async () => {
  const proof = await verifySaleJournal(journalOf(small()));
  assert(proof.ok);
  assertEquals(
    proof.proved,
    "Proved: 3 of 3 cars went to 3 different members in the order in which 7 asked, none twice, " +
      "none beyond the lot; 4 others have their place in line; journal of 8 entries unbroken " +
      `from the start to head ${proof.head!.hash.slice(0, 12)}…, ` +
      "between 2027-01-15T07:59:55.000Z and 2027-01-15T08:00:00.099Z.",
  );
  assertEquals(
    [proof.sale, proof.capacity, proof.allocated, proof.participants, proof.entries],
    ["launch-2017", 3, 3, 7, 8],
  );
  assertEquals(proof.head, writerOf(small()).head);
  assertEquals([proof.findings, proof.notes], [[], []]);
});

Deno.test("verifySaleJournal: reads bytes in chunks of any size, lines and texts alike", async () => {
  const text = journalOf(small());
  const bytes = new TextEncoder().encode(text);
  const chunks = (size: number) =>
    Array.from(
      { length: Math.ceil(bytes.length / size) },
      (_, i) => bytes.subarray(i * size, i * size + size),
    );
  const sources = [
    bytes,
    ...[1, 2, 7, 64, 4_096].map(chunks),
    lines(),
    lines().map((line) => line + "\n"),
    ReadableStream.from(chunks(100)),
    ReadableStream.from(lines()),
  ];
  const expected = await verifySaleJournal(text);
  assert(expected.ok);
  for (const source of sources) assertEquals(await verifySaleJournal(source), expected);
});

Deno.test("verifySaleJournal: tells each answer in order", async () => {
  const answers: SaleAnswer[] = [];
  await verifySaleJournal(journalOf(small()), { onAnswer: (answer) => answers.push(answer) });
  assertEquals(
    answers.map((one) => [one.memberId, one.outcome === "claimed" ? one.number : -one.place]),
    [
      ["m-ann", 1],
      ["m-bo", 2],
      ["m-陈", 3],
      ["m-dee", -1],
      ["m-eve", -2],
      ["m-fay", -3],
      ["m-gus", -4],
    ],
  );
  assertEquals(answers[1], {
    outcome: "claimed",
    memberId: "m-bo",
    number: 2,
    orderId: "launch-2017-2",
    payBy: OPENS_AT + 900_000,
    line: 4,
    seq: 3,
    at: OPENS_AT,
  });
});

Deno.test("verifySaleJournal: a sale that nobody asked, and one without a line", async () => {
  const none = await verifySaleJournal(journalOf(small().slice(0, 1)));
  assert(none.ok);
  assertStringIncludes(none.proved, "0 of 3 cars given, nobody has asked; journal of 1 entry ");
  const few = await verifySaleJournal(journalOf(small().slice(0, 2)));
  assert(few.ok);
  assertStringIncludes(few.proved, "1 of 3 cars went to 1 member in the order in which 1 asked");
  assertStringIncludes(few.proved, "nobody had to stand in line");
});

Deno.test("verifySaleJournal: events without a rule are noted, not judged", async () => {
  const entries = [...small(), { at: CLOSES_AT, events: [["painted", {}], ["painted", {}]] }];
  const proof = await verifySaleJournal(journalOf(entries as TestEntry[]));
  assert(proof.ok);
  assertEquals(proof.notes, [
    'Not judged: 2 events "painted", for which no rule is known here',
  ]);
});

/** Journals that are in order, however unusual. */
const inOrder: [string, TestEntry[]][] = [
  ["open by the clock alone, to the millisecond", [
    { at: 0, events: [stocked(1)] },
    { at: OPENS_AT, events: [claimed("a", 1)] },
    { at: CLOSES_AT - 1, events: [missed("b", 1)] },
  ]],
  ["opened ahead of its time", [
    { at: 0, events: [stocked(1), steered("opened"), claimed("a", 1)] },
  ]],
  ["resumed ahead of its time", [
    { at: 0, events: [stocked(1), steered("paused"), steered("resumed"), claimed("a", 1)] },
  ]],
  ["cars added while people wait", [
    { at: OPENS_AT, events: [stocked(1), claimed("a", 1), missed("b", 1), adjusted(2)] },
    { at: OPENS_AT, events: [offered("b", 2, 1), missed("c", 2)] },
  ]],
  ["cars taken out that nobody had", [
    { at: OPENS_AT, events: [stocked(3), claimed("a", 1), stocked(1), missed("b", 1)] },
  ]],
  ["with cars that came back", [
    { at: OPENS_AT, events: [stocked(2), claimed("a", 1), claimed("b", 2), missed("c", 1)] },
    { at: OPENS_AT, events: [missed("d", 2), missed("e", 3), sold("b", 2)] },
    {
      at: OPENS_AT,
      events: [left("c", 1), released("a", 1), offered("d", 1, 2), rejoined("a", 4)],
    },
    { at: OPENS_AT, events: [released("d", 1), offered("e", 1, 3, "o3"), rejoined("c", 5)] },
    { at: OPENS_AT, events: [["reinstate_refused", { memberId: "d", orderId: "o2" }]] },
    { at: OPENS_AT, events: [released("b", 2, "cancelled"), offered("a", 2, 4, "o4")] },
    { at: OPENS_AT, events: [adjusted(3), reinstated("d", 3)] },
  ]],
  ["whose returned car goes to who asks next, when nobody waits", [
    { at: OPENS_AT, events: [stocked(1), claimed("a", 1), released("a", 1)] },
    { at: OPENS_AT, events: [claimed("b", 1, "again"), missed("c", 1)] },
  ]],
  ["of a draw, in two batches", [
    { at: 0, events: [stocked(1, { mode: "draw" }), claimed("a", 1)] },
    { at: 0, events: [["allocated", { upTo: 1, free: 0 }], missed("b", 1), steered("paused")] },
    { at: 0, events: [missed("c", 2), ["allocated", { upTo: 3, free: 0 }]] },
  ]],
  ["without an end", [
    { at: OPENS_AT, events: [stocked(1, { closesAt: null })] },
    { at: 2 * OPENS_AT, events: [claimed("a", 1)] },
  ]],
  ["several entries of one turn", [
    { at: OPENS_AT, turn: "t", events: [stocked(2), claimed("a", 1)] },
    { at: OPENS_AT, turn: "t", events: [claimed("b", 2)] },
  ]],
];
for (const [title, entries] of inOrder) {
  Deno.test(`verifySaleJournal: proves a sale ${title}`, async () => {
    assertEquals(await found(journalOf(entries)), []);
  });
}

/** Journals with cars that came back in which one thing is wrong, and what is found. */
const returns: [string, TestEvent[], string[]][] = [
  ["a held car given again", [offered("c", 1, 1)], ["number_repeated"]],
  ["a car returned by somebody else", [released("b", 1)], ["not_held"]],
  ["a car returned twice", [released("a", 1), offered("c", 1, 1), released("a", 1)], ["not_held"]],
  ["a car sold that is not held", [sold("c", 1)], ["not_held"]],
  ["a car sold twice", [sold("a", 1), sold("a", 1)], ["sold_returned"]],
  ["a sold car that lapses", [sold("a", 1), released("a", 1)], ["sold_returned"]],
  ["an offer past the first in line", [released("a", 1), offered("d", 1, 2, "o3")], [
    "offered_past_line",
  ]],
  ["an offer to a place that is not theirs", [released("a", 1), offered("c", 1, 2)], [
    "not_in_line",
  ]],
  ["an offer to who left", [left("c", 1), released("a", 1), offered("c", 1, 1)], ["not_in_line"]],
  ["an offer while it is paused", [steered("paused"), released("a", 1), offered("c", 1, 1)], [
    "not_open",
  ]],
  ["a second car", [released("a", 1), offered("b", 1, 1)], ["member_repeated"]],
  ["a returned car to who asks, past the line", [released("a", 1), claimed("z", 1, "o9")], [
    "claimed_past_line",
  ]],
  ["a place left that nobody had", [left("a", 1)], ["not_in_line"]],
  ["a place again without having left", [rejoined("c", 3)], ["not_in_line"]],
  ["a place at the head of the line", [left("c", 1), rejoined("c", 1)], ["place_out_of_order"]],
  ["a paid car that is not free", [reinstated("d", 2)], ["number_repeated"]],
  ["a paid car for a stranger", [released("a", 1), reinstated("z", 1)], ["not_held"]],
  ["a wrong count", [["allocated", { upTo: 4, free: 1 }]], ["count_differs"]],
  ["fewer cars than given", [adjusted(1)], ["capacity_below_given"]],
  ["a sale without a car", [["sold", { memberId: "a" }]], ["malformed"]],
];
for (const [title, events, expected] of returns) {
  Deno.test(`verifySaleJournal: finds ${title}`, async () => {
    const first = [stocked(2), claimed("a", 1), claimed("b", 2), missed("c", 1), missed("d", 2)];
    const codes = await found(journalOf([{ at: OPENS_AT, events: [...first, ...events] }]));
    assertEquals(codes, expected.map((code) => `${code} line 2 entry 1`));
  });
}

Deno.test("verifySaleJournal: says what became of the cars that came back", async () => {
  const events = [stocked(2), claimed("a", 1), claimed("b", 2), missed("c", 1), missed("d", 2)];
  const more = [sold("b", 2), released("a", 1), offered("c", 1, 1)];
  const proof = await verifySaleJournal(
    journalOf([{ at: OPENS_AT, events: [...events, ...more] }]),
  );
  assert(proof.ok);
  assertStringIncludes(proof.proved, "1 sold, 1 held and 0 free make 2; 1 car was returned");
  assertStringIncludes(proof.proved, "1 other has a place in line");
  assertEquals([proof.sold, proof.held, proof.returned, proof.inLine], [1, 1, 1, 1]);
  // Whoever had waited and was served, or had left, was said not to have had to.
  for (
    const last of [[...more, released("c", 1), offered("d", 1, 2, "o3")], [
      left("c", 1),
      left("d", 2),
    ]]
  ) {
    const { ok, ...told } = await verifySaleJournal(
      journalOf([{ at: OPENS_AT, events: [...events, ...last] }]),
    );
    assert(ok && "proved" in told, JSON.stringify(told));
    assertStringIncludes(told.proved, "nobody stands in line any more");
  }
});

Deno.test("verifySaleJournal: compares the answers with the order of the draw", async () => {
  const events = [stocked(1, { mode: "draw" }), claimed("a", 1), missed("b", 1), missed("c", 2)];
  const journal = journalOf([{ at: 0, events }]);
  const unordered = await verifySaleJournal(journal);
  assertStringIncludes(unordered.notes.join(), "the order of the draw");
  const proof = await verifySaleJournal(journal, { order: ["a", "b", "c"] });
  assert(proof.ok);
  assertStringIncludes(proof.proved, "in the order in which 3 were drawn");
  assertEquals(await found(journal, { order: ["b", "a", "c"] }), ["order_differs line 2 entry 1"]);
  assertEquals(await found(journal, { order: ["a", "b"] }), ["order_differs line 2 entry 1"]);
  assertEquals(await found(journal, { order: ["a", "b", "c", "d"] }), [
    "entrant_left_out line 3 entry 1",
  ]);
});

/** The chain is written anew after each of these, so that only the sale's rules can tell. */
const againstTheRules: [string, (entries: TestEntry[]) => void, string[]][] = [
  ["a claim removed", (all) => all[2]!.events.shift(), ["number_out_of_order line 7 entry 6"]],
  ["the last claim removed", (all) => all[5]!.events.shift(), [
    "missed_while_free line 7 entry 6",
  ]],
  ["a place in line removed", (all) => all[5]!.events.pop(), ["place_out_of_order line 8 entry 7"]],
  ["a whole entry removed", (all) => all.splice(2, 1), ["number_out_of_order line 6 entry 5"]],
  ["a member let in before the others", (all) => all[4]!.events.push(missed("m-fox", 1)), [
    "place_out_of_order line 7 entry 6",
    "missed_while_free line 6 entry 5",
  ]],
  ["a car given to a second member", (all) => all[2]!.events.push(claimed("m-fox", 2, "o")), [
    "number_repeated line 4 entry 3",
  ]],
  ["a second car for a member", (all) => all[5]!.events[0] = claimed("m-ann", 3), [
    "member_repeated line 7 entry 6",
  ]],
  ["a place for who has a car", (all) => all[6]!.events.push(missed("m-bo", 5)), [
    "member_repeated line 8 entry 7",
  ]],
  ["a car beyond the lot", (all) => all[6]!.events.push(claimed("m-fox", 4)), [
    "number_beyond_capacity line 8 entry 7",
  ]],
  ["one order for two cars", (all) => all[2]!.events[0] = claimed("m-bo", 2, "launch-2017-1"), [
    "order_repeated line 4 entry 3",
  ]],
  ["a member turned away early", (all) => all[2]!.events.unshift(missed("m-fox", 1)), [
    "missed_while_free line 4 entry 3",
    "place_out_of_order line 7 entry 6",
  ]],
  ["two numbers swapped", (all) => {
    all[1]!.events[1] = claimed("m-ann", 2);
    all[2]!.events[0] = claimed("m-bo", 1);
  }, ["number_out_of_order line 3 entry 2"]],
  ["numbers that begin with 2", (all) => all[1]!.events[1] = claimed("m-ann", 2), [
    "number_out_of_order line 3 entry 2",
    "number_repeated line 4 entry 3",
  ]],
  ["a claim while paused", (all) => all[3]!.events.push(claimed("m-fox", 3)), [
    "not_open line 5 entry 4",
    "number_repeated line 7 entry 6",
  ]],
  ["answers before opening", (all) => all[1]!.events.shift(), ["not_open line 3 entry 2"]],
  ["a claim a millisecond before opening", (all) => {
    all[1]!.events.shift();
    all[1]!.at = OPENS_AT - 1;
  }, ["not_open line 3 entry 2"]],
  ["answers at the closing time", (all) => {
    all[6]!.at = all[7]!.at = CLOSES_AT;
  }, ["not_open line 8 entry 7"]],
  ["an answer after it was closed", (all) => all[7]!.events.push(missed("m-fox", 5)), [
    "not_open line 9 entry 8",
  ]],
  ["a sale opened again after it was closed", (all) => {
    all[7]!.events.push(steered("opened"), missed("m-fox", 5));
  }, ["not_open line 9 entry 8"]],
  ["answers of a lot without cars", (all) => all[0]!.events = [["swept", {}]], [
    "not_open line 3 entry 2",
  ]],
  ["a lot made smaller than what was given", (all) => all[7]!.events.push(stocked(2)), [
    "capacity_below_given line 9 entry 8",
  ]],
  ["a lot that was larger", (all) => all[0]!.events[0] = stocked(9), [
    "missed_while_free line 7 entry 6",
  ]],
  ["a lot that was smaller", (all) => all[0]!.events[0] = stocked(1), [
    "number_beyond_capacity line 4 entry 3",
  ]],
  ["an entry earlier than the one before", (all) => all[4]!.at = OPENS_AT - 7, [
    "time_backwards line 6 entry 5",
  ]],
  ["an entry far ahead of the others", (all) => all[4]!.at = OPENS_AT + 77, [
    "time_backwards line 7 entry 6",
  ]],
  ["a claim without a number", (all) => delete all[2]!.events[0]![1].number, [
    "malformed line 4 entry 3",
  ]],
  ["a place that is text", (all) => all[6]!.events[0]![1].place = "3", [
    "malformed line 8 entry 7",
  ]],
  ["a stock without times", (all) => all[7]!.events.push(["stocked", { capacity: 3 }]), [
    "malformed line 9 entry 8",
  ]],
];
for (const [title, tamper, expected] of againstTheRules) {
  Deno.test(`verifySaleJournal: finds ${title}, although the chain is whole`, async () => {
    const entries = small();
    tamper(entries);
    assertEquals((await found(journalOf(entries))).sort(), expected.toSorted());
  });
}

const edit = (line: number, from: string | RegExp, to: string) => (all: string[]) => {
  const before = all[line - 1]!;
  all[line - 1] = before.replace(from, to);
  assert(all[line - 1] !== before, "the edit changes the line");
};

/** Lines are changed and left unlinked. */
const againstTheChain: [string, (all: string[]) => void, string[]][] = [
  ["a changed member", edit(4, "m-bo", "m-by"), ["chain_broken line 5 entry 4"]],
  ["a changed byte of the last entry", edit(9, "closed", "closec"), ["wrong_head line 10 entry 8"]],
  ["a changed link", edit(6, /"prev":"./, '"prev":"z'), ["malformed line 6 entry 5"]],
  ["a first entry of another sale", (all) => {
    all[1] = new JournalWriter("launch-2018").write(small()[0]!).lines[1]!;
  }, ["chain_broken line 2 entry 1", "chain_broken line 3 entry 2"]],
  ["a header of another sale", edit(1, "2017", "2018"), ["chain_broken line 2 entry 1"]],
  ["a missing entry", (all) => all.splice(4, 1), ["entry_missing line 5 entry 5"]],
  ["a missing entry with claims", (all) => all.splice(3, 1), ["entry_missing line 4 entry 4"]],
  ["three missing entries", (all) => all.splice(3, 3), ["entry_missing line 4 entry 6"]],
  ["a missing beginning", (all) => all.splice(1, 2), [
    "entry_missing line 2 entry 3",
  ]],
  ["a missing end", (all) => all.splice(8, 1), ["wrong_head line 9 entry 8"]],
  ["no entries", (all) => all.splice(1, 8), ["wrong_head line 2 entry 8"]],
  ["two swapped entries", (all) => all.splice(5, 2, all[6]!, all[5]!), [
    "entry_missing line 6 entry 6",
    "entry_out_of_order line 7 entry 5",
  ]],
  ["the first two swapped", (all) => all.splice(1, 2, all[2]!, all[1]!), [
    "entry_missing line 2 entry 2",
    "entry_out_of_order line 3 entry 1",
  ]],
  ["the last two swapped", (all) => all.splice(7, 2, all[8]!, all[7]!), [
    "entry_missing line 8 entry 8",
    "entry_out_of_order line 9 entry 7",
  ]],
  ["an entry moved to the end", (all) => all.splice(8, 0, ...all.splice(3, 1)), [
    "entry_missing line 4 entry 4",
    "entry_out_of_order line 9 entry 3",
  ]],
  ["an entry that stands twice", (all) => all.splice(4, 0, all[3]!), [
    "entry_repeated line 5 entry 3",
  ]],
  ["the last entry twice", (all) => all.splice(9, 0, all[8]!), ["entry_repeated line 10 entry 8"]],
  ["an entry that comes back later", (all) => all.splice(8, 0, all[3]!), [
    "entry_out_of_order line 9 entry 3",
    "member_repeated line 9 entry 3",
  ]],
  ["an entry with the number of another", edit(6, '"seq":5', '"seq":50'), [
    "entry_missing line 6 entry 50",
    "entry_out_of_order line 7 entry 6",
  ]],
  ["a line that is no JSON", edit(5, '{"seq', "{seq"), ["unreadable line 5 entry null"]],
  ["a strange line in between", (all) => all.splice(4, 0, "hello"), [
    "unreadable line 5 entry null",
  ]],
  ["a blank line in between", (all) => all.splice(4, 0, ""), ["unreadable line 5 entry null"]],
  ["a list instead of an entry", (all) => all[4] = "[1]", ["unreadable line 5 entry null"]],
  ["an entry without its turn", edit(5, /"turn":"[^"]*",/, ""), ["malformed line 5 entry 4"]],
  ["an entry with one field more", edit(5, '"at"', '"by":"me","at"'), ["malformed line 5 entry 4"]],
  ["an entry with fields in another order", edit(5, /("turn":"[^"]*"),("at":\d+)/, "$2,$1"), [
    "malformed line 5 entry 4",
  ]],
  ["an entry with a time of its own kind", edit(5, /"at":\d+/, '"at":1.5'), [
    "malformed line 5 entry 4",
  ]],
  ["a field that is given twice", edit(4, '"number":2', '"number":9,"number":2'), [
    "malformed line 4 entry 3",
    "chain_broken line 5 entry 4",
  ]],
  ["spaces between fields", edit(9, '"at":', '"at": '), [
    "malformed line 9 entry 8",
    "wrong_head line 10 entry 8",
  ]],
  ["an event that is no event", edit(5, '["paused",{}]', '["paused"]'), [
    "malformed line 5 entry 4",
  ]],
  ["a footer of another hash", edit(10, /"hash":"./, '"hash":"'), ["malformed line 10 entry null"]],
  ["a footer of another entry", edit(10, '"seq":8', '"seq":9'), ["wrong_head line 10 entry 9"]],
  ["a footer with one field more", edit(10, '"seq"', '"at":1,"seq"'), [
    "malformed line 10 entry null",
  ]],
  ["no footer", (all) => all.pop(), ["cut_off line 9 entry 8"]],
  ["the header alone", (all) => all.splice(1), ["cut_off line 1 entry null"]],
  ["no header", (all) => all.shift(), ["no_header line 1 entry null"]],
  ["a header with one field more", edit(1, '"id"', '"by":"me","id"'), [
    "malformed line 1 entry null",
  ]],
  ["a line after the footer", (all) => all.push(all[5]!, ""), ["after_footer line 11 entry null"]],
  ["a second journal behind the first", (all) => all.push(...lines()), [
    "after_footer line 11 entry null",
  ]],
];
for (const [title, tamper, expected] of againstTheChain) {
  Deno.test(`verifySaleJournal: finds ${title}`, async () => {
    const all = lines();
    tamper(all);
    assertEquals((await found(joined(all))).sort(), expected.toSorted());
  });
}

Deno.test("verifySaleJournal: names the entry where a break shows", async () => {
  const all = lines();
  edit(4, "m-bo", "m-by")(all);
  const { findings: [finding] } = await verifySaleJournal(joined(all));
  const old = JSON.parse(all[4]!).prev.slice(0, 12);
  assert(finding);
  assert(finding.sentence.startsWith(
    `entry 4 does not follow from entry 3: its prev is ${old}…, but entry 3 hashes to `,
  ));
});

/** Files that are no journal, or came to harm on their way. */
const files: [string, string | Uint8Array, string, string][] = [
  ["an empty file", "", "empty", "empty"],
  ["a line end alone", "\n", "not_a_journal", "line 1 is blank"],
  ["a web page", "<!doctype html>\n<html></html>\n", "not_a_journal", "web page"],
  ["a web page without a line end", "  <html></html>", "not_a_journal", "web page"],
  [
    "a problem instead of a journal",
    '{"type":"/api/docs#unknown_sale","title":"There is no such sale","code":"unknown_sale"}',
    "not_a_journal",
    'a server\'s answer "There is no such sale"',
  ],
  ["JSON of something else", "[1,2]\n", "not_a_journal", "line 1 is"],
  ["a byte order mark", "\ufeff" + journalOf(small()), "not_a_journal", "byte order mark"],
  ["UTF-16", new Uint8Array([0xff, 0xfe, 0x7b, 0]), "not_a_journal", "UTF-16"],
  ["a gzip file", new Uint8Array([0x1f, 0x8b, 8, 0]), "not_a_journal", "gzip"],
  ["bytes that are no text", new Uint8Array([0x80, 0x81, 10]), "not_utf8", "not UTF-8"],
  ["a long first line", "x".repeat(3_000_000), "too_long", "longer than 1024 KiB"],
  [
    "another version",
    '{"forecourt":"journal","version":2,"kind":"lot","id":"x"}\n',
    "unknown_version",
    "version 2, expected 1",
  ],
  [
    "another actor's journal",
    new JournalWriter("o-1", "order").write({ at: 1, events: [["placed", {}]] }).text,
    "not_a_sale",
    'one of a "order", expected "lot"',
  ],
  [
    "a header without a name",
    '{"forecourt":"journal","version":1,"kind":"lot","id":""}\n',
    "malformed",
    'names "lot" and ""',
  ],
];
for (const [title, content, code, sentence] of files) {
  Deno.test(`verifySaleJournal: says plainly what is wrong with ${title}`, async () => {
    const proof = await verifySaleJournal(content);
    assertEquals(proof.findings.map((finding) => finding.code as string), [code]);
    assertStringIncludes(proof.findings[0]!.sentence, sentence);
    assert(!proof.ok);
    assertStringIncludes(proof.problem, sentence);
    reached.add(code);
  });
}

Deno.test("verifySaleJournal: CR LF is one finding, and all else is still judged", async () => {
  const all = lines();
  assertEquals(await found(all.join("\r\n") + "\r\n"), ["crlf line 1 entry null"]);
  edit(4, "m-bo", "m-by")(all);
  assertEquals(await found(all.join("\r\n") + "\r\n"), [
    "crlf line 1 entry null",
    "chain_broken line 5 entry 4",
  ]);
});

Deno.test("verifySaleJournal: a huge line is passed over without being kept", async () => {
  const all = lines();
  all.splice(4, 0, "y".repeat(5_000_000));
  assertEquals(await found(joined(all)), ["too_long line 5 entry null"]);
});

Deno.test("verifySaleJournal: deep nesting does it no harm", async () => {
  const deep = "[".repeat(200_000) + "]".repeat(200_000);
  const all = lines();
  edit(4, '"payBy"', `"from":${deep},"payBy"`)(all);
  assertStringIncludes((await found(joined(all))).join(), "chain_broken line 5 entry 4");
  edit(1, ":1,", `:${deep},`)(all);
  assertEquals(await found(joined(all)), ["unknown_version line 1 entry null"]);
});

Deno.test("verifySaleJournal: a cut is found at whatever byte", async () => {
  const bytes = new TextEncoder().encode(journalOf(small()));
  for (let length = 0; length < bytes.length; length++) {
    const { ok, findings } = await verifySaleJournal(bytes.subarray(0, length));
    assert(!ok, `cut to ${length} bytes`);
    assertEquals(findings.length, 1, `cut to ${length} bytes`);
  }
  const { findings: [last] } = await verifySaleJournal(bytes.subarray(0, -1));
  assertEquals(last?.code, "cut_off");
  assertStringIncludes(last!.sentence, "the journal's last byte was cut off");
});

Deno.test("verifySaleJournal: heads that were noted elsewhere have to be in the journal", async () => {
  const before = writerOf(small().slice(0, 5)).head;
  const { text, head } = writerOf(small());
  const wrong = "0".repeat(64);
  const check = async (...anchors: { seq?: number; hash: string }[]) =>
    await found(text, { anchors });
  assertEquals(await check(before, head, { hash: before.hash.toUpperCase() }), []);
  assertEquals(await check({ hash: wrong }), ["anchor_missing line 10 entry 8"]);
  assertEquals(await check({ seq: 5, hash: head.hash }), ["anchor_missing line 10 entry 8"]);
  assertEquals(await check({ seq: 9, hash: wrong }), ["anchor_missing line 10 entry 8"]);
  const proof = await verifySaleJournal(text, { anchors: [before, head] });
  assertEquals(proof.anchoredAt, [5, 8]);
  assert(
    proof.ok && proof.proved.endsWith(
      "; the head given beforehand is its entry 5 and its last entry.",
    ),
  );
});

Deno.test("verifySaleJournal: an earlier head unmasks a sale that was written anew", async () => {
  const noted = writerOf(small()).head;
  const rewritten = small();
  rewritten[6]!.events.pop();
  assertEquals(await found(journalOf(rewritten)), []);
  assertEquals(await found(journalOf(rewritten), { anchors: [noted] }), [
    "anchor_missing line 10 entry 8",
  ]);
});

Deno.test("verifySaleJournal: another sale's journal is not taken for the one asked for", async () => {
  assertEquals(await found(journalOf(small()), { sale: "launch-2017" }), []);
  assertEquals(await found(journalOf(small()), { sale: "launch-2018" }), [
    "wrong_sale line 1 entry null",
  ]);
});

Deno.test("verifySaleJournal: one cause is one finding, however many it touches", async () => {
  const [first, ...others] = [...largeSale({ members: 500, cars: 20, perEntry: 10 })];
  const text = journalOf([first!, { at: OPENS_AT, events: [steered("paused")] }, ...others]);
  const { findings, unlisted } = await verifySaleJournal(text);
  assertEquals(findings.map(({ code, seq, more }) => ({ code, seq, more })), [
    { code: "not_open", seq: 3, more: 499 },
  ]);
  assertEquals(unlisted, 0);
});

Deno.test("verifySaleJournal: lists the first findings and counts the others", async () => {
  const entries = [...largeSale({ members: 100, cars: 100, perEntry: 1 })];
  for (const entry of entries.slice(1)) entry.events[0]![1].memberId = "m-one";
  const proof = await verifySaleJournal(journalOf(entries));
  assertEquals([proof.findings.length, proof.unlisted], [MOST_FINDINGS, 99 - MOST_FINDINGS]);
  assert(!proof.ok);
  assertStringIncludes(proof.problem, "(and 98 further findings)");
});

Deno.test("verifySaleJournal: what it quotes cannot steer a terminal", async () => {
  const all = lines();
  all[4] = "\u001b[2Jcleared \u009b \u202e";
  const { findings } = await verifySaleJournal(joined(all));
  assertStringIncludes(findings[0]!.sentence, '"\\u001b[2Jcleared \\u009b \\u202e"');
});

Deno.test("verifySaleJournal: rejects where its source does", async () => {
  async function* broken() {
    yield lines()[0]!;
    await Promise.reject(new Error("the line went dead"));
  }
  const failed = await verifySaleJournal(broken()).catch((error) => error);
  assertEquals(failed.message, "the line went dead");
});

Deno.test("SALE_FINDING_CODES: each is reached by a test", () => {
  assertEquals(SALE_FINDING_CODES.filter((code) => !reached.has(code)), []);
});
