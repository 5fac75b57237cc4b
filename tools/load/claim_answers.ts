import type { HttpResponse } from "./http_response.ts";

/** What a member was told in the end. */
export type ClaimAnswer =
  | { readonly outcome: "allocated" | "already"; readonly number: number }
  | { readonly outcome: "sold_out"; readonly place: number }
  | { readonly outcome: "refused"; readonly code: string };

const BYTES_AT_FIRST = 1 << 20;

/**
 * Keeps the answers as they came, in one buffer, and reads them afterwards: parsing them on the way
 * would take time from the server that shares the machine.
 */
export class ClaimAnswers {
  #bytes = new Uint8Array(BYTES_AT_FIRST);
  #length = 0;
  readonly #starts: Float64Array;
  readonly #lengths: Uint32Array;
  readonly #statuses: Uint16Array;
  /** Cars that were given out, as the answers so far tell. */
  allocated = 0;

  constructor(count: number) {
    this.#starts = new Float64Array(count);
    this.#lengths = new Uint32Array(count);
    this.#statuses = new Uint16Array(count);
  }

  /** Keeps a final answer; false where the server asks to come again. */
  take(request: number, { status, body }: HttpResponse): boolean {
    if (status === 503) return false;
    if (status === 201) this.allocated += 1;
    if (this.#length + body.length > this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#bytes.length + body.length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes.set(body, this.#length);
    this.#starts[request] = this.#length;
    this.#lengths[request] = body.length;
    this.#statuses[request] = status;
    this.#length += body.length;
    return true;
  }

  /** A member's answer; undefined where none has come. */
  at(request: number): ClaimAnswer | undefined {
    const status = this.#statuses[request]!;
    if (status === 0) return undefined;
    const start = this.#starts[request]!;
    const bytes = this.#bytes.subarray(start, start + this.#lengths[request]!);
    return readAnswer(status, new TextDecoder().decode(bytes));
  }
}

function readAnswer(status: number, text: string): ClaimAnswer {
  let body: { outcome?: unknown; number?: unknown; place?: unknown; code?: unknown };
  try {
    body = JSON.parse(text) ?? {};
  } catch {
    body = {};
  }
  const { outcome, number, place, code } = body;
  if (status === 200 || status === 201) {
    if ((outcome === "allocated" || outcome === "already") && Number.isInteger(number)) {
      return { outcome, number: Number(number) };
    }
    if (outcome === "sold_out" && Number.isInteger(place)) return { outcome, place: Number(place) };
  }
  return { outcome: "refused", code: `${status} ${code ?? text.slice(0, 60)}` };
}
