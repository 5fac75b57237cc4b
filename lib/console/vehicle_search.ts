/** Finds orders of cars by what staff have at hand: a number, a phone, a VIN. No list is searched. */
import { vehicle } from "../../actors/orders/vehicle.ts";
import { normalisePhone } from "../auth/identity.ts";
import { parseVin } from "../garage/vin.ts";
import { vehicleIdOf } from "../members/car_number.ts";
import type { Platform } from "../platform.ts";
import {
  type VehicleOrderRow,
  vehicleOrderRow,
  vehicleOrdersOfMember,
} from "../read_models/vehicle_orders.ts";
import type { May } from "../web/define.ts";

const MOST = 50;

export async function findVehicleOrders(
  { system, identity }: Pick<Platform, "system" | "identity">,
  query: string,
  may: May,
): Promise<VehicleOrderRow[]> {
  const written = query.trim();
  // It says whose the orders are: for those alone who may also open one with its buyer.
  const phone = may("orders.open") ? normalisePhone(written) : undefined;
  if (phone !== undefined) {
    const found: VehicleOrderRow[] = [];
    const rows = system.rows(vehicleOrdersOfMember)
      .list<VehicleOrderRow>([identity.memberId(phone)], { limit: MOST, reverse: true });
    for await (const { value } of rows) found.push(value);
    return found;
  }
  const vin = parseVin(written);
  const id = vin === undefined
    ? written.toLowerCase()
    : await system.view(vehicle(vehicleIdOf(identity, vin)), ({ orderId }) => orderId);
  if (!id || !/^[a-z0-9.-]{1,80}$/.test(id)) return [];
  const row = await vehicleOrderRow(system, id);
  return row ? [row] : [];
}
