/** A member's open sessions: on which devices, and their end one by one. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { member } from "../../actors/members/member.ts";
import { NO_STORE } from "../../lib/http/headers.ts";
import { readSessionLabels } from "../../lib/members/session_labels.ts";
import { type ApiContext, signedIn } from "./context.ts";
import { answers, ASKED, BEARER, problems, SIGNED_IN, SIGNED_IN_TO_CHANGE } from "./openapi.ts";
import { accepted } from "./outcome.ts";

const TAGS = ["Sign-in"];
const OWN = "/api/members/me/sessions";

const sessions = z.object({
  sessions: z.array(z.object({
    id: z.string(),
    device: z.string().openapi({
      description: "Empty where it is not known",
      example: "Chrome · Mac",
    }),
    openedAt: z.int().nullable(),
    expiresAt: z.int(),
    passkey: z.boolean().openapi({ description: "Opened by a passkey" }),
    current: z.boolean().openapi({ description: "The one that asks" }),
  })),
}).openapi("Sessions");

export function addMemberSessions(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: OWN,
      operationId: "listSessions",
      tags: TAGS,
      summary: "Your open sessions, the newest first",
      security: BEARER,
      responses: { ...answers(200, "All of them", sessions), ...problems(...SIGNED_IN, ...ASKED) },
    }),
    async (c) => {
      const { memberId, sessionId } = signedIn(api, c.req.raw);
      const found = await openSessions(api, memberId);
      return c.json(
        { sessions: found.map((one) => ({ ...one, current: one.id === sessionId })) },
        200,
        NO_STORE,
      );
    },
  );
  app.openapi(
    createRoute({
      method: "delete",
      path: `${OWN}/{session}`,
      operationId: "endSession",
      tags: TAGS,
      summary: "End one of your sessions",
      description:
        "Its token is worthless from now on, on every node. One that has ended stays so.",
      security: BEARER,
      request: {
        params: z.object({
          session: z.string().regex(/^[\w-]{1,64}$/).openapi({
            param: { name: "session", in: "path" },
          }),
        }),
      },
      responses: {
        204: { description: "Ended" },
        ...problems("invalid_request", ...SIGNED_IN_TO_CHANGE, ...ASKED),
      },
    }),
    async (c) => {
      const { memberId } = signedIn(api, c.req.raw);
      const { session: sessionId } = c.req.valid("param");
      await endSession(api, memberId, sessionId);
      return c.body(null, 204);
    },
  );
}

/** Without the mark of which is the current one. */
export async function openSessions(
  { system, vault, now }: Pick<ApiContext, "system" | "vault" | "now">,
  memberId: string,
) {
  const at = now();
  const [open, labels] = await Promise.all([
    system.view(
      member(memberId),
      ({ sessions }) => sessions.filter(([, until]) => until > at).map(([...one]) => one),
    ),
    readSessionLabels(vault, memberId),
  ]);
  return open.toReversed().map(([id, expiresAt]) => ({
    id,
    device: labels[id]?.device ?? "",
    openedAt: labels[id]?.at ?? null,
    expiresAt,
    passkey: labels[id]?.passkey ?? false,
  }));
}

/** Revoked here at once, and on the other nodes as soon as they see it. */
export async function endSession(
  api: Pick<ApiContext, "system" | "sessions">,
  memberId: string,
  sessionId: string,
): Promise<void> {
  const mine = member(memberId);
  const until = await api.system.view(
    mine,
    ({ sessions }) => sessions.find(([id]) => id === sessionId)?.[1],
  );
  accepted(await api.system.ask(mine, "sign_out", { sessionId }));
  if (until !== undefined) api.sessions.revoke(sessionId, until);
}
