/** What staff do with sales: schedule, steer, change limits, reconcile. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { draw } from "../../actors/sales/draw.ts";
import { guestList } from "../../actors/sales/guest_list.ts";
import { type Line, lineNow, waitingIn } from "../../actors/sales/line_state.ts";
import { lot } from "../../actors/sales/lot.ts";
import { sale } from "../../actors/sales/sale.ts";
import { waitingRoom } from "../../actors/sales/waiting_room.ts";
import { Problem } from "../../lib/http/problem.ts";
import { leadRows } from "../../lib/read_models/sales.ts";
import { inSlices } from "../../lib/time/slices.ts";
import { type ApiContext, asker, signedIn } from "./context.ts";
import { forStaff, STAFF_ONLY } from "./staff_guard.ts";
import { accepted } from "./outcome.ts";
import * as schemas from "./schemas.ts";
import { answers, ASKED, BODY, body, problems, SIGNED_IN, SIGNED_IN_TO_CHANGE } from "./openapi.ts";

const params = z.object({ sale: schemas.saleId });

/** What staff do with a sale that is scheduled. */
const STEERING = {
  open: {
    summary: "Open a sale",
    description: "Ahead of its time; cars are given out from now on.",
    refusals: ["not_open", "closed"],
  },
  pause: {
    summary: "Pause a sale",
    description: "Claims are refused as `paused`. What was given stays given.",
    refusals: ["not_open", "closed"],
  },
  resume: {
    summary: "Resume a paused sale",
    description: "Cars are given out again, the next number first.",
    refusals: ["not_paused", "closed"],
  },
  close: {
    summary: "Close a sale",
    description: "For good. A member who asks again still gets the first answer.",
    refusals: [],
  },
} as const;

export function addSaleStaff(app: OpenAPIHono, api: ApiContext): void {
  addSchedule(app, api);
  addSteering(app, api);
  addReconciliation(app, api);
}

function addSchedule(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/sales",
      operationId: "scheduleSale",
      tags: ["Staff"],
      summary: "Schedule a sale",
      description: "It opens by itself at `opensAt` and closes by itself at `closesAt`.",
      ...forStaff(api, "sales.run"),
      request: { body: body(schemas.salePlan) },
      responses: {
        ...answers(201, "Scheduled", schemas.saleStatus),
        ...problems(
          ...BODY,
          ...SIGNED_IN_TO_CHANGE,
          ...STAFF_ONLY,
          "closes_before_it_opens",
          "deposit_too_large",
          "already_scheduled",
          "unknown_configuration",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const by = signedIn(api, c.req.raw);
      const { id, configuration, ...terms } = c.req.valid("json");
      const car = configuration === undefined ? undefined : await api.prices.price(configuration);
      if (configuration !== undefined && !car) throw new Problem("unknown_configuration");
      const plan = { ...terms, ...(car ? { car } : {}) };
      const { status } = accepted(
        await api.system.ask(sale(id), "schedule", plan, { by: asker(by) }),
      );
      return c.json({ id, status }, 201);
    },
  );
  app.openapi(
    createRoute({
      method: "patch",
      path: "/api/sales/{sale}",
      operationId: "adjustSale",
      tags: ["Staff"],
      summary: "Change a sale's limits",
      description: "Also while it runs. Cars can only become more; those in line get them first. " +
        "What is held stays held as it was. `titleEn` gives the sale a title in English, or mends it.",
      ...forStaff(api, "sales.run"),
      request: { params, body: body(schemas.saleLimits) },
      responses: {
        ...answers(200, "Changed", schemas.saleStatus),
        ...problems(
          ...BODY,
          ...SIGNED_IN_TO_CHANGE,
          ...STAFF_ONLY,
          "unknown_sale",
          "fewer_cars",
          "closes_before_it_opens",
          "closed",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const by = signedIn(api, c.req.raw);
      const { sale: id } = c.req.valid("param");
      const change = c.req.valid("json");
      const { status } = accepted(
        await api.system.ask(sale(id), "adjust", change, { by: asker(by) }),
      );
      return c.json({ id, status }, 200);
    },
  );
}

function addSteering(app: OpenAPIHono, api: ApiContext): void {
  for (const command of ["open", "pause", "resume", "close"] as const) {
    const { summary, description, refusals } = STEERING[command];
    app.openapi(
      createRoute({
        method: "post",
        path: `/api/sales/{sale}/${command}`,
        operationId: `${command}Sale`,
        tags: ["Staff"],
        summary,
        description,
        ...forStaff(api, "sales.run"),
        request: { params },
        responses: {
          ...answers(200, "Done, or it was so already", schemas.saleStatus),
          ...problems(
            "invalid_request",
            ...SIGNED_IN_TO_CHANGE,
            ...STAFF_ONLY,
            "unknown_sale",
            ...refusals,
            ...ASKED,
          ),
        },
      }),
      async (c) => {
        const by = signedIn(api, c.req.raw);
        const { sale: id } = c.req.valid("param");
        const { status } = accepted(await api.system.ask(sale(id), command, {}, { by: asker(by) }));
        return c.json({ id, status }, 200);
      },
    );
  }
}

function addReconciliation(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/sales/{sale}/reconciliation",
      operationId: "reconcileSale",
      tags: ["Staff"],
      summary: "Whether every participant is a lead",
      description: "Leads follow the lot a moment behind; in the end both numbers are equal.",
      ...forStaff(api, "sales.see"),
      request: { params },
      responses: {
        ...answers(200, "Participants beside leads", schemas.reconciliation),
        ...problems("invalid_request", ...SIGNED_IN, ...STAFF_ONLY, "unknown_sale", ...ASKED),
      },
    }),
    async (c) => {
      const { sale: id } = c.req.valid("param");
      const participants = await participantsOf(api, id);
      let leads = 0, known = 0;
      for await (const [, memberId] of api.system.rows(leadRows).keys([id])) {
        leads++;
        if (participants.has(memberId as string)) known++;
      }
      const pendingMail = participants.size - known;
      return c.json({
        participants: participants.size,
        leads,
        pendingMail,
        reconciled: pendingMail === 0,
      }, 200);
    },
  );
}

/**
 * Everyone who wanted a car: registered beforehand, entered the waiting room, or asked the lot. Copied
 * from the actors at once and gone through in slices, so that claims go on meanwhile.
 * @throws {Problem} `unknown_sale`
 */
async function participantsOf({ system }: ApiContext, id: string): Promise<Set<string>> {
  const asked = await system.view(
    lot(id),
    ({ stock, allocated, gone, ...line }) =>
      stock && { answered: [...allocated.keys(), ...gone.keys()], line: lineNow(line) },
  );
  if (!asked) throw new Problem("unknown_sale");
  const entered = await system.view(waitingRoom(id), ({ places }) => [...places.keys()]);
  const registered = await system.view(
    draw(id),
    (state) => "registered" in state ? [...state.registered.keys()] : [],
  );
  const guests = await system.view(guestList(id), ({ numbers }) => [...numbers.keys()]);
  const all = new Set<string>();
  for (const ids of [asked.answered, membersIn(asked.line), entered, registered, guests]) {
    for await (const slice of inSlices(ids)) for (const memberId of slice) all.add(memberId);
  }
  return all;
}

function* membersIn(line: Line): Iterable<string> {
  for (const [memberId] of waitingIn(line)) yield memberId;
}
