const LINE_FEED = 0x0a;

/** Hundreds of thousands of tokens, kept as the bytes that requests are made of. */
export class TokenList {
  readonly #bytes: Uint8Array;
  /** Where each token starts; one more entry tells where the next would. */
  readonly #starts: Uint32Array;

  private constructor(bytes: Uint8Array, starts: Uint32Array) {
    this.#bytes = bytes;
    this.#starts = starts;
  }

  /** Reads one token a line, the last with or without a line feed. */
  static async read(lines: ReadableStream<Uint8Array>): Promise<TokenList> {
    const text = new Uint8Array(
      await new Response(lines as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer(),
    );
    let bytes = text;
    if (text.length > 0 && text[text.length - 1] !== LINE_FEED) {
      bytes = new Uint8Array(text.length + 1);
      bytes.set(text);
      bytes[text.length] = LINE_FEED;
    }
    const starts = [0];
    for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) {
      starts.push(at + 1);
    }
    return new TokenList(bytes, Uint32Array.from(starts));
  }

  get length(): number {
    return this.#starts.length - 1;
  }

  /** Copies a token to `into` from `at` on; returns its length. */
  copy(index: number, into: Uint8Array, at: number): number {
    const start = this.#starts[index]!, end = this.#starts[index + 1]! - 1;
    for (let i = start, to = at; i < end; i++, to++) into[to] = this.#bytes[i]!;
    return end - start;
  }

  /** A token as text. */
  at(index: number): string {
    const start = this.#starts[index]!, end = this.#starts[index + 1]! - 1;
    return new TextDecoder().decode(this.#bytes.subarray(start, end));
  }
}
