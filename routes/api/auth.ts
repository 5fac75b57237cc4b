/** Signing in with a phone and a code, signing out, and who one is. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { setCookie } from "hono/cookie";
import { codeWaitMs, member } from "../../actors/members/member.ts";
import { normalisePhone, sameCode } from "../../lib/auth/identity.ts";
import { SESSION_COOKIE } from "../../lib/auth/sessions.ts";
import { NO_STORE } from "../../lib/http/headers.ts";
import { Problem } from "../../lib/http/problem.ts";
import { type ApiContext, originOf, signedIn } from "./context.ts";
import {
  answers,
  ASKED,
  BEARER,
  BODY,
  body,
  FOR_ANYONE,
  problems,
  SIGNED_IN,
  SIGNED_IN_TO_CHANGE,
} from "./openapi.ts";
import { accepted } from "./outcome.ts";
import * as schemas from "./schemas.ts";
import { answerSession, masked, newSession, randomId } from "./session_open.ts";

export function addAuth(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/auth/otp",
      operationId: "requestCode",
      security: FOR_ANYONE,
      tags: ["Sign-in"],
      summary: "Have a sign-in code sent by text message",
      description: "At most once a minute and ten times a day for a number, and so many for an " +
        "address. A code is good for five minutes, five tries and one sign-in; a new one replaces it.",
      request: { body: body(schemas.phoneBody) },
      responses: {
        204: { description: "Accepted; the message is on its way" },
        ...problems(...BODY, "invalid_phone", "too_many_codes", "too_many_requests", ...ASKED),
      },
    }),
    async (c) => {
      const phone = mobile(c.req.valid("json").phone);
      api.addressLimits.take("codes", originOf(c));
      const memberId = api.identity.memberId(phone);
      const waitMs = await api.system.view(
        member(memberId),
        (state) => codeWaitMs(state, api.now()),
      );
      if (waitMs > 0) throw tooManyCodes(waitMs);
      // Before the turn whose message needs it, but not for somebody who will get none.
      if (await api.vault.get(memberId, "phone") !== phone) {
        await api.vault.put(memberId, "phone", phone);
      }
      const nonce = randomId();
      accepted(await api.system.ask(member(memberId), "request_code", { nonce }));
      return c.body(null, 204);
    },
  );
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/auth/session",
      operationId: "signIn",
      security: FOR_ANYONE,
      tags: ["Sign-in"],
      summary: "Sign in with the code",
      description: "Answers a token for programs and sets the same as the cookie `session` for " +
        "browsers. Both are good for 30 days. At most twenty sessions are open at once; the " +
        "oldest goes.",
      request: { body: body(schemas.signInBody) },
      responses: {
        ...answers(
          201,
          "Signed in; the token is also set as a cookie",
          schemas.session,
        ),
        ...problems(
          ...BODY,
          "invalid_phone",
          "wrong_code",
          "no_code",
          "code_expired",
          "code_void",
          "too_many_requests",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      api.addressLimits.take("signIns", originOf(c));
      const { phone: written, code } = c.req.valid("json");
      const phone = mobile(written);
      const memberId = api.identity.memberId(phone);
      const nonce = await api.system.view(member(memberId), (state) => state.code?.nonce);
      if (nonce === undefined) throw new Problem("no_code");
      const correct = sameCode(code, api.identity.code(memberId, nonce));
      const { sessionId, expiresAt } = newSession(api, memberId);
      accepted(
        await api.system.ask(member(memberId), "sign_in", { nonce, correct, sessionId, expiresAt }),
      );
      const answer = await answerSession(c, api, { memberId, sessionId, expiresAt });
      return c.json(answer, 201, NO_STORE);
    },
  );
  app.openapi(
    createRoute({
      method: "delete",
      path: "/api/auth/session",
      operationId: "signOut",
      tags: ["Sign-in"],
      summary: "Sign out",
      description: "The token is worthless from now on, on every node.",
      security: BEARER,
      request: {
        query: z.object({
          everywhere: z.enum(["true", "false"]).optional().openapi({
            description: "`true` ends all your sessions",
          }),
        }),
      },
      responses: {
        204: { description: "Signed out" },
        ...problems("invalid_request", ...SIGNED_IN_TO_CHANGE, ...ASKED),
      },
    }),
    async (c) => {
      const { memberId, sessionId, expiresAtMs } = signedIn(api, c.req.raw);
      const actor = member(memberId);
      const { ended } = accepted(
        c.req.valid("query").everywhere === "true"
          ? await api.system.ask(actor, "sign_out_everywhere", {})
          : await api.system.ask(actor, "sign_out", { sessionId }),
      );
      // Test members share one session that no member has opened: it must not end for all of them.
      if (ended > 0) api.sessions.revoke(sessionId, expiresAtMs);
      setCookie(c, SESSION_COOKIE, "", { path: "/", maxAge: 0 });
      return c.body(null, 204);
    },
  );
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/members/me",
      operationId: "readMe",
      tags: ["Sign-in"],
      summary: "Who I am",
      security: BEARER,
      responses: {
        ...answers(200, "You", schemas.memberView),
        ...problems(...SIGNED_IN, ...ASKED),
      },
    }),
    async (c) => {
      const { memberId, role } = signedIn(api, c.req.raw);
      const phone = await api.vault.get(memberId, "phone");
      return c.json(
        { id: memberId, role, ...(phone ? { phone: masked(phone) } : {}) },
        200,
        NO_STORE,
      );
    },
  );
}

function mobile(written: string): string {
  const phone = normalisePhone(written);
  if (!phone) {
    throw new Problem("invalid_phone", {
      detail: "expected eleven digits that begin with 13 to 19, such as 138 0013 8000",
    });
  }
  return phone;
}

const tooManyCodes = (retryAfterMs: number) =>
  new Problem("too_many_codes", { retryAfterMs, more: { retryAfterMs } });
