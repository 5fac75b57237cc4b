/**
 * The way through the waiting room as requests of a load: each member enters, asks as often as it is
 * told to, and claims with the pass it got.
 */
import { claimWriter } from "../load/claims.ts";
import { Histogram } from "../load/histogram.ts";
import type { HttpResponse } from "../load/http_response.ts";
import type { Address } from "../load/sockets.ts";
import type { TokenList } from "../load/token_list.ts";

export interface RoomWalkOptions {
  readonly address: Address;
  /** `/api/sales/…` */
  readonly path: string;
  readonly tokens: TokenList;
  readonly seed: number;
}

type Step = "enter" | "ask" | "claim";

const STEPS: readonly Step[] = ["enter", "ask", "claim"];
/** Asked again after so long where no pause was named. */
const PAUSE_MS = 1_000;

export class RoomWalk {
  /** From the claim that was sent to its answer, without the wait before. */
  readonly claimLatency = new Histogram();
  /** By request: the index of its step. */
  readonly #steps: Uint8Array;
  readonly #sentAt: Float64Array;
  readonly #passes = new Map<number, Uint8Array>();
  readonly #tokens: TokenList;
  readonly #claim: ReturnType<typeof claimWriter>;
  readonly #enter: Uint8Array;
  readonly #ask: Uint8Array;
  readonly #encoder = new TextEncoder();

  constructor({ address, path, tokens, seed }: RoomWalkOptions) {
    this.#tokens = tokens;
    this.#steps = new Uint8Array(tokens.length);
    this.#sentAt = new Float64Array(tokens.length);
    this.#claim = claimWriter({ address, path: `${path}/claims`, tokens, seed });
    const host = `HTTP/1.1\r\nHost: ${address.hostname}:${address.port}\r\n`;
    const begin = (method: string, more = "") =>
      this.#encoder.encode(`${method} ${path}/queue ${host}${more}Authorization: Bearer `);
    this.#enter = begin("POST", "Content-Length: 0\r\n");
    this.#ask = begin("GET");
  }

  write(request: number, into: Uint8Array): number {
    const step = STEPS[this.#steps[request]!]!;
    if (step === "claim") {
      this.#sentAt[request] = performance.now();
      return this.#claim(request, into, this.#passes.get(request));
    }
    const head = step === "enter" ? this.#enter : this.#ask;
    into.set(head);
    const end = head.length + this.#tokens.copy(request, into, head.length);
    return end + this.#encoder.encodeInto("\r\n\r\n", into.subarray(end)).written;
  }

  /** True for the answer to a claim, or for one that nothing more can be done about. */
  take(request: number, { status, body }: HttpResponse): boolean | number {
    if (status === 503 || status === 429) return false;
    if (STEPS[this.#steps[request]!] === "claim") {
      if (status === 403) return this.#go(request, "enter", 0);
      this.claimLatency.record(performance.now() - this.#sentAt[request]!);
      this.#passes.delete(request);
      return true;
    }
    if (status !== 200 && status !== 201) return true;
    const { state, pass, pollAfterMs = PAUSE_MS } = JSON.parse(new TextDecoder().decode(body));
    if (state === "admitted" && pass !== undefined) {
      this.#passes.set(request, this.#encoder.encode(`\r\nAdmission-Pass: ${pass}`));
      return this.#go(request, "claim", 0);
    }
    return this.#go(request, state === "none" || state === "passed" ? "enter" : "ask", pollAfterMs);
  }

  #go(request: number, step: Step, pauseMs: number): number {
    this.#steps[request] = STEPS.indexOf(step);
    return pauseMs;
  }
}
