/**
 * Holds live viewers of a sale, in a process of its own: `viewers.ts URL PATH COUNT`. Prints `ready`
 * when all have the sale's state. Then reads one line from stdin, a JSON array with the time at
 * which each claim was sent, and prints how long the viewers waited to see them.
 */
import { Histogram } from "../tools/load/histogram.ts";
import { addressOf, openSockets, type Sockets } from "../tools/load/sockets.ts";

export interface Seen {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Pairs of a claim and a viewer who never saw it. */
  readonly missing: number;
  /** How old the state was, by the server's clock, when it reached a viewer. */
  readonly ageP50Ms: number;
  readonly ageP99Ms: number;
  /** Updates that reached a viewer. */
  readonly updates: number;
}

/** More at a time would overflow the queue of connections that wait to be accepted. */
const CONNECTING_MAX = 64;
/** A claim may take so long to reach the last viewer. */
const SETTLE_MS = 3_000;
const CLAIMS_MAX = 1_000;

const MARK = new TextEncoder().encode('"participants":');
const MADE_AT = new TextEncoder().encode('"now":');

/** Epoch milliseconds with a fraction, comparable between processes of one machine. */
export function preciseNow(): number {
  return performance.timeOrigin + performance.now();
}

/** The participants in the last whole frame of the bytes, or -1. */
export const lastParticipants = (bytes: Uint8Array): number => lastNumber(bytes, MARK);

/** The last whole number that stands behind `mark`, or -1. */
function lastNumber(bytes: Uint8Array, mark: Uint8Array): number {
  for (let at = bytes.length - mark.length - 1; at >= 0; at--) {
    if (!mark.every((byte, i) => bytes[at + i] === byte)) continue;
    let number = 0;
    for (let i = at + mark.length; i < bytes.length; i++) {
      const digit = bytes[i]! - 0x30;
      if (digit < 0 || digit > 9) return number;
      number = number * 10 + digit;
    }
  }
  return -1;
}

class Viewers {
  /** When each viewer saw each number of participants first: rows of viewers. */
  readonly #seenAt: Float64Array;
  readonly #participants: Int32Array;
  readonly #tails: (Uint8Array | undefined)[] = [];
  readonly #request: Uint8Array;
  readonly #count: number;
  readonly #ages = new Histogram();
  #updates = 0;
  readonly #sockets: Sockets;
  #next = 0;
  #connecting = 0;
  #ready = 0;

  constructor(
    address: Deno.NetAddr | { hostname: string; port: number },
    path: string,
    count: number,
  ) {
    this.#count = count;
    this.#seenAt = new Float64Array(count * CLAIMS_MAX);
    this.#participants = new Int32Array(count).fill(-1);
    this.#request = new TextEncoder().encode(
      `GET ${path} HTTP/1.1\r\nHost: ${address.hostname}:${address.port}\r\n` +
        "Accept: text/event-stream\r\n\r\n",
    );
    this.#sockets = openSockets(address, {
      opened: (viewer) => this.#sockets.send(viewer, this.#request),
      received: (viewer, bytes) => this.#received(viewer, bytes),
      closed: (viewer) => {
        throw new Error(`hold viewer ${viewer}: the server closed the stream`);
      },
    });
  }

  get ready(): boolean {
    return this.#ready === this.#count;
  }

  async turn(): Promise<void> {
    while (this.#next < this.#count && this.#connecting < CONNECTING_MAX) {
      this.#connecting += 1;
      this.#sockets.connect(this.#next++);
    }
    await this.#sockets.wait(10);
  }

  #received(viewer: number, bytes: Uint8Array): void {
    const now = preciseNow();
    const tail = this.#tails[viewer];
    const all = tail ? Uint8Array.of(...tail, ...bytes) : bytes;
    const participants = lastParticipants(all);
    this.#tails[viewer] = participants < 0 ? all.slice(-2_000) : undefined;
    const before = this.#participants[viewer]!;
    if (participants <= before) return;
    if (before >= 0) {
      this.#updates++;
      this.#ages.record(Math.max(0, now - lastNumber(all, MADE_AT)));
    }
    if (before < 0) {
      this.#ready += 1;
      this.#connecting -= 1;
    }
    const upTo = Math.min(participants, CLAIMS_MAX - 1);
    for (let claim = Math.max(before, 0) + 1; claim <= upTo; claim++) {
      this.#seenAt[viewer * CLAIMS_MAX + claim] = now;
    }
    this.#participants[viewer] = participants;
  }

  /** Claim number n (from 1) was sent at `sentAt[n - 1]`. */
  seen(sentAt: readonly number[]): Seen {
    const delays = new Histogram();
    let missing = 0;
    for (let viewer = 0; viewer < this.#count; viewer++) {
      sentAt.forEach((sent, i) => {
        const seenAt = this.#seenAt[viewer * CLAIMS_MAX + i + 1]!;
        if (seenAt === 0) missing += 1;
        else delays.record(seenAt - sent);
      });
    }
    return {
      p50Ms: delays.quantileMs(0.5),
      p99Ms: delays.quantileMs(0.99),
      maxMs: delays.maxMs,
      missing,
      ageP50Ms: this.#ages.quantileMs(0.5),
      ageP99Ms: this.#ages.quantileMs(0.99),
      updates: this.#updates,
    };
  }
}

async function main(url: string, path: string, count: number): Promise<void> {
  const viewers = new Viewers(await addressOf(url), path, count);
  while (!viewers.ready) await viewers.turn();
  console.log("ready");
  let sentAt: number[] | undefined;
  void new Response(Deno.stdin.readable).text().then((line) => sentAt = JSON.parse(line));
  while (!sentAt) await viewers.turn();
  const settledAt = performance.now() + SETTLE_MS;
  while (performance.now() < settledAt) await viewers.turn();
  console.log(JSON.stringify(viewers.seen(sentAt)));
  Deno.exit(0);
}

if (import.meta.main) {
  const [url, path, count] = Deno.args;
  await main(url!, path!, Number(count));
}
