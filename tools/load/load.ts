/** Puts numbered requests on a server over kept-alive HTTP/1.1 connections. */
import type { Arrivals } from "./arrivals.ts";
import { Histogram } from "./histogram.ts";
import { type HttpResponse, ProtocolError, ResponseReader } from "./http_response.ts";
import { type Address, openSockets, type SocketEvents, type Sockets } from "./sockets.ts";

export interface LoadOptions {
  readonly address: Address;
  /** Requests in all, numbered from 0. */
  readonly count: number;
  readonly connections: number;
  /** Requests under way on one connection at most. */
  readonly pipeline?: number;
  /** When each request is due; without it each connection sends as soon as it is answered. */
  readonly arrivals?: Arrivals;
  /** After so long without an answer the request is sent again on a new connection. */
  readonly answerTimeoutMs?: number;
  /** After so long without any answer at all the load ends with an error. */
  readonly giveUpMs?: number;
  /** Writes the bytes of a request to the start of `into` and returns their number. */
  write(request: number, into: Uint8Array): number;
  /** Takes an answer; true when it is final, false to ask again later, or in how many milliseconds. */
  answered(request: number, response: HttpResponse): boolean | number;
  /** Called about once a second. */
  progress?(answered: number): void;
  /** How connections are opened, where the quickest way is not wanted. */
  open?(address: Address, events: SocketEvents): Sockets;
}

export interface LoadResult {
  /** From the first request sent to the last final answer. */
  readonly seconds: number;
  /** From when a request was due (else first sent) to its final answer, all repeats included. */
  readonly latency: Histogram;
  /** Answers that asked to come again. */
  readonly putOff: number;
  /** Requests repeated because their connection broke or answered nothing in time. */
  readonly broken: number;
}

const REQUEST_BYTES_MAX = 16 * 1024;
const RETRY_MS = 50;
const RECONNECT_MS = 100;
/** Longer pauses than this are rounded up to whole multiples, so that there are few lengths. */
const PAUSE_STEP_MS = 500;
const GATHER_MS = 0.5;
/** Below so many requests under way a pile-up would only add latency. */
const GATHER_FROM = 64;
const CHECK_EVERY_MS = 1_000;

export async function putLoad(options: LoadOptions): Promise<LoadResult> {
  return await new Load(options).run();
}

class Connection {
  status: "down" | "connecting" | "open" = "down";
  reader: ResponseReader;
  /** Requests under way, oldest first, and when each was sent. */
  readonly requests: number[] = [];
  readonly sentAt: number[] = [];

  constructor(readonly respond: (response: HttpResponse) => void) {
    this.reader = new ResponseReader(respond);
  }
}

interface Repeat {
  readonly request: number;
  readonly notBefore: number;
}

class Load implements SocketEvents {
  readonly #options: LoadOptions;
  readonly #depth: number;
  readonly #sockets: Sockets;
  readonly #connections: Connection[];
  readonly #latency = new Histogram();
  readonly #bytes = new Uint8Array(REQUEST_BYTES_MAX);
  readonly #dueAt: Float64Array;
  /** By the length of the pause: those of one length stand in the order in which they are due. */
  readonly #repeats = new Map<number, Repeat[]>();
  #repeating = 0;
  readonly #reconnects: { connection: number; notBefore: number }[] = [];
  #next = 0;
  #answered = 0;
  #underWay = 0;
  #putOff = 0;
  #broken = 0;
  #startedAt = 0;
  #lastAnswerAt = 0;
  #now = 0;

  constructor(options: LoadOptions) {
    this.#options = options;
    this.#depth = options.pipeline ?? 1;
    this.#dueAt = new Float64Array(options.count).fill(NaN);
    const connections = Math.min(options.connections, options.count);
    this.#connections = Array.from(
      { length: connections },
      (_, i) => new Connection((response) => this.#answer(i, response)),
    );
    this.#sockets = (options.open ?? openSockets)(options.address, this);
  }

  async run(): Promise<LoadResult> {
    this.#now = this.#startedAt = this.#lastAnswerAt = performance.now();
    for (let i = 0; i < this.#connections.length; i++) this.#connect(i);
    let checkAt = this.#now + CHECK_EVERY_MS;
    try {
      while (this.#answered < this.#options.count) {
        const waiting = this.#sockets.wait(this.#idleMs(), this.#gatherMs());
        if (waiting) await waiting;
        this.#now = performance.now();
        if (this.#now >= checkAt) {
          checkAt = this.#now + CHECK_EVERY_MS;
          this.#check();
        }
        this.#reconnect();
        this.#fill();
      }
    } finally {
      this.#sockets.end();
    }
    return {
      seconds: (this.#lastAnswerAt - this.#startedAt) / 1000,
      latency: this.#latency,
      putOff: this.#putOff,
      broken: this.#broken,
    };
  }

  opened(connection: number): void {
    this.#connections[connection]!.status = "open";
    this.#send(connection);
  }

  received(connection: number, bytes: Uint8Array): void {
    try {
      this.#connections[connection]!.reader.read(bytes);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#drop(connection);
      return;
    }
    this.#send(connection);
  }

  closed(connection: number): void {
    this.#connections[connection]!.reader.end();
    this.#abandon(connection);
  }

  #answer(connection: number, response: HttpResponse): void {
    const slot = this.#connections[connection]!;
    const request = slot.requests.shift();
    slot.sentAt.shift();
    if (request === undefined) throw new ProtocolError("read a response: nothing was asked");
    this.#underWay -= 1;
    const now = performance.now();
    this.#lastAnswerAt = now;
    const final = this.#options.answered(request, response);
    if (final === true) {
      this.#answered += 1;
      this.#latency.record(now - this.#dueAt[request]!);
    } else if (final === false) {
      this.#putOff += 1;
      const { retryAfterSeconds } = response;
      this.#repeat(request, retryAfterSeconds === undefined ? RETRY_MS : retryAfterSeconds * 1000);
    } else this.#repeat(request, final);
    if (response.last) this.#drop(connection);
  }

  /** Sends on this connection as much as may be under way there; false when nothing is due. */
  #send(connection: number): boolean {
    const slot = this.#connections[connection]!;
    while (slot.status === "open" && slot.requests.length < this.#depth) {
      const now = performance.now();
      const request = this.#take(now);
      if (request === undefined) return false;
      const length = this.#options.write(request, this.#bytes);
      slot.requests.push(request);
      slot.sentAt.push(now);
      this.#underWay += 1;
      this.#sockets.send(connection, this.#bytes.subarray(0, length));
    }
    return true;
  }

  #repeat(request: number, pauseMs: number): void {
    const pause = pauseMs <= PAUSE_STEP_MS
      ? pauseMs
      : Math.ceil(pauseMs / PAUSE_STEP_MS) * PAUSE_STEP_MS;
    const alike = this.#repeats.get(pause) ?? [];
    this.#repeats.set(pause, alike);
    alike.push({ request, notBefore: performance.now() + pause });
    this.#repeating += 1;
  }

  #take(now: number): number | undefined {
    for (const alike of this.#repeats.values()) {
      if (alike.length === 0 || alike[0]!.notBefore > now) continue;
      this.#repeating -= 1;
      return alike.shift()!.request;
    }
    if (this.#next === this.#options.count) return undefined;
    const { arrivals } = this.#options;
    const dueAt = arrivals ? this.#startedAt + arrivals(this.#next) : now;
    if (dueAt > now) return undefined;
    this.#dueAt[this.#next] = dueAt;
    return this.#next++;
  }

  /** Puts requests that have become due on connections that have nothing to do. */
  #fill(): void {
    if (!this.#options.arrivals && this.#repeating === 0) return;
    for (let i = 0; i < this.#connections.length; i++) if (!this.#send(i)) return;
  }

  #idleMs(): number {
    return this.#options.arrivals || this.#repeating > 0 ? 1 : 10;
  }

  #gatherMs(): number {
    return this.#underWay >= GATHER_FROM ? GATHER_MS : 0;
  }

  /** Closes the connection from this side and opens it again. */
  #drop(connection: number): void {
    this.#sockets.close(connection);
    this.#abandon(connection);
  }

  #abandon(connection: number): void {
    const slot = this.#connections[connection]!;
    if (slot.status === "down") return;
    const now = performance.now();
    for (const request of slot.requests) {
      this.#broken += 1;
      this.#repeat(request, RETRY_MS);
    }
    this.#underWay -= slot.requests.length;
    slot.requests.length = slot.sentAt.length = 0;
    slot.reader = new ResponseReader(slot.respond);
    const notBefore = slot.status === "open" ? now : now + RECONNECT_MS;
    slot.status = "down";
    this.#reconnects.push({ connection, notBefore });
  }

  #connect(connection: number): void {
    this.#connections[connection]!.status = "connecting";
    this.#sockets.connect(connection);
  }

  #reconnect(): void {
    while (this.#reconnects[0] && this.#reconnects[0].notBefore <= this.#now) {
      this.#connect(this.#reconnects.shift()!.connection);
    }
  }

  /** Tells a silent server from connections that cannot be made, and from a load that has come to rest. */
  get #standing(): string {
    const open = this.#connections.filter(({ status }) => status === "open").length;
    return `${this.#answered} of ${this.#options.count} requests answered, ${this.#underWay} under ` +
      `way, ${this.#repeating} to be repeated, ${open} of ${this.#connections.length} ` +
      `connections open, ${this.#broken} times broken, ${this.#putOff} times put off`;
  }

  #check(): void {
    const { answerTimeoutMs = 30_000, giveUpMs = 60_000, address, progress } = this.#options;
    if (this.#now - this.#lastAnswerAt > giveUpMs) {
      throw new Error(
        `put load on ${address.hostname}:${address.port}: no answer for ${giveUpMs} ms, with ` +
          this.#standing,
      );
    }
    this.#connections.forEach(({ sentAt: [oldest] }, connection) => {
      if (oldest !== undefined && this.#now - oldest > answerTimeoutMs) this.#drop(connection);
    });
    progress?.(this.#answered);
  }
}
