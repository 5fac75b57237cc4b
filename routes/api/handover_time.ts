/** The appointment of a handover: chosen and moved by the buyer, or agreed by staff. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { calendar } from "../../actors/appointments/calendar.ts";
import { handoverDesk, takenAt } from "../../actors/orders/handover_desk.ts";
import { vehicle } from "../../actors/orders/vehicle.ts";
import type { VehicleOrderState } from "../../actors/orders/vehicle_order_state.ts";
import type { VehicleState } from "../../actors/orders/vehicle_state.ts";
import { openSpans } from "../../lib/appointments/opening.ts";
import type { Claims } from "../../lib/auth/token.ts";
import { dealerById, DEALERS } from "../../lib/dealers/dealers.ts";
import { NO_STORE } from "../../lib/http/headers.ts";
import { Problem } from "../../lib/http/problem.ts";
import { type Asker, part } from "../../lib/kernel/mod.ts";
import {
  earliestHandover,
  HANDOVER_DAYS,
  HANDOVER_LEAD_MS,
  HANDOVERS_AT_ONCE,
  handoverStarts,
} from "../../lib/orders/handover_hours.ts";
import { type ApiContext, asker, signedIn } from "./context.ts";
import { answers, ASKED, BEARER, BODY, body, problems, SIGNED_IN_TO_CHANGE } from "./openapi.ts";
import { accepted } from "./outcome.ts";
import { namedTime, orderId } from "./schemas.ts";
import { done } from "./vehicle_order_schemas.ts";
import { ownVehicleOrder } from "./vehicle_orders.ts";

export const HANDOVER_DEALERS = DEALERS.filter(({ services }) => services.includes("sales"));

/** Any words would be a desk of their own. */
export const handoverDealer = z.string().regex(/^[a-z0-9-]{1,40}$/)
  .openapi({ example: "sh-xuhui" });

type Api = Pick<ApiContext, "system" | "now">;

/** Moves car and desk in one turn: no car without its hour, no hour without its car. */
export async function appoint(
  { system }: Pick<Api, "system">,
  vehicleId: string,
  { at, dealerId, wasAt }: {
    readonly at: number;
    readonly dealerId: string;
    /** The appointment that whoever asks has seen, null for none. */
    readonly wasAt?: number | null | undefined;
  },
  { by, beyond }: { readonly by: Asker; readonly beyond?: boolean },
) {
  const before = await system.view(vehicle(vehicleId), ({ appointment }) => appointment?.dealerId);
  const taking = { vehicleId, at, ...(beyond ? { beyond } : {}) };
  return await system.joint([
    part(vehicle(vehicleId), "appoint", {
      at,
      dealerId,
      ...(wasAt === undefined ? {} : { wasAt }),
    }),
    part(handoverDesk(dealerId), "take", taking),
    ...(before === undefined || before === dealerId || !handoverDealer.safeParse(before).success
      ? []
      : [part(handoverDesk(before), "leave", { vehicleId })]),
  ], { by });
}

export interface HandoverChoice {
  readonly car: VehicleState;
  /** Where it may be handed over. */
  readonly dealers: typeof HANDOVER_DEALERS;
  /** Undefined while nobody knows when the car comes. */
  readonly earliest: number | undefined;
  /** The appointment is near, and is moved by the dealer only. */
  readonly fixed: boolean;
}

/** What a buyer may choose from; undefined while there is nothing to choose. */
export async function handoverChoice(
  { system, now }: Api,
  order: Pick<VehicleOrderState, "vehicleId" | "status">,
): Promise<HandoverChoice | undefined> {
  const { vehicleId, status } = order;
  if (vehicleId === null || !["locked", "settled", "ready"].includes(status)) return undefined;
  const car = await system.view(vehicle(vehicleId), (state) => structuredClone(state));
  if (car.ownerId !== null) return undefined;
  const { appointment, way: { at_dealer: there } } = car;
  // A car that stands at its dealer's stays there.
  const stays = appointment !== null && there.actualAt !== null;
  return {
    car,
    dealers: stays
      ? HANDOVER_DEALERS.filter(({ id }) => id === appointment.dealerId)
      : HANDOVER_DEALERS,
    earliest: earliestHandover(there, now()),
    fixed: appointment !== null && appointment.at < now() + HANDOVER_LEAD_MS,
  };
}

/** Free starts at a dealer, by its hours as they stand in its calendar. */
export async function handoverStartsAt(
  { system, now }: Api,
  dealerId: string,
  earliest: number,
  vehicleId?: string,
): Promise<number[]> {
  const opening = await system.view(
    calendar(dealerId),
    ({ plan }) => plan && structuredClone(plan.opening),
  );
  if (!opening) return [];
  const from = Math.max(earliest, now() + HANDOVER_LEAD_MS);
  const starts = handoverStarts(openSpans(opening, from, HANDOVER_DAYS), from);
  return await system.view(
    handoverDesk(dealerId),
    (desk) => starts.filter((at) => takenAt(desk, at, vehicleId) < HANDOVERS_AT_ONCE),
  );
}

/** @throws {Problem} where it cannot be chosen, or no longer */
export async function chooseHandover(
  api: ApiContext,
  who: Claims,
  id: string,
  { at, dealer, wasAt }: {
    readonly at: number;
    readonly dealer: string;
    readonly wasAt?: number | null | undefined;
  },
): Promise<void> {
  const order = await ownVehicleOrder(api, who, id);
  const choice = await handoverChoice(api, order);
  if (!choice) throw new Problem("not_bound");
  const { dealers, earliest, fixed } = choice;
  if (fixed) throw new Problem("too_late");
  if (!dealerById(dealer)) throw new Problem("unknown_dealer");
  if (earliest === undefined) throw new Problem("too_early");
  if (!dealers.some(({ id }) => id === dealer)) throw new Problem("unknown_service");
  const vehicleId = order.vehicleId!;
  const starts = await handoverStartsAt(api, dealer, earliest, vehicleId);
  if (!starts.includes(at)) throw new Problem("hour_full");
  const wish = { at, dealerId: dealer, wasAt };
  accepted(await appoint(api, vehicleId, wish, { by: asker(who) }) as never);
}

const PATH = "/api/vehicle-orders/{order}/handover";
const params = z.object({ order: orderId });

export function addHandoverTime(app: OpenAPIHono, api: ApiContext): void {
  const described = { tags: ["Vehicle orders"], security: BEARER };
  app.openapi(
    createRoute({
      ...described,
      method: "get",
      path: PATH,
      operationId: "listHandoverTimes",
      summary: "When and where your car can be handed over",
      request: { params, query: z.object({ dealer: handoverDealer }) },
      responses: {
        ...answers(
          200,
          "Free starts of three weeks",
          z.object({
            starts: z.array(z.int()).openapi({ description: "Epoch milliseconds" }),
            dealers: z.array(z.string()),
            appointment: z.object({ at: z.int(), dealerId: z.string() }).nullable(),
          }).openapi("HandoverTimes"),
        ),
        ...problems(
          "invalid_request",
          ...SIGNED_IN_TO_CHANGE,
          "unknown_order",
          "not_bound",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const who = signedIn(api, c.req.raw);
      const order = await ownVehicleOrder(
        api,
        who,
        c.req.valid("param").order,
      );
      const choice = await handoverChoice(api, order);
      if (!choice) throw new Problem("not_bound");
      const { dealers, earliest, car: { appointment } } = choice;
      const wanted = c.req.valid("query").dealer;
      const here = earliest !== undefined && dealers.some(({ id }) => id === wanted);
      const starts = here ? await handoverStartsAt(api, wanted, earliest, order.vehicleId!) : [];
      const ids = dealers.map(({ id }) => id);
      return c.json({ starts, dealers: ids, appointment }, 200, NO_STORE);
    },
  );
  app.openapi(
    createRoute({
      ...described,
      method: "post",
      path: PATH,
      operationId: "chooseHandoverTime",
      summary: "Choose when and where your car is handed over, or move it up to a day before",
      request: {
        params,
        body: body(z.object({
          dealer: handoverDealer,
          at: namedTime,
          wasAt: namedTime.nullable().optional().openapi({
            description:
              "The appointment that you have seen, null for none; moved meanwhile, it stays",
          }),
        })),
      },
      responses: {
        ...answers(200, "Agreed", done),
        ...problems(
          ...BODY,
          ...SIGNED_IN_TO_CHANGE,
          "unknown_order",
          "unknown_dealer",
          "unknown_service",
          "not_bound",
          "delivered_already",
          "too_early",
          "too_late",
          "moved_meanwhile",
          "hour_full",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const id = c.req.valid("param").order;
      await chooseHandover(api, signedIn(api, c.req.raw), id, c.req.valid("json"));
      return c.json({ id }, 200, NO_STORE);
    },
  );
}
