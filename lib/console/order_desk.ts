/** All that staff see of one order of a car. */
import { vehicle } from "../../actors/orders/vehicle.ts";
import type { VehicleState } from "../../actors/orders/vehicle_state.ts";
import { vehicleOrder } from "../../actors/orders/vehicle_order.ts";
import type { VehicleOrderState } from "../../actors/orders/vehicle_order_state.ts";
import { vinOf } from "../members/car_number.ts";
import { type HandoverRecord, readHandover } from "../members/handover_record.ts";
import type { Platform } from "../platform.ts";
import { type Happened, historyOf } from "./history.ts";
import { maskedPhone } from "./people.ts";

export interface OrderDesk {
  readonly id: string;
  readonly order: VehicleOrderState;
  readonly car: VehicleState | undefined;
  /** The whole number of the car. */
  readonly vin: string | undefined;
  readonly phone: string | undefined;
  readonly signed: HandoverRecord | undefined;
  /** Of the order and its car together, the latest first. */
  readonly history: readonly (Happened & { readonly of: "order" | "car" })[];
}

/** Undefined where there is no such order. */
export async function readOrderDesk(
  platform: Platform,
  id: string,
): Promise<OrderDesk | undefined> {
  const { system, vault } = platform;
  const order = await system.view(vehicleOrder(id), (state) => structuredClone(state));
  if (order.status === "none") return undefined;
  const { vehicleId, memberId } = order;
  const [phone, history] = await Promise.all([
    maskedPhone(platform, memberId),
    historyOf(platform, vehicleOrder(id)),
  ]);
  const ofOrder = history.map((one) => ({ ...one, of: "order" as const }));
  const none = { car: undefined, vin: undefined, signed: undefined };
  if (vehicleId === null) {
    return { id, order, ...none, phone, history: ofOrder.toReversed() };
  }
  const [car, vin, ofCar] = await Promise.all([
    system.view(vehicle(vehicleId), (state) => structuredClone(state)),
    vinOf(vault, vehicleId),
    historyOf(platform, vehicle(vehicleId)),
  ]);
  const signed = car.signature === null
    ? undefined
    : await readHandover(vault, memberId, { vehicleId, seal: car.signature });
  // The order tells of these itself.
  const own = ofCar.filter(({ name }) => name !== "bound" && name !== "cleared");
  const all = [...ofOrder, ...own.map((one) => ({ ...one, of: "car" as const }))];
  return { id, order, car, vin, phone, signed, history: all.sort((a, b) => b.at - a.at) };
}
