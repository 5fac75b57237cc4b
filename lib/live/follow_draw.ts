/** What a page does at the moments of a draw, none of which needs to be asked for before it comes. */
import type { DrawShown, OwnDraw } from "./draw_view.ts";

/** So long after the round the first ask; the others spread out, and come again as late. */
const ASK_AFTER_MS = 2_000;
const ASK_SPREAD_MS = 6_000;
/** A longer wait than browsers count: nobody keeps a page open for so long. */
const LONGEST_MS = 2 ** 31 - 1;

interface Following {
  readonly draw: DrawShown;
  /** The server's clock when the page was made, and the browser's own then. */
  readonly now: number;
  readonly ask: () => Promise<OwnDraw | undefined>;
  readonly closed: () => void;
  readonly drawn: (own: OwnDraw) => void;
}

/** Tells when the list is closed and when the member is drawn; returns what ends it. */
export function followDraw({ draw, now, ask, closed, drawn }: Following): () => void {
  const began = performance.now();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const at = (time: number, run: () => void) => {
    const ms = Math.max(0, time - now - (performance.now() - began));
    if (ms < LONGEST_MS) timers.add(setTimeout(run, ms));
  };
  const look = async () => {
    const own = await ask().catch(() => undefined);
    if (own?.place) return drawn(own);
    timers.add(setTimeout(look, ASK_SPREAD_MS * (0.5 + Math.random())));
  };
  if (draw.state === "registering") at(draw.drawsAt, closed);
  if (draw.own && !draw.own.place) {
    at(draw.roundAt + ASK_AFTER_MS + Math.random() * ASK_SPREAD_MS, () => void look());
  }
  return () => timers.forEach(clearTimeout);
}
