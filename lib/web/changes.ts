/** A stream that tells that something has changed; what it is now, the page itself says. */
import type { Connection } from "../http/client_address.ts";
import { Problem } from "../http/problem.ts";
import type { Platform } from "../platform.ts";

const KEEP_ALIVE_MS = 25_000;

interface Followed {
  readonly kind: string;
  readonly id: string;
}

/** What a route is given: the request, and what the server knows of its connection. */
interface Asked {
  readonly req: Request;
  readonly info: unknown;
}

/** Server-sent events, one `changed` for each entry that an actor commits. */
export function changesOf(
  { system, addressLimits }: Pick<Platform, "system" | "addressLimits">,
  followed: readonly Followed[],
  { req: { headers }, info }: Asked,
): Response {
  const stops: (() => void)[] = [];
  try {
    stops.push(addressLimits.enterViewer({ connection: info as Connection, headers }));
  } catch (error) {
    if (error instanceof Problem) return error.toResponse();
    throw error;
  }
  const encoder = new TextEncoder();
  let timer: ReturnType<typeof setInterval> | undefined;
  let over = false;
  const end = () => {
    over = true;
    clearInterval(timer);
    for (const stop of stops.splice(0)) stop();
  };
  const body = new ReadableStream<Uint8Array>({
    async start(stream) {
      const send = (text: string) => {
        if (!over) stream.enqueue(encoder.encode(text));
      };
      try {
        for (const address of followed) {
          const stop = await system.follow(address as never, {
            entry: () => send(`event: changed\ndata: ${address.kind}\n\n`),
          });
          if (over) stop();
          else stops.push(stop);
        }
      } catch (error) {
        // Nobody cancels a stream that never began: its viewer would be counted for good.
        end();
        throw error;
      }
      // Who has gone meanwhile would leave a timer behind that nobody stops.
      if (over) return;
      send("retry: 3000\n\n");
      timer = setInterval(() => send(": still here\n\n"), KEEP_ALIVE_MS);
    },
    cancel: end,
  });
  return new Response(body, {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
  });
}
