/** Rows about orders: a member's own, and a sale's. */
import { order, type OrderState } from "../../actors/sales/order.ts";
import { defineReadModel, type Rows } from "../kernel/mod.ts";

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

export const ORDER_STATES = [
  "reserved",
  "settling",
  "reinstating",
  "paid",
  "lapsed",
  "cancelled",
] as const satisfies readonly OrderRow["status"][];

/** In the place of a filter that is not set. */
const ANY = "*";

/** `[saleId or *, status or *, placedAt, orderId]` → the order: a page of any filter is a range. */
export const ordersByState = defineReadModel("orders_by_state", order, {
  rows: (state, { id }) =>
    placedRow(state, id).flatMap((row) => [...rowsIn(row.saleId, row), ...rowsIn(ANY, row)]),
});

function rowsIn(scope: string, row: OrderRow) {
  const { status, placedAt, id } = row;
  const keyOf = (state: string) => [scope, state, placedAt, id];
  // Nothing comes before this state, and all orders of a launch are in it at once.
  const left = status === "reserved" ? [] : ORDER_STATES.filter((state) => state !== status);
  return [
    { key: keyOf(status), value: row },
    { key: keyOf(ANY), value: row },
    ...left.map((state) => ({ key: keyOf(state), value: null })),
  ];
}

export interface OrdersWanted {
  readonly sale?: string;
  readonly status?: OrderRow["status"];
}

export interface OrderRange {
  readonly limit?: number;
  /** The newest first, unless it says otherwise. */
  readonly oldestFirst?: boolean;
  /** The last row seen. */
  readonly after?: Pick<OrderRow, "placedAt" | "id">;
}

/** Orders of a filter by the time they were placed; no more is read than is asked for. */
export async function* listOrders(
  rows: Rows,
  { sale = ANY, status = ANY as never }: OrdersWanted,
  { limit, oldestFirst = false, after }: OrderRange = {},
): AsyncGenerator<OrderRow> {
  const prefix = [sale, status];
  const found = rows.list<OrderRow>(prefix, {
    reverse: !oldestFirst,
    ...(limit === undefined ? {} : { limit }),
    ...(after ? { after: [...prefix, after.placedAt, after.id] } : {}),
  });
  for await (const { value } of found) yield value;
}

export const orderReadModels = [ordersOfMember, ordersOfSale, ordersByState];
