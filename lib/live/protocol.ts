/** Everything that goes over live streams, in one place. Raise the version on any breaking change. */
import * as z from "zod";
import { identityAsked } from "../../actors/sales/identities.ts";
import type { SaleFigures } from "./staff_figures.ts";

export const LIVE_PROTOCOL_VERSION = 1;

/** The state of a sale as everybody may see it. Event `sale` of a sale's stream. */
export const saleView = z.object({
  id: z.string(),
  title: z.string(),
  /** In English; not there where nobody has written one. */
  titleEn: z.string().optional(),
  model: z.string(),
  state: z.enum(["scheduled", "open", "paused", "closed"]),
  capacity: z.int(),
  mode: z.enum(["first_come", "draw"]),
  /** Whether who takes part gives an identity number. */
  identity: identityAsked,
  /** What secures a car, fen. */
  depositFen: z.int(),
  /** How long an allocated car is held, milliseconds. */
  holdMs: z.int(),
  /** Cars that somebody has: held or sold. */
  allocated: z.int(),
  /** Cars that are paid for. */
  sold: z.int(),
  /** How often a car was returned. */
  returned: z.int(),
  /** People in line for returned cars. */
  waiting: z.int(),
  /** The last place in line that was offered a car. */
  called: z.int(),
  /** People who asked and were answered, with a car or a place in line. */
  participants: z.int(),
  /** Epoch milliseconds. */
  opensAt: z.int(),
  closesAt: z.int().nullable(),
  /** The journal entry of the lot that this includes last. */
  seq: z.int(),
  /** The server's clock when this was made, epoch milliseconds. */
  now: z.int(),
});

export type SaleView = z.infer<typeof saleView>;

/** The state of a sale for those who run it. Event `figures` of staff's stream. */
export interface StaffView extends SaleFigures {
  /** People who came in each of the last seconds, the latest last. */
  readonly rate: readonly number[];
}

const encoder = new TextEncoder();

/** One server-sent event. `id` comes back as `Last-Event-ID` when a client reconnects. */
export function eventFrame(event: string, id: string | undefined, body: unknown): Uint8Array {
  const line = id === undefined ? "" : `id: ${id}\n`;
  return encoder.encode(`event: ${event}\n${line}data: ${JSON.stringify(body)}\n\n`);
}

/** Sent now and then, so that proxies keep the connection and a dead one is noticed. */
export const PING_FRAME = encoder.encode(": ping\n\n");

/** The first frame of a stream: how long a client waits before it reconnects, milliseconds. */
export const retryFrame = (ms: number): Uint8Array => encoder.encode(`retry: ${ms}\n\n`);
