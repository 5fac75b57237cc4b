/** Of an answer that is somebody's own, or true only now: nobody between keeps it. */
export const NO_STORE = { "cache-control": "no-store" };

/** Of server-sent events: no proxy gathers, packs or keeps them. */
export const EVENT_STREAM = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
};
