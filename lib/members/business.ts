/** What a member still has open with us: what an erasure waits for. */
import type { ActorSystem } from "../kernel/mod.ts";
import { type OrderRow, ordersOfMember } from "../read_models/orders.ts";

const OPEN: ReadonlySet<OrderRow["status"]> = new Set([
  "reserved",
  "settling",
  "paid",
  "reinstating",
]);

/** Ids of the orders that are neither lapsed nor cancelled. */
export async function openOrders(system: ActorSystem, memberId: string): Promise<string[]> {
  const open: string[] = [];
  for await (const { value } of system.rows(ordersOfMember).list<OrderRow>([memberId])) {
    if (OPEN.has(value.status)) open.push(value.id);
  }
  return open;
}
