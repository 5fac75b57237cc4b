/** A flash sale's order goes on as the order of a car. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { allotment } from "../../actors/orders/allotment.ts";
import { vehicleOrder } from "../../actors/orders/vehicle_order.ts";
import { order } from "../../actors/sales/order.ts";
import { sale, type SalePlan } from "../../actors/sales/sale.ts";
import type { Claims } from "../../lib/auth/token.ts";
import { NO_STORE } from "../../lib/http/headers.ts";
import { Problem } from "../../lib/http/problem.ts";
import { type ApiContext, asker, signedIn } from "./context.ts";
import { answers, ASKED, BEARER, BODY, body, problems, SIGNED_IN_TO_CHANGE } from "./openapi.ts";
import { accepted } from "./outcome.ts";
import { orderId } from "./schemas.ts";
import { ofOthersIsNone, priced, taken } from "./vehicle_orders.ts";

/** It is placed by mail, which comes at once. */
const PLACED_WITHIN_MS = 2_000;
const LOOK_EVERY_MS = 25;

export interface Terms {
  /** The sale's car at its frozen price; undefined where the buyer configures one. */
  readonly car: SalePlan["car"];
  /** The model that the sale is of, and that the buyer's configuration has to be of. */
  readonly model: string;
  readonly as: "reservation" | "earnest";
}

/** What the sale says about the order of the car. */
export async function termsOf(
  { system }: Pick<ApiContext, "system">,
  saleId: string,
): Promise<Terms> {
  return await system.view(sale(saleId), (state) => {
    const plan = state.status === "draft" ? undefined : state.plan;
    return {
      car: plan?.car && structuredClone(plan.car),
      model: plan?.model ?? "",
      as: plan?.depositAs ?? "reservation",
    };
  });
}

/** Places the car's order under the same id; asked again it is still that one. @throws {Problem} */
export async function goOn(api: ApiContext, who: Claims, id: string, code?: string): Promise<void> {
  const { memberId } = who;
  const placed = await api.system.view(order(id), (found) => ({ ...found }));
  if (placed.status === "none" || placed.memberId !== memberId) throw new Problem("unknown_order");
  if (placed.status !== "paid") throw new Problem("not_paid_yet");
  if (placed.continuedAt === undefined) {
    const { car, model, as } = await termsOf(api, placed.saleId);
    const { limited, ...placing } = car
      ? { car, limited: false }
      : await configured(api, id, model, code);
    const said = { memberId, as, ...placing, ...(limited ? { allotment: placing.car.code } : {}) };
    const answer = await api.system.ask(order(id), "continue", said, { by: asker(who) });
    if (!answer.ok && limited) {
      await api.system.ask(allotment(placing.car.code), "give_back", { orderId: id });
    }
    accepted(ofOthersIsNone(answer));
  }
  for (let waited = 0; waited <= PLACED_WITHIN_MS; waited += LOOK_EVERY_MS) {
    if (await api.system.view(vehicleOrder(id), ({ status }) => status !== "none")) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** The car that the buyer has configured, taken where only some are left of it. @throws {Problem} */
async function configured(api: ApiContext, id: string, model: string, code: string | undefined) {
  if (code === undefined) throw new Problem("unknown_configuration");
  const car = await priced(api, code);
  if (car.model !== model) throw new Problem("other_model", { more: { model } });
  const limited = "allotment" in await taken(api, car.code, id);
  return { car, limited };
}

export function addHandingOver(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/orders/{order}/vehicle-order",
      operationId: "continueOrder",
      tags: ["Orders"],
      summary: "Go on as the order of a car",
      description: "Once the deposit is paid. The order of the car has the same id; the deposit " +
        "counts there, and is paid back there. `code` is needed where the sale names no car, and is of " +
        "a configuration of the sale's model.",
      security: BEARER,
      request: {
        params: z.object({ order: orderId }),
        body: body(z.object({ code: z.string().max(40).optional() })),
      },
      responses: {
        ...answers(201, "The order of the car", z.object({ id: z.string() })),
        ...problems(
          ...BODY,
          ...SIGNED_IN_TO_CHANGE,
          "unknown_order",
          "unknown_configuration",
          "other_model",
          "price_changed",
          "sold_out",
          "not_paid_yet",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const { order: id } = c.req.valid("param");
      await goOn(api, signedIn(api, c.req.raw), id, c.req.valid("json").code);
      return c.json({ id }, 201, NO_STORE);
    },
  );
}
