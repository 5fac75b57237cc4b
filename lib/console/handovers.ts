/** What dealers hand over, and did. */
import type { ActorSystem } from "../kernel/mod.ts";
import {
  type HandoverRow,
  handovers,
  type VehicleOrderRow,
  vehicleOrderRow,
} from "../read_models/vehicle_orders.ts";
import { DAY_MS } from "../time/day.ts";

export interface Handover extends HandoverRow {
  readonly order: VehicleOrderRow | undefined;
}

/** Rows of before do not tell that it was done; the car's order does. */
const isDone = ({ done, order }: Handover): boolean =>
  done === true || order?.status === "delivered" || order?.status === "registered";

/** From a time on, or backwards from before it; epoch milliseconds. */
type Range = { readonly from: number } | { readonly before: number };

/** Of one dealer, where one is named: others' orders are not looked up. */
async function* readHandovers(
  system: ActorSystem,
  dealerId: string | undefined,
  where: Range,
  limit: number,
): AsyncGenerator<Handover> {
  const range = "from" in where
    ? { after: [where.from], limit }
    : { after: [where.before], reverse: true, limit };
  for await (const { value } of system.rows(handovers).list<HandoverRow>([], range)) {
    if (dealerId !== undefined && value.dealerId !== dealerId) continue;
    yield { ...value, order: await vehicleOrderRow(system, value.orderId) };
  }
}

/** Of all dealers in one day; a desk takes two cars an hour. */
const MOST_IN_A_DAY = 500;

/** Of the day that begins at `from`, in the order of their times. */
export async function handoversOfDay(
  system: ActorSystem,
  dealerId: string,
  from: number,
): Promise<Handover[]> {
  const found: Handover[] = [];
  for await (const one of readHandovers(system, dealerId, { from }, MOST_IN_A_DAY)) {
    if (one.at >= from + DAY_MS) break;
    found.push(one);
  }
  return found;
}

const MOST = 300;
/** What was to be handed over this morning, and was not, is still to come in the evening. */
const BACK_MS = 12 * 3_600_000;

/** What is still to be handed over, the next first. */
export async function handoversAhead(
  system: ActorSystem,
  now: number,
  dealerId?: string,
): Promise<Handover[]> {
  const ahead: Handover[] = [];
  for await (const one of readHandovers(system, dealerId, { from: now - BACK_MS }, MOST)) {
    if (!isDone(one)) ahead.push(one);
  }
  return ahead;
}

/** What was handed over, or should have been, the latest first. */
export async function handoversBehind(
  system: ActorSystem,
  now: number,
  dealerId?: string,
): Promise<Handover[]> {
  const behind: Handover[] = [];
  // A car that came to its owner before its time is done, whatever its row's time.
  for await (const one of readHandovers(system, dealerId, { from: now + 1 }, MOST)) {
    if (isDone(one)) behind.unshift(one);
  }
  for await (const one of readHandovers(system, dealerId, { before: now + 1 }, MOST)) {
    if (isDone(one) || one.at < now - BACK_MS) behind.push(one);
  }
  return behind;
}
