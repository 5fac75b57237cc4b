/**
 * The arithmetic of a draw: from a sealed secret, a beacon's randomness and a list of entrants to
 * the order of the entrants. `docs/proof.md` specifies it byte by byte.
 */
import { sha256 } from "@noble/hashes/sha2.js";

const utf8 = new TextEncoder();

/** SHA-256 of bytes given in hex, in hex. */
export const hashOfHex = (hex: string): string => sha256(Uint8Array.fromHex(hex)).toHex();

/** Names a list of entrants, whatever order they came in. */
export const listHash = (memberIds: Iterable<string>): string =>
  sha256(utf8.encode([...memberIds].sort().map((id) => `${id}\n`).join(""))).toHex();

/** Three times 32 bytes, in hex. */
export interface DrawSeed {
  readonly randomness: string;
  readonly secret: string;
  /** {@linkcode listHash} of the entrants. */
  readonly list: string;
}

/** A ticket's first 48 bits, which decide nearly always, as a number, and the whole of it. */
interface Ticket {
  readonly memberId: string;
  readonly leading: number;
  readonly bytes: Uint8Array;
}

/**
 * The entrants by their tickets, the lowest first. A ticket is the SHA-256 of the draw's key and the
 * member's id: it depends on no other entrant but through the key.
 */
export function drawOrder(memberIds: Iterable<string>, seed: DrawSeed): string[] {
  const key = keyOf(seed);
  const tickets: Ticket[] = [];
  for (const memberId of memberIds) {
    const bytes = ticketBytes(key, memberId);
    let leading = 0;
    for (let i = 0; i < 6; i++) leading = leading * 256 + bytes[i]!;
    tickets.push({ memberId, leading, bytes });
  }
  return tickets.sort(byTicket).map(({ memberId }) => memberId);
}

/** Places by member: kept beside an order, which never changes, and no part of it. */
const placesIn = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

/** The entrant's place in the order, from 1; 0 for who is not in it. All of them ask at one time. */
export function placeIn(order: readonly string[], memberId: string): number {
  let places = placesIn.get(order);
  if (!places) placesIn.set(order, places = new Map(order.map((one, i) => [one, i + 1])));
  return places.get(memberId) ?? 0;
}

/** The member's ticket, in hex. */
export const ticketOf = (memberId: string, seed: DrawSeed): string =>
  ticketBytes(keyOf(seed), memberId).toHex();

const keyOf = ({ randomness, secret, list }: DrawSeed): Uint8Array =>
  sha256(Uint8Array.fromHex(randomness + secret + list));

function ticketBytes(key: Uint8Array, memberId: string): Uint8Array {
  const id = utf8.encode(memberId);
  const text = new Uint8Array(key.length + id.length);
  text.set(key);
  text.set(id, key.length);
  return sha256(text);
}

function byTicket(a: Ticket, b: Ticket): number {
  if (a.leading !== b.leading) return a.leading - b.leading;
  for (let i = 6; i < a.bytes.length; i++) {
    if (a.bytes[i] !== b.bytes[i]) return a.bytes[i]! - b.bytes[i]!;
  }
  return 0;
}
