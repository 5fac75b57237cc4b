/** The showroom's editors: drafts of models, what is wrong with them, publication. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { template } from "../../actors/catalogue/template.ts";
import { templateSchema } from "../../lib/configurator/template.ts";
import { problemWords } from "../../lib/configurator/template_problems.ts";
import { NO_STORE } from "../../lib/http/headers.ts";
import { Problem, type ProblemCode } from "../../lib/http/problem.ts";
import { beginDraft, readTemplateDesk, type TemplateDesk } from "../../lib/showroom/desk.ts";
import { type ApiContext, asker, signedIn } from "./context.ts";
import { forStaff, STAFF_ONLY } from "./staff_guard.ts";
import { answers, ASKED, BODY, body, problems, SIGNED_IN, SIGNED_IN_TO_CHANGE } from "./openapi.ts";
import { accepted } from "./outcome.ts";
import * as shapes from "./showroom_schemas.ts";

const PATH = "/api/staff/showroom";
const common = { tags: ["Showroom"] };
const READ = [...SIGNED_IN, ...STAFF_ONLY, "invalid_request", ...ASKED] as const;
const CHANGE: readonly ProblemCode[] = [...BODY, ...SIGNED_IN_TO_CHANGE, ...STAFF_ONLY, ...ASKED];
const done = z.object({});

export function addShowroom(app: OpenAPIHono, api: ApiContext): void {
  addReading(app, api);
  addDraft(app, api);
  addPublication(app, api);
}

function addReading(app: OpenAPIHono, api: ApiContext): void {
  const { system, showroom } = api;
  app.openapi(
    createRoute({
      ...common,
      ...forStaff(api, "content.edit"),
      method: "get",
      path: PATH,
      operationId: "listTemplates",
      summary: "The models, their versions and drafts",
      responses: {
        ...answers(200, "In the brand's order", shapes.modelRows),
        ...problems(...READ),
      },
    }),
    async (c) => {
      const models = await Promise.all(
        showroom.all().map(async ({ model }) => {
          const desk = await readTemplateDesk(system, model, api.now());
          const { draft, latest, versions, changes, problems, scheduled } = desk;
          return {
            model,
            name: latest.name,
            version: latest.version,
            publishedAt: versions.at(-1)!.at,
            draft: draft && { revision: draft.revision, by: draft.by, at: draft.at },
            changes: changes.length,
            problems: problems.length,
            scheduled,
          };
        }),
      );
      return c.json({ models }, 200, NO_STORE);
    },
  );
  app.openapi(
    createRoute({
      ...common,
      ...forStaff(api, "content.edit"),
      method: "get",
      path: `${PATH}/{model}`,
      operationId: "readTemplateDesk",
      summary: "A model's versions and its draft",
      description: "With what is wrong with the draft, in words, and what it changes.",
      request: { params: shapes.modelParams },
      responses: { ...answers(200, "The desk", shapes.desk), ...problems(...READ) },
    }),
    async (c) => {
      const desk = await readTemplateDesk(system, c.req.valid("param").model, api.now());
      return c.json(written(desk) as never, 200, NO_STORE);
    },
  );
  app.openapi(
    createRoute({
      ...common,
      ...forStaff(api, "content.edit"),
      method: "get",
      path: `${PATH}/{model}/versions/{version}`,
      operationId: "readTemplateVersion",
      summary: "A version as it was published",
      request: { params: shapes.versionParams },
      responses: {
        ...answers(200, "It never changes", templateSchema),
        ...problems(...READ, "unknown_version"),
      },
    }),
    (c) => {
      const { model, version } = c.req.valid("param");
      const published = showroom.version(model, version);
      if (!published) throw new Problem("unknown_version");
      return c.json(published.template, 200);
    },
  );
}

const written = ({ model, versions, draft, scheduled, problems, changes }: TemplateDesk) => ({
  model,
  versions: versions.map(({ template, ...rest }) => ({ version: template.version, ...rest })),
  draft,
  scheduled,
  problems: problems.map((problem) => ({
    ...problem,
    words: { zh: problemWords(problem, "zh"), en: problemWords(problem, "en") },
  })),
  changes,
});

function addDraft(app: OpenAPIHono, api: ApiContext): void {
  const { system } = api;
  app.openapi(
    createRoute({
      ...common,
      ...forStaff(api, "content.edit"),
      method: "post",
      path: `${PATH}/{model}/draft`,
      operationId: "beginDraft",
      summary: "Begin a draft as the copy of a version",
      description: "Of an older version too: published, it comes back as a new one.",
      request: { params: shapes.modelParams, body: body(shapes.beginBody) },
      responses: {
        ...answers(201, "The first revision", shapes.revisionNow),
        ...problems(...CHANGE, "unknown_version", "draft_exists"),
      },
    }),
    async (c) => {
      const by = asker(signedIn(api, c.req.raw));
      const { from } = c.req.valid("json");
      const begun = await beginDraft(system, c.req.valid("param").model, from, by);
      return c.json(accepted(begun), 201);
    },
  );
  app.openapi(
    createRoute({
      ...common,
      ...forStaff(api, "content.edit"),
      method: "patch",
      path: `${PATH}/{model}/draft`,
      operationId: "editDraft",
      summary: "Change the draft",
      description:
        "All edits or none. The draft may have flaws meanwhile: `readTemplateDesk` names " +
        "them. On a revision that has passed it is refused as `changed_meanwhile`.",
      request: { params: shapes.modelParams, body: body(shapes.editBody) },
      responses: {
        ...answers(200, "The revision now", shapes.revisionNow),
        ...problems(
          ...CHANGE,
          "no_draft",
          "publication_waits",
          "changed_meanwhile",
          "does_not_fit",
        ),
      },
    }),
    async (c) => {
      const by = asker(signedIn(api, c.req.raw));
      const address = template(c.req.valid("param").model);
      const edit = c.req.valid("json");
      return c.json(accepted(await system.ask(address, "edit", edit, { by })), 200);
    },
  );
  app.openapi(
    createRoute({
      ...common,
      ...forStaff(api, "content.edit"),
      method: "post",
      path: `${PATH}/{model}/draft/discard`,
      operationId: "discardDraft",
      summary: "Throw the draft away",
      request: { params: shapes.modelParams, body: body(shapes.revisionBody) },
      responses: {
        ...answers(200, "There is none any more", done),
        ...problems(...CHANGE, "no_draft", "publication_waits", "changed_meanwhile"),
      },
    }),
    async (c) => {
      const by = asker(signedIn(api, c.req.raw));
      const address = template(c.req.valid("param").model);
      const { revision } = c.req.valid("json");
      return c.json(accepted(await system.ask(address, "discard", { revision }, { by })), 200);
    },
  );
}

function addPublication(app: OpenAPIHono, api: ApiContext): void {
  const { system } = api;
  app.openapi(
    createRoute({
      ...common,
      ...forStaff(api, "content.edit"),
      method: "post",
      path: `${PATH}/{model}/publications`,
      operationId: "publishDraft",
      summary: "Publish the draft, now or at a time ahead",
      description: "New configurations go by it at once, on every node. Codes, orders and open " +
        "configurators keep the version they began with.",
      request: { params: shapes.modelParams, body: body(shapes.publishBody) },
      responses: {
        ...answers(201, "The version, and when it comes", shapes.publication),
        ...problems(
          ...CHANGE,
          "no_draft",
          "publication_waits",
          "changed_meanwhile",
          "template_unsound",
          "nothing_changed",
          "begins_in_the_past",
        ),
      },
    }),
    async (c) => {
      const by = asker(signedIn(api, c.req.raw));
      const { model } = c.req.valid("param");
      const { at = null, ...rest } = c.req.valid("json");
      const outcome = await system.ask(template(model), "publish", { ...rest, at }, { by });
      const published = accepted(outcome);
      // This node answers by it from the very next request on; the others are a moment behind.
      if (at === null) await api.showroom.refresh(model);
      return c.json(published, 201);
    },
  );
  app.openapi(
    createRoute({
      ...common,
      ...forStaff(api, "content.edit"),
      method: "post",
      path: `${PATH}/{model}/publications/call-off`,
      operationId: "callOffPublication",
      summary: "Call off a publication that waits for its time",
      request: { params: shapes.modelParams },
      responses: {
        ...answers(200, "It is a draft again", done),
        ...problems(...CHANGE, "no_publication_waits"),
      },
    }),
    async (c) => {
      const by = asker(signedIn(api, c.req.raw));
      const address = template(c.req.valid("param").model);
      return c.json(accepted(await system.ask(address, "call_off", {}, { by })), 200);
    },
  );
}
