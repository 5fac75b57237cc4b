import { calendar } from "../../../actors/appointments/calendar.ts";
import { dealerById } from "../../../lib/dealers/dealers.ts";
import type { Connection } from "../../../lib/http/client_address.ts";
import { Problem } from "../../../lib/http/problem.ts";
import { define } from "../../../lib/web/define.ts";

const KEEP_ALIVE_MS = 25_000;

/** Tells that a dealer's calendar has changed; how it is now, the page itself says. */
export const handler = define.handlers({
  GET({ state, req, info, url }) {
    const { platform, may } = state;
    const { system, addressLimits } = platform;
    const dealer = dealerById(url.searchParams.get("dealer") ?? "");
    if (!dealer) return new Problem("unknown_dealer").toResponse();
    if (!may("day.see", dealer.id)) return new Problem("dealer_not_yours").toResponse();
    const stops: (() => void)[] = [];
    try {
      const from = { connection: info as unknown as Connection, headers: req.headers };
      stops.push(addressLimits.enterViewer(from));
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
        const stop = await system.follow(calendar(dealer.id), {
          entry: () => send("event: changed\ndata: calendar\n\n"),
        });
        if (over) return stop();
        stops.push(stop);
        send("retry: 3000\n\n");
        timer = setInterval(() => send(": still here\n\n"), KEEP_ALIVE_MS);
      },
      cancel: end,
    });
    return new Response(body, {
      headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
    });
  },
});
