/** Orders as staff look for them: pages of an index, and what a search finds. */
import { order } from "../../actors/sales/order.ts";
import { normalisePhone } from "../auth/identity.ts";
import type { Platform } from "../platform.ts";
import {
  listOrders,
  ORDER_STATES,
  type OrderRow,
  ordersByState,
  ordersOfMember,
  ordersOfSale,
} from "../read_models/orders.ts";
import { type SaleRow, saleRows } from "../read_models/sales.ts";
import type { May } from "../web/define.ts";

export { ORDER_STATES };

type Status = OrderRow["status"];
type Reading = Pick<Platform, "system" | "identity">;

/** Cards that a column of the board shows, and rows of a page of the table. */
export const CARDS = 30;
export const PAGE = 50;
/** More than one person has, or one number is given. */
const MOST_FOUND = 500;
const MOST_SALES = 200;

export interface OrderFilter {
  readonly sale: string;
  readonly state: Status | "";
  readonly q: string;
  /** Whether a phone number finds its orders: it says whose they are. */
  readonly byPhone: boolean;
  readonly view: "board" | "table";
  /** By when they were placed, the newest first unless it says otherwise. */
  readonly oldestFirst: boolean;
  /** Where the page begins: behind this one. */
  readonly after: Pick<OrderRow, "placedAt" | "id"> | undefined;
}

/** A phone is taken from those alone who may also open an order with its buyer. */
export function orderFilterIn({ searchParams }: URL, may: May): OrderFilter {
  const said = (name: string) => (searchParams.get(name) ?? "").trim().slice(0, 128);
  const [, placedAt, id] = /^(\d{1,16})_([a-z0-9.-]{1,80})$/.exec(said("after")) ?? [];
  return {
    sale: said("sale"),
    state: ORDER_STATES.find((state) => state === said("state")) ?? "",
    q: said("q"),
    byPhone: may("orders.open"),
    view: said("view") === "table" ? "table" : "board",
    oldestFirst: said("dir") === "up",
    after: id ? { placedAt: Number(placedAt), id } : undefined,
  };
}

/** How the address names where the next page begins. */
export const cursorOf = ({ placedAt, id }: OrderRow): string => `${placedAt}_${id}`;

const wantedBy = ({ sale, state }: OrderFilter) => ({
  ...(sale === "" ? {} : { sale }),
  ...(state === "" ? {} : { status: state }),
});

/** A page of the table; `more` where another follows. */
export async function readOrderPage(
  { system, identity }: Reading,
  filter: OrderFilter,
): Promise<{ orders: OrderRow[]; more: boolean }> {
  if (filter.q !== "") {
    return { orders: await findOrders({ system, identity }, filter), more: false };
  }
  const { oldestFirst, after } = filter;
  const found = await Array.fromAsync(
    listOrders(system.rows(ordersByState), wantedBy(filter), {
      limit: PAGE + 1,
      oldestFirst,
      ...(after ? { after } : {}),
    }),
  );
  return { orders: found.slice(0, PAGE), more: found.length > PAGE };
}

export interface BoardColumn {
  readonly status: Status;
  readonly orders: readonly OrderRow[];
  /** There are more than the column shows. */
  readonly more: boolean;
}

/** A column for each state, with what is to be done soonest above. */
export async function readBoard(reading: Reading, filter: OrderFilter): Promise<BoardColumn[]> {
  const found = filter.q === "" ? undefined : await findOrders(reading, filter);
  const rows = reading.system.rows(ordersByState);
  return await Promise.all(ORDER_STATES.map(async (status) => {
    const held = status === "reserved";
    const all = found?.filter((one) => one.status === status) ?? await Array.fromAsync(
      listOrders(rows, { ...wantedBy(filter), status }, { limit: CARDS + 1, oldestFirst: held }),
    );
    const shown = all.slice(0, CARDS);
    const orders = held ? shown.toSorted((a, b) => a.payBy - b.payBy) : shown;
    return { status, orders, more: all.length > CARDS };
  }));
}

/** All that the filters leave, for a file: read as it is sent. */
export async function* allOrders(reading: Reading, filter: OrderFilter): AsyncGenerator<OrderRow> {
  if (filter.q !== "") yield* await findOrders(reading, filter);
  else yield* listOrders(reading.system.rows(ordersByState), wantedBy(filter));
}

/** Of a member, by phone or id; of a car, by its number; or the one of this id. The newest first. */
async function findOrders(reading: Reading, filter: OrderFilter): Promise<OrderRow[]> {
  const { sale, state, q, byPhone } = filter;
  const found: OrderRow[] = [];
  for await (const one of named(reading, { sale, q, byPhone })) {
    if ((sale === "" || one.saleId === sale) && (state === "" || one.status === state)) {
      found.push(one);
    }
    if (found.length === MOST_FOUND) break;
  }
  return found.sort((a, b) => b.placedAt - a.placedAt);
}

async function* named(
  { system, identity }: Reading,
  { sale, q, byPhone }: Pick<OrderFilter, "sale" | "q" | "byPhone">,
): AsyncGenerator<OrderRow> {
  const phone = byPhone ? normalisePhone(q) : undefined;
  const memberId = phone ? identity.memberId(phone) : /^[mt][a-z0-9-]{9,}$/.test(q) ? q : undefined;
  if (memberId !== undefined) {
    for await (const { value } of system.rows(ordersOfMember).list<OrderRow>([memberId])) {
      yield value;
    }
  } else if (/^\d{1,7}$/.test(q)) {
    for (const one of sale === "" ? await salesOf(system) : [sale]) {
      const rows = system.rows(ordersOfSale).list<OrderRow>([one, Number(q)]);
      for await (const { value } of rows) yield value;
    }
  } else if (/^[a-z0-9][a-z0-9.-]{0,79}$/i.test(q)) {
    const id = q.toLowerCase();
    const state = await system.view(order(id), (state) => ({ ...state }));
    if (state.status !== "none") yield { ...state, id };
  }
}

async function salesOf(system: Reading["system"]): Promise<string[]> {
  const rows = system.rows(saleRows).list<SaleRow>([], { limit: MOST_SALES });
  return (await Array.fromAsync(rows)).map(({ key }) => key[0] as string);
}
