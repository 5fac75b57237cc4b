/** Orders as staff look for them. */
import { normalisePhone } from "../auth/identity.ts";
import type { Platform } from "../platform.ts";
import { type OrderRow, ordersOfMember, ordersOfSale } from "../read_models/orders.ts";

/** Rows that one page reads at most. */
const MOST_READ = 20_000;

export const ORDER_STATES = [
  "reserved",
  "settling",
  "reinstating",
  "paid",
  "lapsed",
  "cancelled",
] as const satisfies readonly OrderRow["status"][];

export interface OrderFilter {
  readonly sale: string;
  readonly q: string;
  readonly view: "board" | "table";
}

export function orderFilterIn({ searchParams }: URL): OrderFilter {
  const said = (name: string) => (searchParams.get(name) ?? "").trim().slice(0, 128);
  return { sale: said("sale"), q: said("q"), view: said("view") === "table" ? "table" : "board" };
}

/** Of a member, where `q` is a phone number or a member's id; else by the order's id or the car's number. */
export async function readOrders(
  { system, identity }: Pick<Platform, "system" | "identity">,
  { sale, q }: OrderFilter,
): Promise<OrderRow[]> {
  const phone = normalisePhone(q);
  const memberId = phone ? identity.memberId(phone) : /^[mt][a-z0-9-]{9,}$/.test(q) ? q : undefined;
  const rows = memberId === undefined
    ? system.rows(ordersOfSale).list<OrderRow>(sale === "" ? [] : [sale], { limit: MOST_READ })
    : system.rows(ordersOfMember).list<OrderRow>([memberId]);
  const found: OrderRow[] = [];
  for await (const { value } of rows) {
    if (sale !== "" && value.saleId !== sale) continue;
    if (memberId === undefined && !named(value, q)) continue;
    found.push(value);
  }
  return found;
}

const named = ({ id, number }: OrderRow, q: string): boolean =>
  q === "" || (/^\d{1,7}$/.test(q) ? number === Number(q) : id.includes(q.toLowerCase()));
