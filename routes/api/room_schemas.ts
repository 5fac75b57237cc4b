/** What the waiting room's routes take and give. */
import { z } from "@hono/zod-openapi";
import { guard, maxActive, plan, ratePerMinute } from "../../actors/sales/room_state.ts";
import { roomView } from "../../lib/live/room_protocol.ts";
import { SOLUTION } from "../../lib/waiting_room/proof_of_work.ts";
import { namedTime, time } from "./schemas.ts";

/** Schemas that were made before zod learnt of OpenAPI do not know it; a copy does. */
const told = <Z extends z.ZodType>(schema: Z): Z => schema.clone() as Z;

export const enterBody = z.strictObject({
  proof: z.strictObject({
    challenge: z.string().max(400).openapi({ description: "As the problem gave it" }),
    solution: z.string().regex(SOLUTION, "expected 1 to 64 visible ASCII characters").openapi({
      description: "SHA-256(`challenge.solution`) begins with `bits` zero bits",
      example: "5g2x",
    }),
  }).optional().openapi({ description: "Only where `proof_of_work_required` asked for it" }),
}).openapi("EnterBody");

export const roomPlace = roomView.extend({
  state: told(roomView.shape.state).openapi({
    description:
      "`prequeue`: shuffled at `opensAt`. `passed`: the turn came while you were away, " +
      "and asking brings you back to the front until `until`. `none`: enter first.",
    example: "waiting",
  }),
  place: told(roomView.shape.place).openapi({
    description: "The place in the whole line, for good; `null` before the shuffle",
    example: 4211,
  }),
  ahead: told(roomView.shape.ahead).openapi({
    description: "People in front of you; `null` where not known",
    example: 380,
  }),
  estimateSeconds: z.object({ low: z.int(), high: z.int() }).nullable().openapi({
    description:
      "How long it will take, from how the line has moved lately; `null` without evidence",
    example: { low: 240, high: 330 },
  }),
  pollAfterMs: z.int().openapi({
    description: "Ask again after so long. Asking sooner gets the same answer.",
    example: 4_000,
  }),
  paused: z.boolean().openapi({ example: false }),
  opensAt: time,
  until: time.optional().openapi({
    description: "`admitted`: until when. `passed`: until when the place at the front is kept.",
  }),
  ticket: z.string().optional().openapi({
    description: "With an entry: proves that you wait; for the live stream of programs",
  }),
  pass: z.string().optional().openapi({
    description: "When admitted: send it as `admission-pass` with what the sale asks for",
  }),
}).openapi("RoomPlace");

const limits = {
  ratePerMinute: told(ratePerMinute).openapi({
    description: "People who are admitted in a minute",
    example: 600,
  }),
  maxActive: told(maxActive).openapi({
    description: "People who are inside at once and have not finished",
    example: 500,
  }),
};

const { graceMs, returnMs, admissionMs } = plan.shape;

export const roomPlan = z.strictObject({
  ...limits,
  prequeueAt: namedTime.nullable().default(null).openapi({
    description: "From when on people may come; `null`: at once",
    example: null,
  }),
  graceMs: graceMs.default(60_000).openapi({
    description: "Who is called and not heard of for so long loses the turn",
  }),
  returnMs: returnMs.default(120_000).openapi({
    description: "For so long after that the place at the front is kept",
  }),
  admissionMs: admissionMs.default(300_000).openapi({ description: "How long an admission lasts" }),
}).openapi("RoomPlan");

export const roomRate = z.strictObject(limits).openapi("RoomRate");

export const roomGuard = z.strictObject({
  mode: told(guard.shape.mode).openapi({
    description: "Proof of work of everyone, of nobody, or when many addresses send too much",
    example: "auto",
  }),
  bits: guard.shape.bits.default(16).openapi({
    description: "Zero bits to be found; one more doubles the work",
    example: 16,
  }),
}).openapi("RoomGuard");

export const room = z.object({
  status: z.enum(["prequeue", "sealed", "open", "closed"]).openapi({ example: "open" }),
  paused: z.boolean().openapi({ example: false }),
  opensAt: time,
  prequeueAt: time.nullable().openapi({ example: null }),
  commitment: z.string().openapi({
    description: "SHA-256 of the secret that goes into the shuffle's seed; the journal tells it " +
      "after the opening",
  }),
  entries: z.int().openapi({ description: "Places that were given", example: 4211 }),
  waiting: z.int().openapi({ example: 3702 }),
  passed: z.int().openapi({ description: "Lost their turn and may come back", example: 3 }),
  active: z.int().openapi({ description: "Inside", example: 480 }),
  finished: z.int().openapi({ example: 29 }),
  ...limits,
  guard: z.enum(["off", "auto", "on"]).openapi({ example: "auto" }),
}).openapi("Room");

export const roomStatus = z.object({ status: z.string().openapi({ example: "prequeue" }) })
  .openapi("RoomStatus");
