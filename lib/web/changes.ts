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

/**
 * Server-sent events, one `changed` for each entry that an actor commits; from when it is answered, so
 * that a page which looks once the stream stands has missed nothing. Where `followed` is asked for, it
 * is asked again after each: an order has a payment later.
 */
export async function changesOf(
  { system, addressLimits }: Pick<Platform, "system" | "addressLimits">,
  followed: readonly Followed[] | (() => Promise<readonly Followed[]>),
  { req: { headers }, info }: Asked,
): Promise<Response> {
  const stops: (() => void)[] = [];
  try {
    stops.push(addressLimits.enterViewer({ connection: info as Connection, headers }));
  } catch (error) {
    if (error instanceof Problem) return error.toResponse();
    throw error;
  }
  const encoder = new TextEncoder();
  let over = false;
  const end = () => {
    over = true;
    for (const stop of stops.splice(0)) stop();
  };
  let stream: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      stream = controller;
    },
    cancel: end,
  });
  const send = (text: string) => {
    if (!over) stream?.enqueue(encoder.encode(text));
  };
  const known = new Set<string>();
  const follow = async () => {
    for (const address of typeof followed === "function" ? await followed() : followed) {
      const name = `${address.kind} ${address.id}`;
      if (over || known.has(name)) continue;
      known.add(name);
      const stop = await system.follow(address as never, { entry: () => void changed(address) });
      if (over) stop();
      else stops.push(stop);
    }
  };
  const changed = async ({ kind }: Followed) => {
    try {
      // First what is new, so that nothing of it is missed after the page has looked.
      if (typeof followed === "function") await follow();
      send(`event: changed\ndata: ${kind}\n\n`);
    } catch {
      if (over) return;
      // The page connects again, and looks.
      end();
      stream?.close();
    }
  };
  try {
    await follow();
  } catch (error) {
    // Nobody cancels a stream that never began: its viewer would be counted for good.
    end();
    throw error;
  }
  send("retry: 3000\n\n");
  const timer = setInterval(() => send(": still here\n\n"), KEEP_ALIVE_MS);
  stops.push(() => clearInterval(timer));
  return new Response(body, {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
  });
}
