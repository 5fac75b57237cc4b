import { coupons } from "../../actors/members/coupons.ts";
import { garage } from "../../actors/members/garage.ts";
import { inbox } from "../../actors/members/inbox.ts";
import { points } from "../../actors/members/points.ts";
import { privacy } from "../../actors/members/privacy.ts";
import type { Connection } from "../../lib/http/client_address.ts";
import { Problem } from "../../lib/http/problem.ts";
import { define } from "../../lib/web/define.ts";

const KEEP_ALIVE_MS = 25_000;

/** Tells that something of the member's has changed; what it is now, the page itself says. */
export const handler = define.handlers({
  GET({ state, req, info }) {
    const { platform: { system, addressLimits }, who } = state;
    const { memberId } = who!;
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
    const followed = [
      points(memberId),
      inbox(memberId),
      garage(memberId),
      privacy(memberId),
      coupons(memberId),
    ];
    const body = new ReadableStream<Uint8Array>({
      async start(stream) {
        const send = (text: string) => {
          if (!over) stream.enqueue(encoder.encode(text));
        };
        for (const address of followed) {
          const stop = await system.follow(address as never, {
            entry: () => send(`event: changed\ndata: ${address.kind}\n\n`),
          });
          if (over) stop();
          else stops.push(stop);
        }
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
