/** Types of `k6/x/sse`: `sse.go` beside this file, and the public extension of that name. */
export interface Event {
  /** The last id that the stream gave, with this event or before. */
  readonly id: string;
  /** `message` where the stream gives none. */
  readonly name: string;
  readonly data: string;
}

export interface Client {
  on(what: "open", handler: () => void): void;
  on(what: "event", handler: (event: Event) => void): void;
  /** There is no stream, it broke, or its time was over. */
  on(what: "error", handler: (error: { error(): string }) => void): void;
  /** Ends the stream; no handler is called any more. */
  close(): void;
}

export interface Params {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** How long the stream may last: milliseconds, or a text such as `30s`. */
  readonly timeout?: number | string;
}

export interface Response {
  readonly url: string;
  /** 0 where there was no answer. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Why there was no stream, or what cut it off; empty where it ended or was closed. */
  readonly error: string;
}

/** Holds a stream until it is closed, it ends, or the iteration does. Each event counts in `sse_event`. */
export function open(
  url: string,
  params: Params | null,
  listen: (client: Client) => void,
): Response;

declare const sse: { readonly open: typeof open };
export default sse;
