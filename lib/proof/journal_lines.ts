/** A journal's bytes, cut into lines. */

/**
 * Bytes of one line at most. An entry is one value of the store, 64 KiB there; whatever is many
 * times as long is no journal, and is not kept in memory.
 */
export const LONGEST_LINE_BYTES = 1024 * 1024;

export interface Line {
  /** From 1. */
  readonly number: number;
  /** Without the line end; valid until the next line is asked for. */
  readonly bytes: Uint8Array;
  /** Whether a line end followed. */
  readonly ended: boolean;
  /** It was longer than {@linkcode LONGEST_LINE_BYTES}; `bytes` is its beginning. */
  readonly cut: boolean;
}

/**
 * Where a journal comes from: its bytes in chunks of any size (a file's or response's stream), or its
 * lines as strings, or all of it as one string. A string in a sequence is a line, with or without
 * its line end.
 */
export type JournalSource =
  | string
  | Uint8Array
  | Iterable<string | Uint8Array>
  | AsyncIterable<string | Uint8Array>;

const encoder = new TextEncoder();

export async function* chunksOf(source: JournalSource): AsyncGenerator<Uint8Array> {
  if (typeof source === "string") return yield encoder.encode(source);
  if (source instanceof Uint8Array) return yield source;
  for await (const part of source) {
    if (typeof part !== "string") yield part;
    else yield encoder.encode(part.endsWith("\n") ? part : part + "\n");
  }
}

const LF = 10;

/** Cuts chunks at line ends. Hashes are over bytes, so nothing is decoded here. */
export class LineCutter {
  #parts: Uint8Array[] = [];
  #held = 0;
  #cut = false;
  #number = 0;

  /** Whether the line under way is already longer than a line may be. */
  get overlong(): boolean {
    return this.#cut;
  }

  /** The lines that end in `chunk`. */
  *push(chunk: Uint8Array): Generator<Line> {
    let start = 0;
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, start)) {
      yield this.#line(chunk.subarray(start, end), true);
      start = end + 1;
    }
    this.#hold(chunk.subarray(start));
  }

  /** What is left after the last line end. */
  *end(): Generator<Line> {
    if (this.#held > 0) yield this.#line(new Uint8Array(0), false);
  }

  #hold(rest: Uint8Array): void {
    if (rest.length === 0) return;
    const room = LONGEST_LINE_BYTES - this.#held;
    if (rest.length > room) this.#cut = true;
    // A copy: whoever gave the chunk may use its memory again.
    const kept = rest.slice(0, Math.max(0, room));
    if (kept.length > 0) this.#parts.push(kept);
    this.#held += kept.length;
  }

  #line(rest: Uint8Array, ended: boolean): Line {
    let bytes = rest;
    if (this.#held > 0 || rest.length > LONGEST_LINE_BYTES) {
      this.#hold(rest);
      bytes = joined(this.#parts, this.#held);
    }
    const line = { number: ++this.#number, bytes, ended, cut: this.#cut };
    this.#parts = [];
    this.#held = 0;
    this.#cut = false;
    return line;
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
