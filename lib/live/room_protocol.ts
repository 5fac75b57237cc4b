/** What a waiting person is told, by an answer and over the live stream (event `place`). */
import * as z from "zod";

export const roomView = z.object({
  /** `none`: not in the room, or the place was given up. */
  state: z.enum(["none", "prequeue", "waiting", "passed", "admitted", "done", "closed"]),
  /** The place in the whole line, for good once the room has opened; null in the pre-queue. */
  place: z.int().min(1).nullable(),
  /** People who are in front; null where it is not known. */
  ahead: z.int().min(0).nullable(),
  /** How long it will take, as a range; null without evidence. */
  estimateSeconds: z.object({ low: z.int(), high: z.int() }).nullable(),
  /** Asking earlier gains nothing. */
  pollAfterMs: z.int(),
  /** Whether the sale is paused: nobody is admitted meanwhile. */
  paused: z.boolean(),
  /** When the pre-queue is shuffled and the room opens, epoch milliseconds. */
  opensAt: z.int(),
  /** `admitted`: until when. `passed`: until when one can come back to the front. */
  until: z.int().optional(),
});

export type RoomView = z.infer<typeof roomView>;
