/**
 * A stream of server-sent events that stays. A browser connects again by itself only when the
 * connection broke; an answer other than 200, such as a proxy's 502 while a server starts anew or a 503
 * of a busy one, ends its EventSource for good. Then another is opened, later each time, and not by
 * everybody at one moment.
 */
export interface StreamListener {
  /** By the name of the event, with what its JSON says. */
  // deno-lint-ignore no-explicit-any -- what an event carries is between the server and its listener
  readonly on: Readonly<Record<string, (said: any) => void>>;
  /** Whether the stream stands. */
  readonly online?: (online: boolean) => void;
  /** The server has answered something else than a stream; another try follows. */
  readonly refused?: () => void;
}

const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;
/** `EventSource.CLOSED`. */
const CLOSED = 2;

/** Returns what ends it. */
export function keepStream(
  url: string,
  { on, online, refused }: StreamListener,
  open: (url: string) => EventSource = (url) => new EventSource(url),
): () => void {
  let stream: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pauseMs = FIRST_MS;
  const begin = () => {
    stream = open(url);
    stream.addEventListener("open", () => {
      pauseMs = FIRST_MS;
      online?.(true);
    });
    stream.addEventListener("error", () => {
      online?.(false);
      if (stream.readyState !== CLOSED) return;
      refused?.();
      timer = setTimeout(begin, pauseMs * (0.5 + Math.random()));
      pauseMs = Math.min(LONGEST_MS, 2 * pauseMs);
    });
    for (const [name, take] of Object.entries(on)) {
      stream.addEventListener(name, (event) => take(JSON.parse((event as MessageEvent).data)));
    }
  };
  begin();
  return () => {
    clearTimeout(timer);
    stream.close();
  };
}
