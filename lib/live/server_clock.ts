/** The server's clock as a page knows it, whatever the browser's own says. */
export interface ServerClock {
  /** What the server's clock showed, epoch milliseconds. */
  readonly now: number;
  /** What the browser's stopwatch showed then; undefined where none runs yet. */
  readonly since?: number;
}

/** How long it is until then, milliseconds, never less than nothing. */
export const leftUntil = (
  until: number,
  { now, since }: ServerClock,
  stopwatch = performance.now(),
): number => Math.max(0, until - now - (since === undefined ? 0 : stopwatch - since));
