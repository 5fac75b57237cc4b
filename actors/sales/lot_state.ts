/** What a lot knows: its cars, who has them, and who waits. */
import * as z from "zod";
import { identityAsked, identityState } from "./identities.ts";

/** Epoch milliseconds. */
export const time = z.int().min(0);
const count = z.int().min(1);

export const stock = z.object({
  capacity: count,
  opensAt: time,
  closesAt: time.nullable(),
  /** How long an allocated car is held for its deposit, milliseconds. */
  holdMs: z.int().min(1_000),
  /** How long a returned car is held for the next in line, milliseconds. */
  offerMs: z.int().min(1_000),
  /** Whether cars go in the order of asking, or by a draw. */
  mode: z.enum(["first_come", "draw"]),
  /** What secures a car, fen. */
  depositFen: z.int().min(0).optional(),
  /** Whether claims carry an identity number. Default: none does. */
  identity: identityAsked.optional(),
});

export type Stock = z.infer<typeof stock>;

/** A number, and how often it has been given so far, this time included. */
export const car = z.object({ number: count, times: count });

export const lotState = z.object({
  status: z.enum(["empty", "stocked", "open", "paused", "closed"]),
  stock: stock.nullable(),
  /** Who has a car, held until `payBy` or sold. */
  allocated: z.map(
    z.string(),
    car.extend({ orderId: z.string(), payBy: time, sold: z.boolean() }),
  ),
  /** Numbers that were given at least once: 1 to this. */
  issued: z.int(),
  /** Cars that are paid for. */
  sold: z.int(),
  /** Returned cars that nobody has, the earliest first. */
  free: z.array(car),
  /** How often a car was returned. */
  returned: z.int(),
  /** Members by place in line; empty where one left. */
  line: z.array(z.string()),
  /** Members in the line who still wait. */
  waiting: z.int(),
  /** The last place that was offered a car. */
  called: z.int(),
  /** Members who gave a car back or left the line, and have not come again. */
  gone: z.map(
    z.string(),
    z.object({
      reason: z.enum(["lapsed", "cancelled", "left"]),
      number: count.optional(),
      orderId: z.string().optional(),
    }),
  ),
  /** Entrants of a draw that were dealt with. */
  drawn: z.int(),
  ...identityState,
});

export type LotState = z.infer<typeof lotState>;
