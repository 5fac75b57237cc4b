/** The server that is rehearsed against, and what is asked of it before and after. */
import { LAUNCH_SALE } from "../../lib/showroom/seed.ts";
import { TokenList } from "../load/token_list.ts";
import { orderTokens } from "../tokens.ts";

export interface Target {
  readonly url: string;
  readonly secrets: readonly string[] | undefined;
}

/** The sale that a server for load tests opens at once. */
export const LAUNCH = LAUNCH_SALE;

const POLL_MS = 200;
/** The pause between two looks, as a multiple of how long the last one took. */
const POLL_REST = 4;
/** Without a further lead for so long, the rest will not come. */
const LEADS_STILL_MS = 30_000;

export interface Reconciliation {
  readonly participants: number;
  readonly leads: number;
}

/** Waits until every participant is a lead, or nothing moves any more. */
export async function awaitLeads(
  target: Target,
  sale: string,
  staff: string,
  participants: number,
): Promise<Reconciliation> {
  let last = await reconciliation(target, sale, staff);
  let movedAt = performance.now(), saidAt = 0, took = 0;
  while (last.leads !== last.participants || last.participants !== participants) {
    if (performance.now() - movedAt > LEADS_STILL_MS) {
      console.error(`Only ${last.leads} leads, and no more for ${LEADS_STILL_MS / 1000} s`);
      break;
    }
    if (performance.now() - saidAt >= 1_000) {
      saidAt = performance.now();
      console.error(`${last.leads} of ${last.participants} participants are leads`);
    }
    // The server counts all leads each time, and has to write them as well.
    await new Promise((resolve) => setTimeout(resolve, Math.max(POLL_MS, POLL_REST * took)));
    const asked = performance.now();
    const now = await reconciliation(target, sale, staff);
    took = performance.now() - asked;
    if (now.leads !== last.leads || now.participants !== last.participants) {
      movedAt = performance.now();
    }
    last = now;
  }
  return last;
}

export async function reconciliation(
  target: Target,
  sale: string,
  staff: string,
): Promise<Reconciliation> {
  return await get(target, `/api/sales/${sale}/reconciliation`, staff)
    .then((response) => response.json());
}

export async function send(
  { url }: Target,
  method: "POST" | "PATCH",
  path: string,
  { token, body }: { token: string; body: unknown },
): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const response = await fetch(url + path, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${method} ${path}: got ${await response.text()}`);
  await response.body?.cancel();
}

export async function get({ url }: Target, path: string, token?: string): Promise<Response> {
  const headers: HeadersInit = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(url + path, { headers });
  if (response.ok) return response;
  throw new Error(`GET ${path}: expected 200, got ${response.status} ${await response.text()}`);
}

export async function tokensOf(
  { url, secrets }: Target,
  order: Parameters<typeof orderTokens>[0],
): Promise<TokenList> {
  return await TokenList.read(await orderTokens(order, { secrets, url }));
}

export interface RoomSale {
  readonly cars: number;
  readonly ratePerMinute: number;
  readonly opensAt: number;
}

/** A sale of the rehearsal's own, with a waiting room in front of it. */
export async function scheduleWithRoom(
  target: Target,
  staff: string,
  { cars, ratePerMinute, opensAt }: RoomSale,
): Promise<string> {
  const id = `rehearsal-${opensAt.toString(36)}`;
  const plan = { id, title: "Rehearsal", model: "lu", capacity: cars, opensAt };
  await send(target, "POST", "/api/sales", { token: staff, body: plan });
  const room = { ratePerMinute, maxActive: 50_000, graceMs: 20_000, returnMs: 60_000 };
  const path = `/api/sales/${id}/waiting-room`;
  await send(target, "POST", path, { token: staff, body: room });
  return id;
}
