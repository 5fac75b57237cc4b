/** What staff's chat groups were told, and taking it on, for programs as on the console. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { chatGroup } from "../../actors/platform/chat_group.ts";
import { isGroup, NOTICE_CODES, NOTICES, SEVERITIES } from "../../lib/alerts/notices.ts";
import { noticeSentence } from "../../lib/alerts/words.ts";
import { readAlerts, type ToldNotice } from "../../lib/chat/told.ts";
import { NO_STORE } from "../../lib/http/headers.ts";
import { Problem } from "../../lib/http/problem.ts";
import { type ApiContext, asker, signedIn } from "./context.ts";
import { answers, ASKED, BODY, body, problems, SIGNED_IN, SIGNED_IN_TO_CHANGE } from "./openapi.ts";
import { accepted } from "./outcome.ts";
import { forStaff, STAFF_ONLY } from "./staff_guard.ts";

const TAGS = ["Staff"];
const PATH = "/api/staff/alerts";

const told = z.object({
  group: z.string(),
  key: z.string().openapi({ description: "What it is acknowledged by, within its group" }),
  code: z.enum(NOTICE_CODES),
  severity: z.enum(SEVERITIES),
  text: z.object({ zh: z.string(), en: z.string() }),
  href: z.string().nullable(),
  count: z.int(),
  at: z.int().openapi({ description: "Epoch milliseconds" }),
  status: z.enum(["waiting", "sending", "sent", "acknowledged"]),
  repeats: z.int(),
  acknowledged: z.object({ by: z.string(), at: z.int() }).nullable(),
});
const alerts = z.object({ open: z.array(told), settled: z.array(told) }).openapi("Alerts");

const params = z.object({
  group: z.string().refine(isGroup, "there is no such group").openapi({ example: "service" }),
});
const wish = z.object({ key: z.string().min(1).max(200) });
const acknowledged = z.object({
  acknowledged: z.int().openapi({ description: "How many notices; 0 if somebody was quicker" }),
}).openapi("Acknowledged");

const shown = (one: ToldNotice) => ({
  ...{ group: one.group, key: one.key, code: one.code, severity: NOTICES[one.code].severity },
  text: { zh: noticeSentence(one, "zh"), en: noticeSentence(one, "en") },
  ...{ href: one.href, count: one.count, at: one.at, status: one.status, repeats: one.repeats },
  acknowledged: one.acknowledged,
});

export function addStaffAlerts(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: PATH,
      operationId: "listAlerts",
      tags: TAGS,
      summary: "What the groups were told: open, and the newest that somebody took on",
      ...forStaff(api, "alerts.work"),
      responses: {
        ...answers(200, "The newest first", alerts),
        ...problems(...SIGNED_IN, ...STAFF_ONLY, ...ASKED),
      },
    }),
    async (c) => {
      const { open, settled } = await readAlerts(api);
      return c.json({ open: open.map(shown), settled: settled.map(shown) }, 200, NO_STORE);
    },
  );
  app.openapi(
    createRoute({
      method: "post",
      path: `${PATH}/{group}/acknowledge`,
      operationId: "acknowledgeAlert",
      tags: TAGS,
      summary: "Take one on; it is not repeated",
      description: "The first who does is recorded, with the time.",
      ...forStaff(api, "alerts.work"),
      request: { params, body: body(wish) },
      responses: {
        ...answers(200, "Taken on", acknowledged),
        ...problems(...BODY, ...SIGNED_IN_TO_CHANGE, ...STAFF_ONLY, "unknown_notice", ...ASKED),
      },
    }),
    async (c) => {
      const { group } = c.req.valid("param");
      if (!api.chat.groups.has(group)) throw new Problem("unknown_notice");
      const by = { by: asker(signedIn(api, c.req.raw)) };
      const { key } = c.req.valid("json");
      const outcome = await api.system.ask(chatGroup(group), "acknowledge", { key }, by);
      if (!outcome.ok) throw new Problem("unknown_notice");
      return c.json(accepted(outcome), 200, NO_STORE);
    },
  );
}
