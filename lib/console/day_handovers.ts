/** What a dealer hands over on a day. */
import type { ActorSystem } from "../kernel/mod.ts";
import {
  type HandoverRow,
  handovers,
  type VehicleOrderRow,
  vehicleOrderRow,
} from "../read_models/vehicle_orders.ts";
import { DAY_MS } from "../time/day.ts";

/** Of all dealers in one day; a desk takes two cars an hour. */
const MOST = 500;

export interface DayHandover extends HandoverRow {
  readonly order: VehicleOrderRow | undefined;
}

/** Of the day that begins at `from`, in the order of their times. */
export async function handoversOfDay(
  system: ActorSystem,
  dealerId: string,
  from: number,
): Promise<DayHandover[]> {
  const found: DayHandover[] = [];
  const rows = system.rows(handovers);
  for await (const { value } of rows.list<HandoverRow>([], { after: [from - 1], limit: MOST })) {
    if (value.at >= from + DAY_MS) break;
    if (value.dealerId !== dealerId) continue;
    found.push({ ...value, order: await vehicleOrderRow(system, value.orderId) });
  }
  return found;
}
