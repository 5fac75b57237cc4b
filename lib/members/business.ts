/** What a member still has open with us: what an erasure waits for. */
import type { ActorSystem } from "../kernel/mod.ts";
import { type OrderRow, ordersOfMember } from "../read_models/orders.ts";
import { type VehicleOrderRow, vehicleOrdersOfMember } from "../read_models/vehicle_orders.ts";

const OPEN: ReadonlySet<OrderRow["status"]> = new Set([
  "reserved",
  "settling",
  "paid",
  "reinstating",
]);

/** A delivered car's order is done: its papers are the dealer's to keep. */
const VEHICLE_DONE: ReadonlySet<VehicleOrderRow["status"]> = new Set([
  "delivered",
  "registered",
  "cancelled",
]);

/** Ids of the orders that are neither lapsed nor cancelled, nor a car that was delivered. */
export async function openOrders(system: ActorSystem, memberId: string): Promise<string[]> {
  const open: string[] = [];
  for await (const { value } of system.rows(ordersOfMember).list<OrderRow>([memberId])) {
    if (OPEN.has(value.status)) open.push(value.id);
  }
  const cars = system.rows(vehicleOrdersOfMember).list<VehicleOrderRow>([memberId]);
  for await (const { value } of cars) if (!VEHICLE_DONE.has(value.status)) open.push(value.id);
  return open;
}
