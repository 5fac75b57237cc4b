/** Staff and the identity numbers of a sale: who gave one, which are disputed, and setting one free. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { draw } from "../../actors/sales/draw.ts";
import { placeOf } from "../../actors/sales/line_state.ts";
import { lot, type LotState } from "../../actors/sales/lot.ts";
import { parseIdentityNumber } from "../../lib/adapters/real_name/identity_number.ts";
import { NO_STORE } from "../../lib/http/headers.ts";
import { Problem } from "../../lib/http/problem.ts";
import { type ApiContext, asker, signedIn } from "./context.ts";
import { answers, ASKED, BODY, body, problems, SIGNED_IN, SIGNED_IN_TO_CHANGE } from "./openapi.ts";
import { accepted } from "./outcome.ts";
import * as schemas from "./schemas.ts";
import { forStaff, STAFF_ONLY } from "./staff_guard.ts";
import { record } from "./staff_record.ts";

export type Bearer = z.infer<typeof schemas.identityBearer>;

const params = z.object({ sale: schemas.saleId });
/** Disputes that are told at once. */
const MOST = 200;

export function addIdentities(app: OpenAPIHono, api: ApiContext): void {
  addLook(app, api);
  addDisputes(app, api);
  addFreeing(app, api);
}

function addLook(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/sales/{sale}/identities/look",
      operationId: "whoGaveIdentity",
      tags: ["Staff"],
      summary: "Who gave an identity number in a sale",
      description: "For whoever has its paper before them. The number is not kept.",
      ...forStaff(api, "sales.run"),
      request: { params, body: body(schemas.identityLook) },
      responses: {
        ...answers(200, "Those who gave it, the first one first", schemas.identityBearers),
        ...problems(
          ...BODY,
          ...SIGNED_IN_TO_CHANGE,
          ...STAFF_ONLY,
          "unknown_sale",
          "invalid_identity",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const { sale: id } = c.req.valid("param");
      const number = parseIdentityNumber(c.req.valid("json").identityNumber);
      if (number === undefined) throw new Problem("invalid_identity");
      const [members = []] = await bearersIn(api, id, api.identity.personIn(id, number));
      return c.json({ members }, 200, NO_STORE);
    },
  );
}

function addDisputes(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/sales/{sale}/identities/disputed",
      operationId: "disputedIdentities",
      tags: ["Staff"],
      summary: "Identity numbers that several members of a sale say are theirs",
      ...forStaff(api, "sales.see"),
      request: { params },
      responses: {
        ...answers(200, `At most ${MOST} numbers`, schemas.identityDisputes),
        ...problems("invalid_request", ...SIGNED_IN, ...STAFF_ONLY, "unknown_sale", ...ASKED),
      },
    }),
    async (c) => {
      const groups = await bearersIn(api, c.req.valid("param").sale);
      const disputes = groups.map((members) => ({ members }));
      return c.json({ disputes }, 200, NO_STORE);
    },
  );
}

function addFreeing(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/sales/{sale}/identities/free",
      operationId: "freeIdentity",
      tags: ["Staff"],
      summary: "Free an identity number from a member",
      description: "For a reason, which stands in the journal of what staff do. The member keeps " +
        "their car or place; a car that is not theirs to have is given back by cancelling its order.",
      ...forStaff(api, "sales.run"),
      request: { params, body: body(schemas.identityFreed) },
      responses: {
        204: { description: "The number may be given by whose it is" },
        ...problems(
          ...BODY,
          ...SIGNED_IN_TO_CHANGE,
          ...STAFF_ONLY,
          "unknown_sale",
          "no_identity",
          "reason_missing",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const who = signedIn(api, c.req.raw);
      const { sale: id } = c.req.valid("param");
      const { memberId, reason } = c.req.valid("json");
      const view = await api.boards.view(id);
      if (!view) throw new Problem("unknown_sale");
      await record(api, who, { action: "identity_freed", target: `${id}/${memberId}`, reason });
      const by = { by: asker(who) };
      accepted(
        view.mode === "draw"
          ? await api.system.ask(draw(id), "free_identity", { memberId }, by)
          : await api.system.ask(lot(id), "free_identity", { memberId }, by),
      );
      return c.body(null, 204);
    },
  );
}

/**
 * Members who gave an identity, or each that several did who take part.
 * @throws {Problem} `unknown_sale`
 */
async function bearersIn(
  { boards, system }: ApiContext,
  saleId: string,
  identity?: string,
): Promise<Bearer[][]> {
  const view = await boards.view(saleId);
  if (!view) throw new Problem("unknown_sale");
  if (view.mode === "first_come") {
    return await system.view(lot(saleId), (state) => groupsOf(state, identity, inLot));
  }
  return await system.view(
    draw(saleId),
    (state) => state.status === "none" ? [] : groupsOf(state, identity, inDraw),
  );
}

type Part = Omit<Bearer, "memberId">;

function groupsOf<S extends { readonly identities: ReadonlyMap<string, readonly string[]> }>(
  state: S,
  identity: string | undefined,
  partOf: (state: S, memberId: string) => Part | undefined,
): Bearer[][] {
  const bearers = (members: readonly string[]): Bearer[] =>
    members.map((memberId) => ({ memberId, ...(partOf(state, memberId) ?? { outcome: "gone" }) }));
  if (identity !== undefined) return [bearers(state.identities.get(identity) ?? [])];
  const groups: Bearer[][] = [];
  for (const members of state.identities.values()) {
    if (members.length < 2) continue;
    const taking = bearers(members).filter(({ outcome }) => outcome !== "gone");
    if (taking.length > 1 && groups.push(taking) === MOST) break;
  }
  return groups;
}

function inLot(state: LotState, memberId: string): Part | undefined {
  const car = state.allocated.get(memberId);
  if (car) return { outcome: car.sold ? "sold" : "held", orderId: car.orderId };
  return placeOf(state, memberId) === undefined ? undefined : { outcome: "waiting" };
}

const inDraw = (
  { registered }: { readonly registered: ReadonlyMap<string, unknown> },
  memberId: string,
): Part | undefined => registered.has(memberId) ? { outcome: "registered" } : undefined;
