/** What some problems bring along, so that a program need not read it out of a sentence. */
import { z } from "@hono/zod-openapi";

const fen = z.int().optional();
const ms = z.int().optional();
const words = z.array(z.string()).optional();

export const problemFacts = {
  permission: z.string().optional().openapi({
    description: "With `staff_only` and `permission_missing`: what a role has to include",
  }),
  challenge: z.string().optional().openapi({
    description: "With `proof_of_work_required` and `proof_of_work_failed`: what to solve",
  }),
  bits: z.int().optional().openapi({
    description: "With a challenge: so many zero bits the hash begins with",
  }),
  expiresAt: ms.openapi({ description: "With a challenge: until when, epoch milliseconds" }),
  payBy: ms.openapi({ description: "With `hold_over`: when the hold ended" }),
  drawsAt: ms.openapi({ description: "With `registration_closed`: when the list was closed" }),
  at: ms.openapi({ description: "With `publication_waits`: when it is published" }),
  capacity: z.int().optional().openapi({ description: "With `fewer_cars`: how many there are" }),
  mostFen: fen.openapi({ description: "With `deposit_too_large`: the most that counts" }),
  leftFen: fen.openapi({
    description: "With `refund_too_large` and `refunded_meanwhile`: what can still go back",
  }),
  wasFen: fen.openapi({ description: "With `price_changed`: the price that was asked with" }),
  priceFen: fen.openapi({ description: "With `price_changed`: today's" }),
  configuration: z.string().optional().openapi({
    description: "With `price_changed`: the code that today's price goes with",
  }),
  model: z.string().optional().openapi({ description: "With `other_model`: the sale's" }),
  toPayFen: fen.openapi({ description: "With `price_changed` of a bill: what is left to pay" }),
  booking: z.string().optional().openapi({
    description: "With `booked_already`: the id of the visit that there is",
  }),
  startAt: ms.openapi({ description: "With `moved_meanwhile`: when the visit begins now" }),
  byStaff: z.boolean().optional().openapi({
    description: "With `moved_meanwhile`: whether staff moved it, or else the member",
  }),
  offers: z.array(z.object({ startAt: z.int(), places: z.int() })).optional().openapi({
    description: "With `slot_taken` and `places_free`: starts that are free",
  }),
  unfit: z.array(z.object({ id: z.string(), why: z.string() })).optional().openapi({
    description: "With `coupon_unfit`: which coupons, and why",
  }),
  available: z.int().optional().openapi({
    description: "With `not_enough_points`: how many there are",
  }),
  version: z.int().optional().openapi({
    description: "With `other_rules` and `rules_not_accepted`: the version in force",
  }),
  revision: z.int().optional().openapi({
    description: "With `draft_exists` and `changed_meanwhile`: the draft's",
  }),
  problems: z.array(z.object({ kind: z.string(), params: z.record(z.string(), z.unknown()) }))
    .optional().openapi({ description: "With `template_unsound`: its flaws" }),
  edit: z.int().optional().openapi({
    description: "With `does_not_fit`: which of the edits, from 0",
  }),
  before: z.string().optional().openapi({ description: "With `too_early`: what comes before" }),
  open: words.openapi({
    description: "With `open_business` the orders, with `checklist_open` the points",
  }),
  least: z.int().optional().openapi({
    description: "With `odometer_lower`: what was read before, km",
  }),
  atMost: z.int().optional().openapi({ description: "With `too_many_saved`: how many may be" }),
  each: z.int().optional().openapi({ description: "With `had_enough`: how many one may have" }),
};
