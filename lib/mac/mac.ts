/** HMAC-SHA-256 (RFC 2104) of short messages, for where one is checked with every request. */
import { _SHA256 } from "@noble/hashes/sha2.js";

const BLOCK_BYTES = 64;
const LENGTH_BYTES = 8;
const PADDED = 0x80;
const INNER = 0x36;
const OUTER = 0x5c;
const STATE_WORDS = 8;
const DIGEST_BYTES = 4 * STATE_WORDS;

/** Where messages of up to `mostBytes` are put to be signed, from the first byte on. */
export const roomFor = (mostBytes: number): Uint8Array<ArrayBuffer> =>
  new Uint8Array(paddedBytes(mostBytes));

/**
 * The library's compression function on buffers that stay: its own `hmac` copies two hash objects
 * and fills their buffers for each message, which takes as long as the hashing.
 *
 * @example
 * ```ts
 * import { Mac, roomFor } from "./mac.ts";
 * const room = roomFor(100);
 * const mac = new Mac(new TextEncoder().encode("a secret"), room);
 * const { written } = new TextEncoder().encodeInto("a message", room);
 * if (mac.sign(written)[0] !== 0xe3) throw new Error("never");
 * ```
 */
export class Mac extends _SHA256 {
  readonly #room: Uint8Array;
  readonly #blocks: DataView;
  readonly #last = new Uint8Array(BLOCK_BYTES);
  readonly #lastView = new DataView(this.#last.buffer);
  readonly #digest = this.#last.subarray(0, DIGEST_BYTES);
  readonly #inner: Int32Array;
  readonly #outer: Int32Array;

  /** @param room of `roomFor`: one serves several keys, for which a message is then put there once. */
  constructor(key: Uint8Array, room: Uint8Array<ArrayBuffer>) {
    super();
    const fresh = this.#state();
    this.#room = room;
    this.#blocks = new DataView(room.buffer);
    const short = key.length > BLOCK_BYTES ? new _SHA256().update(key).digest() : key;
    this.#inner = this.#startedWith(fresh, short, INNER);
    this.#outer = this.#startedWith(fresh, short, OUTER);
    this.#last[DIGEST_BYTES] = PADDED;
    this.#lastView.setUint32(BLOCK_BYTES - 4, 8 * (BLOCK_BYTES + DIGEST_BYTES));
  }

  /** The MAC of the first `length` bytes of the room: 32 bytes that the next call overwrites. */
  sign(length: number): Uint8Array {
    const room = this.#room;
    const end = paddedBytes(length);
    room[length] = PADDED;
    room.fill(0, length + 1, end);
    this.#blocks.setUint32(end - 4, 8 * (BLOCK_BYTES + length));
    this.#resume(this.#inner);
    for (let offset = 0; offset < end; offset += BLOCK_BYTES) this.process(this.#blocks, offset);
    this.#writeState();
    this.#resume(this.#outer);
    this.process(this.#lastView, 0);
    this.#writeState();
    return this.#digest;
  }

  /** What the hash stands at once it has taken in the key, which it does the same way each time. */
  #startedWith(fresh: Int32Array, key: Uint8Array, pad: number): Int32Array {
    const block = new Uint8Array(BLOCK_BYTES).fill(pad);
    key.forEach((byte, i) => block[i] = byte ^ pad);
    this.#resume(fresh);
    this.process(new DataView(block.buffer), 0);
    return this.#state();
  }

  #state(): Int32Array {
    return Int32Array.of(this.A, this.B, this.C, this.D, this.E, this.F, this.G, this.H);
  }

  #resume(s: Int32Array): void {
    this.set(s[0]!, s[1]!, s[2]!, s[3]!, s[4]!, s[5]!, s[6]!, s[7]!);
  }

  #writeState(): void {
    const view = this.#lastView;
    view.setInt32(0, this.A);
    view.setInt32(4, this.B);
    view.setInt32(8, this.C);
    view.setInt32(12, this.D);
    view.setInt32(16, this.E);
    view.setInt32(20, this.F);
    view.setInt32(24, this.G);
    view.setInt32(28, this.H);
  }
}

/** A message with its padding: whole blocks that end with its length. */
const paddedBytes = (length: number): number =>
  BLOCK_BYTES * Math.ceil((length + 1 + LENGTH_BYTES) / BLOCK_BYTES);
