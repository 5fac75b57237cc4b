import { assertEquals } from "@std/assert";
import fc from "fast-check";
import * as z from "zod";
import { stateCodec } from "./codec.ts";
import {
  firstRecent,
  type Head,
  headBytes,
  headText,
  inlineState,
  readHead,
  withTaken,
} from "./head.ts";

const head = { seq: 2, hash: "h", turn: "t", at: 5, schema: 1, tail: 0 };
const rest = headText(head);
const codec = stateCodec(z.object({ m: z.map(z.string(), z.int()) }));

Deno.test("headBytes carries the state inline, or none", () => {
  const state = { m: new Map([["a", 1]]) };
  const inline = readHead(headBytes(rest, [], codec.encode(state)));
  assertEquals(inlineState(inline, codec, 1), state);
  const bare = readHead(headBytes(rest, [], undefined));
  assertEquals(bare, head as Head);
  assertEquals(inlineState(bare, codec, 1), undefined);
});

Deno.test("a head comes back with all that it names", () => {
  const full: Head = {
    ...head,
    snapshot: { seq: 1, name: "n", parts: 2, units: 9 },
    reminders: { 'lapse "晴"': 7 },
    steward: { node: "a", until: 8 },
    taken: { b: [3, 4] },
  };
  assertEquals(readHead(headBytes(headText(full), [], undefined)), full);
});

Deno.test("inlineState drops the state of another version", () => {
  const inline = readHead(headBytes(rest, [], codec.encode({ m: new Map() })));
  assertEquals(inlineState(inline, codec, 2), undefined);
});

Deno.test("entries that a head holds come back to the byte, whatever is in them", () => {
  fc.assert(
    fc.property(fc.array(fc.json(), { minLength: 1, maxLength: 4 }), (payloads) => {
      const recent = payloads.map((json, i) =>
        `{"seq":${i + 1},"events":${JSON.stringify(JSON.parse(json))}}`
      );
      const read = readHead(headBytes(rest, recent, "{}"));
      assertEquals(read.recent, recent);
      assertEquals(firstRecent(read), read.seq + 1 - recent.length);
    }),
    { seed: 20_261_123 },
  );
  const odd = `{"seq":1,"events":[["e",{"__proto__":1,"2":"晴\\ud800","1":-0.5e-7}]]}`;
  const stored = JSON.stringify(JSON.parse(odd));
  assertEquals(readHead(headBytes(rest, [stored], undefined)).recent, [stored]);
});

Deno.test("withTaken keeps the greatest number of each node", () => {
  const first = withTaken(undefined, "a", 3, 10);
  assertEquals(withTaken(withTaken(first, "b", 1, 11), "a", 4, 12), { a: [4, 12], b: [1, 11] });
});

Deno.test("withTaken forgets nobody because a clock jumped ahead", () => {
  const day = 86_400_000;
  const taken = withTaken(withTaken(undefined, "a", 7, 10), "b", 1, 10 + day);
  assertEquals(taken.a, [7, 10]);
});

Deno.test("withTaken keeps the latest nodes, however long ago, and all of the last minutes", () => {
  const day = 86_400_000;
  let taken = withTaken(undefined, "n0", 1, 0);
  for (let i = 1; i < 40; i++) taken = withTaken(taken, `n${i}`, 1, i);
  taken = withTaken(taken, "far", 1, day);
  // One more, after which forty old ones are too many.
  taken = withTaken(taken, "next", 1, day);
  assertEquals(Object.keys(taken).length, 33);
  assertEquals([taken.n39, taken.n9, taken.far], [[1, 39], [1, 9], [1, day]]);
  for (let i = 0; i < 40; i++) taken = withTaken(taken, `m${i}`, 1, day + i);
  assertEquals(Object.keys(taken).filter((name) => name.startsWith("m")).length, 40);
});

Deno.test("withTaken does not grow with every node there ever was", () => {
  let taken = withTaken(undefined, "n0", 1, 0);
  for (let i = 1; i <= 500; i++) taken = withTaken(taken, `n${i}`, 1, i * 60_000);
  assertEquals(Object.keys(taken).length <= 34, true);
  assertEquals(taken.n500, [1, 500 * 60_000]);
  assertEquals(taken.n0, undefined);
});
