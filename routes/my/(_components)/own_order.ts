/** A member's own order, as its pages open it. */
import { HttpError } from "fresh";
import type { VehicleOrderState } from "../../../actors/orders/vehicle_order_state.ts";
import { Problem } from "../../../lib/http/problem.ts";
import type { State } from "../../../lib/web/define.ts";
import { orderId } from "../../api/schemas.ts";
import { ownVehicleOrder } from "../../api/vehicle_orders.ts";

/** @throws {HttpError} 404, also where it is another's */
export async function ownOrder(
  { platform, who }: Pick<State, "platform" | "who">,
  id: string,
): Promise<VehicleOrderState> {
  if (!orderId.safeParse(id).success) throw new HttpError(404);
  try {
    return await ownVehicleOrder(platform, who!, id);
  } catch (error) {
    if (error instanceof Problem && error.code === "unknown_order") throw new HttpError(404);
    throw error;
  }
}
