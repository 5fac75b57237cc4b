/** A draw for tests: announced, closed, drawn by a beacon of its own, and handed over. */
import { signerOf } from "../adapters/randomness/signature.ts";
import type { TestEntry, TestEvent } from "./_testing.ts";
import { listHash, orderOf } from "./draw_order.ts";
import { sha256 } from "./journal_chain.ts";

export const DRAWS_AT = 1_800_000_000_000;
export const SECRET = "5e".repeat(32);
export const ROUND = 33_333_345;
export const signer = signerOf(new Uint8Array(32).fill(9));
export const beacon = {
  chain: "ab".repeat(32),
  scheme: "bls-unchained-g1-rfc9380",
  publicKey: signer.publicKey,
  genesisMs: 1_700_000_000_000,
  periodMs: 3_000,
};
export const hashOf = (hex: string) => sha256(Uint8Array.fromHex(hex));
const plan = { drawsAt: DRAWS_AT, commitment: hashOf(SECRET), beacon, round: ROUND };
export const revealed = { ...signer.sign(ROUND), secret: SECRET };
export const MEMBERS = ["m-ann", "m-bo", "m-cy", "m-dee", "m-eve", "m-fay"];

export const scheduled = (changes: Partial<typeof plan> = {}): TestEvent => [
  "scheduled",
  { ...plan, ...changes },
];
export const registered = (memberId: string, number: number): TestEvent => [
  "registered",
  { memberId, number },
];
export const closed = (ids: readonly string[]): TestEvent => [
  "closed",
  { entrants: ids.length, list: listHash(ids) },
];
export const ordered = (from: number, entrants: readonly string[]): TestEvent => [
  "ordered",
  { from, entrants },
];

/** A whole draw, an entry for each step; the last member has withdrawn. */
export function whole(ids: readonly string[] = MEMBERS): TestEntry[] {
  const stay = ids.slice(0, -1);
  const order = orderOf(stay, { ...revealed, list: listHash(stay) });
  const half = order.length >> 1;
  return [
    { at: DRAWS_AT - 9_000, events: [scheduled()] },
    { at: DRAWS_AT - 8_000, events: ids.map((id, i) => registered(id, i + 1)) },
    {
      at: DRAWS_AT - 1,
      events: [["withdrawn", { memberId: ids.at(-1), number: ids.length }]],
    },
    { at: DRAWS_AT, events: [closed(stay)] },
    { at: DRAWS_AT + 30_000, events: [["round_asked", { round: ROUND }]] },
    { at: DRAWS_AT + 31_000, events: [["drawn", revealed]] },
    { at: DRAWS_AT + 31_000, events: [ordered(0, order.slice(0, half))] },
    { at: DRAWS_AT + 31_500, events: [ordered(half, order.slice(half))] },
    { at: DRAWS_AT + 31_600, events: [["handed_over", { entrants: order.length }]] },
  ];
}
