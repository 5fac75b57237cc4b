/** Models, the resolution of a choice, share codes, and the configurations that a member keeps. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { savedConfigurations } from "../../actors/catalogue/saved_configurations.ts";
import { choose } from "../../lib/configurator/choose.ts";
import { configure } from "../../lib/configurator/price.ts";
import { modelName } from "../../lib/configurator/priced.ts";
import { settle } from "../../lib/configurator/resolve.ts";
import { ruleBook } from "../../lib/configurator/rule_book.ts";
import { type Template, templateSchema } from "../../lib/configurator/template.ts";
import { NO_STORE } from "../../lib/http/headers.ts";
import { Problem } from "../../lib/http/problem.ts";
import { trimsOnSale } from "../../lib/configurator/offered.ts";
import type { Opened, Showroom } from "../../lib/showroom/showroom.ts";
import {
  codeParam,
  modelList,
  modelParam,
  resolveBody,
  resolved,
  saveBody,
  savedList,
  shared,
} from "./catalogue_schemas.ts";
import { type ApiContext, asker, signedIn } from "./context.ts";
import {
  answers,
  ASKED,
  BEARER,
  BODY,
  body,
  FOR_ANYONE,
  problems,
  SIGNED_IN_TO_CHANGE,
} from "./openapi.ts";
import { accepted } from "./outcome.ts";

const TAGS = ["Catalogue"];

/** @throws {Problem} 404 */
function templateNamed(showroom: Showroom, name: string): Template {
  const model = modelName.safeParse(name);
  if (!model.success) throw new Problem("unknown_model", { detail: `there is no model "${name}"` });
  return showroom.current(model.data);
}

/** @throws {Problem} 404 */
function openedOr404(showroom: Showroom, code: string): Opened {
  const opened = showroom.open(code);
  if (!opened) throw new Problem("unknown_configuration", { detail: `there is no code "${code}"` });
  return opened;
}

export function addCatalogue(app: OpenAPIHono, api: ApiContext): void {
  addModels(app, api);
  addShare(app, api);
  addSaved(app, api);
}

function addModels(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/models",
      operationId: "listModels",
      security: FOR_ANYONE,
      tags: TAGS,
      summary: "The models and their trims",
      responses: answers(200, "In the brand's order", modelList),
    }),
    (c) =>
      c.json({
        models: api.showroom.all().map((template) => {
          const { model, name, line, energy, seats, version } = template;
          return {
            model,
            name,
            line,
            energy,
            seats,
            templateVersion: version,
            trims: trimsOnSale(template).map(({ code, name, priceFen }) => ({
              code,
              name,
              priceFen,
            })),
          };
        }),
      }, 200),
  );
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/models/{model}",
      operationId: "readModel",
      security: FOR_ANYONE,
      tags: TAGS,
      summary: "Everything a model can be built as",
      request: { params: modelParam },
      responses: {
        ...answers(200, "Trims, options and rules of the current version", templateSchema),
        ...problems("unknown_model"),
      },
    }),
    (c) => {
      const template = templateNamed(api.showroom, c.req.valid("param").model);
      return c.json({ ...template, trims: trimsOnSale(template) }, 200);
    },
  );
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/models/{model}/resolve",
      operationId: "resolveConfiguration",
      security: FOR_ANYONE,
      tags: TAGS,
      summary: "The car that follows from choices, and what a further click would change",
      request: { params: modelParam, body: body(resolveBody) },
      responses: {
        ...answers(200, "A whole car with its price", resolved),
        ...problems("unknown_model", ...BODY),
      },
    }),
    (c) => {
      const template = templateNamed(api.showroom, c.req.valid("param").model);
      const { trim, wishes, click } = c.req.valid("json");
      const book = ruleBook(template, trim);
      if (!book || book.trim.off) throw unexpected("trim", trim, trimsOnSale(template));
      const configured = (wishes: readonly string[]) => configure(template, { trim, wishes })!;
      const now = { configuration: configured(wishes), wishes: settle(book, wishes) };
      if (click === undefined) return c.json(now, 200, NO_STORE);
      if (!book.has(click)) {
        throw unexpected("click", click, template.options.filter(({ code }) => book.has(code)));
      }
      const { next, adds, removes, differenceFen } = choose(book, wishes, click);
      return c.json(
        {
          ...now,
          click: {
            wishes: [...next.wishes],
            adds: [...adds],
            removes: [...removes],
            differenceFen,
            configuration: configured(next.wishes),
          },
        },
        200,
        NO_STORE,
      );
    },
  );
}

const unexpected = (field: string, got: string, known: readonly { code: string }[]): Problem =>
  new Problem("invalid_request", {
    detail: `${field}: expected one of ${known.map(({ code }) => code).join(", ")}, got "${got}"`,
  });

function addShare(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/configurations/{code}",
      operationId: "openConfiguration",
      security: FOR_ANYONE,
      tags: TAGS,
      summary: "The car of a share code",
      description: "By the template of the code's own version: an old code gives its old car.",
      request: { params: codeParam },
      responses: {
        ...answers(200, "The same car again", shared),
        ...problems("invalid_request", "unknown_configuration"),
      },
    }),
    (c) => {
      const { priced, selection, outdated } = openedOr404(api.showroom, c.req.valid("param").code);
      return c.json({ configuration: priced, wishes: [...selection.wishes], outdated }, 200);
    },
  );
}

function addSaved(app: OpenAPIHono, api: ApiContext): void {
  const { system } = api;
  const read = async (memberId: string) => ({
    saved: await system.view(
      savedConfigurations(memberId),
      ({ saved }) =>
        saved.toReversed().flatMap(({ code, at }) => {
          const opened = api.showroom.open(code);
          return opened ? [{ configuration: opened.priced, savedAt: at }] : [];
        }),
    ),
  });
  const CHANGE = problems(...SIGNED_IN_TO_CHANGE, ...ASKED);
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/configurations",
      operationId: "listConfigurations",
      tags: TAGS,
      summary: "The configurations you keep",
      security: BEARER,
      responses: { ...answers(200, "The latest first", savedList), ...CHANGE },
    }),
    async (c) => c.json(await read(signedIn(api, c.req.raw).memberId), 200, NO_STORE),
  );
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/configurations",
      operationId: "saveConfiguration",
      tags: TAGS,
      summary: "Keep a configuration",
      security: BEARER,
      request: { body: body(saveBody) },
      responses: {
        ...answers(201, "What you keep now", savedList),
        ...problems(
          "unknown_configuration",
          "too_many_saved",
          ...BODY,
          ...SIGNED_IN_TO_CHANGE,
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const who = signedIn(api, c.req.raw);
      const { code } = openedOr404(api.showroom, c.req.valid("json").code).priced;
      const mine = savedConfigurations(who.memberId);
      accepted(await system.ask(mine, "save", { code }, { by: asker(who) }));
      return c.json(await read(who.memberId), 201, NO_STORE);
    },
  );
  app.openapi(
    createRoute({
      method: "delete",
      path: "/api/configurations/{code}",
      operationId: "removeConfiguration",
      tags: TAGS,
      summary: "Keep a configuration no longer",
      security: BEARER,
      request: { params: codeParam },
      responses: {
        ...answers(200, "What you keep now", savedList),
        ...problems(
          "invalid_request",
          "unknown_configuration",
          ...SIGNED_IN_TO_CHANGE,
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const who = signedIn(api, c.req.raw);
      const { code } = openedOr404(api.showroom, c.req.valid("param").code).priced;
      const mine = savedConfigurations(who.memberId);
      accepted(await system.ask(mine, "remove", { code }, { by: asker(who) }));
      return c.json(await read(who.memberId), 200, NO_STORE);
    },
  );
}
