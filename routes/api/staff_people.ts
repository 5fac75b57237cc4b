/** Who is staff, and as what: asked for and changed by admins. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { passkeys } from "../../actors/members/passkeys.ts";
import { staff } from "../../actors/platform/staff.ts";
import { normalisePhone } from "../../lib/auth/identity.ts";
import { dealerById } from "../../lib/dealers/dealers.ts";
import { NO_STORE } from "../../lib/http/headers.ts";
import { Problem } from "../../lib/http/problem.ts";
import { keepColleagueName, readColleague } from "../../lib/members/colleague.ts";
import type { StaffRole } from "../../lib/staff/roles.ts";
import { type ApiContext, asker, signedIn } from "./context.ts";
import { answers, ASKED, BODY, body, problems, SIGNED_IN, SIGNED_IN_TO_CHANGE } from "./openapi.ts";
import { accepted } from "./outcome.ts";
import { forStaff, STAFF_ONLY } from "./staff_guard.ts";
import * as schemas from "./staff_people_schemas.ts";

const TAGS = ["Staff"];
const PEOPLE = "/api/staff/people";

export function addStaffPeople(app: OpenAPIHono, api: ApiContext): void {
  addList(app, api);
  addAppointing(app, api);
  addWithdrawing(app, api);
  addReset(app, api);
  addRequirement(app, api);
}

function addList(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: PEOPLE,
      operationId: "listStaff",
      tags: TAGS,
      summary: "Who is staff, and as what",
      description: "Those whom the settings name come first: they are admins, and stay it.",
      ...forStaff(api, "staff.manage"),
      responses: {
        ...answers(200, "All of them", schemas.people),
        ...problems(...SIGNED_IN, ...STAFF_ONLY, ...ASKED),
      },
    }),
    async (c) => {
      const people = await Promise.all(
        [...api.staff.people()].map(async ([id, { roles, dealers }]) => {
          const { name, phone } = await readColleague(api, id);
          return {
            id,
            ...(name ? { name } : {}),
            ...(phone ? { phone } : {}),
            roles: [...roles],
            dealers: [...dealers],
            bySettings: api.staff.admins.has(id),
            passkeys: api.staff.keysOf(id),
          };
        }),
      );
      return c.json({ people, passkeysRequired: api.staff.passkeysRequired }, 200, NO_STORE);
    },
  );
}

interface Wish {
  readonly roles: readonly StaffRole[];
  readonly dealers?: readonly string[] | undefined;
  readonly name?: string | undefined;
  readonly seen?:
    | { readonly roles: readonly StaffRole[]; readonly dealers: readonly string[] }
    | undefined;
}

async function appoint(api: ApiContext, request: Request, memberId: string, wish: Wish) {
  if (api.staff.admins.has(memberId)) throw new Problem("named_by_settings");
  const dealers = [...wish.dealers ?? []];
  if (!dealers.every((id) => dealerById(id))) throw new Problem("unknown_dealer");
  const by = asker(signedIn(api, request));
  const given = accepted(
    await api.system.ask(
      staff("all"),
      "appoint",
      {
        memberId,
        roles: [...wish.roles],
        dealers,
        ...(wish.seen
          ? { seen: { roles: [...wish.seen.roles], dealers: [...wish.seen.dealers] } }
          : {}),
      },
      { by },
    ),
  );
  api.staff.learn(memberId, given);
  if (wish.name?.trim()) await keepColleagueName(api.vault, memberId, wish.name);
  return { id: memberId, ...given };
}

function addAppointing(app: OpenAPIHono, api: ApiContext): void {
  const refused = [
    ...BODY,
    ...SIGNED_IN_TO_CHANGE,
    ...STAFF_ONLY,
    "unknown_dealer",
    "dealers_missing",
    "own_roles",
    "named_by_settings",
    "too_many_staff",
    ...ASKED,
  ] as const;
  app.openapi(
    createRoute({
      method: "post",
      path: PEOPLE,
      operationId: "appointStaff",
      tags: TAGS,
      summary: "Give roles to the member with this number",
      description:
        "Who has never signed in may be appointed as well. The roles take the place of " +
        "those that were; they count within a second on every node, for open sessions, too.",
      ...forStaff(api, "staff.manage"),
      request: { body: body(schemas.appointment) },
      responses: {
        ...answers(200, "Appointed", schemas.appointed),
        ...problems(...refused, "invalid_phone"),
      },
    }),
    async (c) => {
      const { phone: written, ...wish } = c.req.valid("json");
      const phone = normalisePhone(written);
      if (!phone) throw new Problem("invalid_phone");
      const memberId = api.identity.memberId(phone);
      const appointed = await appoint(api, c.req.raw, memberId, wish);
      if (await api.vault.get(memberId, "phone") !== phone) {
        await api.vault.put(memberId, "phone", phone);
      }
      return c.json(appointed, 200, NO_STORE);
    },
  );
  app.openapi(
    createRoute({
      method: "patch",
      path: `${PEOPLE}/{member}`,
      operationId: "changeStaff",
      tags: TAGS,
      summary: "Give a person of the staff other roles",
      ...forStaff(api, "staff.manage"),
      request: { params: schemas.personParams, body: body(schemas.roles) },
      responses: {
        ...answers(200, "Changed", schemas.appointed),
        ...problems(...refused, "unknown_person", "roles_changed_meanwhile"),
      },
    }),
    async (c) => {
      const { member } = c.req.valid("param");
      known(api, member);
      return c.json(await appoint(api, c.req.raw, member, c.req.valid("json")), 200, NO_STORE);
    },
  );
}

function known({ staff }: ApiContext, memberId: string): void {
  if (staff.admins.has(memberId)) throw new Problem("named_by_settings");
  if (!staff.standingOf({ memberId, role: "member" })) throw new Problem("unknown_person");
}

function addWithdrawing(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "delete",
      path: `${PEOPLE}/{member}`,
      operationId: "withdrawStaff",
      tags: TAGS,
      summary: "Take all roles from a person",
      description:
        "Open sessions stay the member's; the console is closed to them within a second.",
      ...forStaff(api, "staff.manage"),
      request: { params: schemas.personParams },
      responses: {
        204: { description: "Withdrawn" },
        ...problems(
          "invalid_request",
          ...SIGNED_IN_TO_CHANGE,
          ...STAFF_ONLY,
          "unknown_person",
          "own_roles",
          "named_by_settings",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const { member: memberId } = c.req.valid("param");
      known(api, memberId);
      const by = asker(signedIn(api, c.req.raw));
      accepted(await api.system.ask(staff("all"), "withdraw", { memberId }, { by }));
      api.staff.learn(memberId, undefined);
      return c.body(null, 204);
    },
  );
}

function addReset(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "delete",
      path: `${PEOPLE}/{member}/passkeys`,
      operationId: "removeStaffPasskeys",
      tags: TAGS,
      summary: "Remove all passkeys of a person of the staff",
      description: "For who has lost a device: a code opens the console again until a new one is " +
        "added.",
      ...forStaff(api, "staff.manage"),
      request: { params: schemas.personParams },
      responses: {
        204: { description: "Removed" },
        ...problems(
          "invalid_request",
          ...SIGNED_IN_TO_CHANGE,
          ...STAFF_ONLY,
          "unknown_person",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const { member: memberId } = c.req.valid("param");
      if (!api.staff.standingOf({ memberId, role: "member" })) throw new Problem("unknown_person");
      const by = asker(signedIn(api, c.req.raw));
      accepted(await api.system.ask(passkeys(memberId), "remove_all", {}, { by }));
      return c.body(null, 204);
    },
  );
}

function addRequirement(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/staff/passkeys",
      operationId: "requirePasskeys",
      tags: TAGS,
      summary: "Ask staff who have a passkey to sign in with it",
      description: "A code by text message then opens the console only for those who have none.",
      ...forStaff(api, "staff.manage"),
      request: { body: body(schemas.requirement) },
      responses: {
        204: { description: "It holds from now on" },
        ...problems(...BODY, ...SIGNED_IN_TO_CHANGE, ...STAFF_ONLY, ...ASKED),
      },
    }),
    async (c) => {
      const by = asker(signedIn(api, c.req.raw));
      const wish = c.req.valid("json");
      accepted(await api.system.ask(staff("all"), "require_passkeys", wish, { by }));
      api.staff.require(wish.required);
      return c.body(null, 204);
    },
  );
}
