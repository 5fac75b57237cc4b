/** A flash sale's order and the order of a car that it goes on as; each tells the other once. */
import { vehicleOrder } from "../../actors/orders/vehicle_order.ts";
import { order } from "../../actors/sales/order.ts";
import { definePolicy, send } from "../kernel/mod.ts";

/** A sold car goes on as the order of a car, with the same id. */
const saleHandsItsOrderOver = definePolicy("sale_hands_its_order_over", order, {
  continued: (placing, { id }) => [send(vehicleOrder(id), "place", placing)],
});

/** The car of an order that has ended goes to the next in line. */
const endedOrderGivesItsCarBack = definePolicy("ended_order_gives_its_car_back", vehicleOrder, {
  cancelled: ({ fromSale }, { id }) => fromSale ? [send(order(id), "order_ended", {})] : [],
});

export const saleHandoverPolicies = [saleHandsItsOrderOver, endedOrderGivesItsCarBack];
