/** The steps of a car's order that its buyer takes, one route each. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { allotment } from "../../actors/orders/allotment.ts";
import { vehicleOrder } from "../../actors/orders/vehicle_order.ts";
import { parseIdentityNumber } from "../../lib/adapters/real_name/identity_number.ts";
import type { Claims } from "../../lib/auth/token.ts";
import { NO_STORE } from "../../lib/http/headers.ts";
import { Problem, type ProblemCode } from "../../lib/http/problem.ts";
import { documentCode } from "../../lib/orders/terms.ts";
import { keepPerson, personOf } from "../../lib/orders/person.ts";
import { type ApiContext, asker, signedIn } from "./context.ts";
import { answers, ASKED, BEARER, BODY, body, problems, SIGNED_IN_TO_CHANGE } from "./openapi.ts";
import { accepted } from "./outcome.ts";
import { orderId } from "./schemas.ts";
import * as shapes from "./vehicle_order_schemas.ts";
import { ofOthersIsNone, ownVehicleOrder, priced, taken } from "./vehicle_orders.ts";

const TAGS = ["Vehicle orders"];
const ONE = "/api/vehicle-orders/{order}";
const params = z.object({ order: orderId });
const noBody = z.object({}).optional();

type Ask = (
  api: ApiContext,
  who: Claims,
  id: string,
  // deno-lint-ignore no-explicit-any -- each step's body is parsed by its own schema
  said: any,
) => Promise<{ readonly ok: boolean; readonly refusal?: string }>;

interface Step {
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly body: z.ZodType;
  readonly refused: readonly ProblemCode[];
  readonly ask: Ask;
}

const of = ({ memberId }: Claims, id: string) => ({ address: vehicleOrder(id), memberId });

export const proveName: Ask = async (api, who, id, { name, identityNumber }) => {
  const number = parseIdentityNumber(identityNumber);
  if (number === undefined) throw new Problem("invalid_identity");
  const { status } = await ownVehicleOrder(api, who, id);
  // Before anything is kept: the lock fixes the buyer, also in the vault.
  if (status === "cancelled") throw new Problem("cancelled_already");
  if (!["placed", "reserved", "ordered"].includes(status)) throw new Problem("locked_already");
  await keepPerson(api.vault, who.memberId, { name, identityNumber: number });
  const { address, memberId } = of(who, id);
  return await api.system.ask(address, "prove_name", { memberId }, { by: asker(who) });
};

/** The buyer as papers name them: what was proved, or what they are called here. */
export const buyerName = async (
  { vault }: Pick<ApiContext, "vault">,
  { memberId }: Pick<Claims, "memberId">,
): Promise<string | undefined> =>
  (await personOf(vault, memberId))?.name ?? await vault.get(memberId, "name");

/** Another car for the order, at today's price; what was taken for it is given back if it is refused. */
export const changeCar: Ask = async (api, who, id, { code }) => {
  const { address, memberId } = of(who, id);
  await ownVehicleOrder(api, who, id);
  const car = await priced(api, code);
  const had = await api.system.view(address, (order) => order.allotment);
  const changing = { memberId, car, ...await taken(api, car.code, id) };
  const answer = await api.system.ask(address, "change", changing, { by: asker(who) });
  if (!answer.ok && had !== car.code) {
    await api.system.ask(allotment(car.code), "give_back", { orderId: id });
  }
  return answer;
};

const STEPS: readonly Step[] = [
  {
    path: "configuration",
    operationId: "changeVehicleOrder",
    summary: "Change the car, at today's price",
    body: shapes.placing,
    refused: [
      "cancelled_already",
      "locked_already",
      "payment_open",
      "unknown_configuration",
      "sold_out",
    ],
    ask: changeCar,
  },
  {
    path: "real-name",
    operationId: "proveRealName",
    summary: "Prove your real name; the answer is in the order a moment later",
    body: shapes.person,
    refused: ["cancelled_already", "locked_already", "invalid_identity"],
    ask: proveName,
  },
  {
    path: "warnings",
    operationId: "confirmWarnings",
    summary: "Confirm what the lock means",
    body: shapes.warnings,
    refused: ["locked_already", "warnings_missing"],
    ask: (api, who, id, said) =>
      api.system.ask(of(who, id).address, "confirm_warnings", {
        ...said,
        memberId: who.memberId,
      }, { by: asker(who) }),
  },
  {
    path: "documents",
    operationId: "handInDocument",
    summary: "Say that a paper was handed in",
    body: z.object({ code: documentCode }),
    refused: [],
    ask: (api, { memberId, role }, id, { code }) =>
      api.system.ask(vehicleOrder(id), "hand_in", { memberId, code }, {
        by: { id: memberId, role },
      }),
  },
  ...([
    ["lock", "lock", "lockVehicleOrder", "Fix car and buyer", [
      "cancelled_already",
      "warnings_missing",
      "not_ordered",
    ]],
    ["cancel", "cancel", "cancelVehicleOrder", "Cancel; what is yours goes back", [
      "ready_already",
    ]],
    ["drop-payment", "drop_payment", "dropPayment", "Close the open payment", []],
  ] as const).map(([path, command, operationId, summary, refused]) => ({
    path,
    operationId,
    summary,
    refused,
    body: noBody,
    ask: ((api, who, id) =>
      api.system.ask(vehicleOrder(id), command, { memberId: who.memberId }, {
        by: asker(who),
      })) as Ask,
  })),
];

export function addVehicleOrderSteps(app: OpenAPIHono, api: ApiContext): void {
  for (const step of STEPS) {
    const bodied = step.body === noBody ? {} : { body: body(step.body) };
    app.openapi(
      createRoute({
        method: "post",
        path: `${ONE}/${step.path}`,
        operationId: step.operationId,
        tags: TAGS,
        summary: step.summary,
        security: BEARER,
        request: { params, ...bodied },
        responses: {
          ...answers(200, "Done", shapes.done),
          ...problems(...BODY, ...SIGNED_IN_TO_CHANGE, "unknown_order", ...step.refused, ...ASKED),
        },
      }),
      async (c) => {
        const who = signedIn(api, c.req.raw);
        const id = c.req.valid("param").order;
        const said = step.body === noBody ? {} : (c.req.valid as (of: string) => unknown)("json");
        accepted(ofOthersIsNone(await step.ask(api, who, id, said)) as never);
        return c.json({ id }, 200, NO_STORE);
      },
    );
  }
}
