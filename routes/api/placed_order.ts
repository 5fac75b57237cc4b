/**
 * An order is placed by a letter, a moment after the claim that told of it was answered, and on
 * another node that moment can be longer than the way back. Who was told of it is not told that there
 * is none.
 */
import { lot, saleOfOrder } from "../../actors/sales/lot.ts";
import { order } from "../../actors/sales/order.ts";
import { KernelError } from "../../lib/kernel/mod.ts";
import type { OrderRow } from "../../lib/read_models/orders.ts";
import { lookUntil } from "../../lib/time/look_until.ts";
import type { ApiContext } from "./context.ts";

/** Longer than a letter lies that a node has left behind that died. */
const PLACED_WITHIN_MS = 3_000;

type Api = Pick<ApiContext, "system">;

/** The order, whosever it is; undefined where there is none. */
export async function placedOrder(
  api: Api,
  id: string,
  memberId: string,
): Promise<OrderRow | undefined> {
  const found = await stateOf(api, id) ?? await awaitPlaced(api, id, memberId);
  return found && { ...found, id };
}

/** What `ask` is answered, once the order is placed that the member was told of. */
export async function ofPlaced<T extends { ok: boolean; refusal?: string }>(
  api: Api,
  id: string,
  memberId: string,
  ask: () => Promise<T>,
): Promise<T> {
  const outcome = await ask();
  const again = outcome.refusal === "unknown_order" && await awaitPlaced(api, id, memberId);
  return again ? await ask() : outcome;
}

async function stateOf({ system }: Api, id: string) {
  return await system.view(
    order(id),
    (state) => state.status === "none" ? undefined : { ...state },
  );
}

/**
 * The order once it is placed, where the member was told of it; undefined where not.
 * @throws {KernelError} `unavailable` where that takes too long
 */
async function awaitPlaced(api: Api, id: string, memberId: string) {
  const saleId = saleOfOrder(id);
  if (saleId === undefined) return undefined;
  const told = await api.system.view(
    lot(saleId),
    ({ allocated }) => allocated.get(memberId)?.orderId === id,
  );
  if (!told) return undefined;
  const placed = await lookUntil(() => stateOf(api, id), PLACED_WITHIN_MS);
  if (placed) return placed;
  throw new KernelError("unavailable", `The order ${id} is not placed yet`, {
    retryAfterMs: 1_000,
  });
}
