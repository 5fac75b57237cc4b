/** Rows about orders: a member's own, and a sale's. */
import { order, type OrderState } from "../../actors/sales/order.ts";
import { defineReadModel } from "../kernel/mod.ts";

export type OrderRow = Exclude<OrderState, { status: "none" }> & { id: string };

const placedRow = (state: OrderState, id: string): OrderRow[] =>
  state.status === "none" ? [] : [{ ...state, id }];

/** `[memberId, orderId]` → the order. */
export const ordersOfMember = defineReadModel("orders_of_member", order, {
  rows: (state, { id }) =>
    placedRow(state, id).map((row) => ({ key: [row.memberId, id], value: row })),
});

/** `[saleId, number, orderId]` → the order. */
export const ordersOfSale = defineReadModel("orders_of_sale", order, {
  rows: (state, { id }) =>
    placedRow(state, id).map((row) => ({ key: [row.saleId, row.number, id], value: row })),
});

export const orderReadModels = [ordersOfMember, ordersOfSale];
