/** Signing in with a phone and a code, signing out, and who one is. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { setCookie } from "hono/cookie";
import { member } from "../../actors/members/member.ts";
import { normalisePhone, sameCode } from "../../lib/auth/identity.ts";
import { SESSION_COOKIE } from "../../lib/auth/sessions.ts";
import { Problem } from "../../lib/http/problem.ts";
import { type ApiContext, signedIn } from "./context.ts";
import { answers, BEARER, body } from "./openapi.ts";
import { accepted } from "./outcome.ts";
import * as schemas from "./schemas.ts";

const SESSION_MS = 30 * 24 * 3_600_000;

export function addAuth(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/auth/otp",
      summary: "Have a sign-in code sent by text message",
      request: { body: body(schemas.phoneBody) },
      responses: { 204: { description: "Sent" }, ...answers("problems", 400, 413, 415, 429, 503) },
    }),
    async (c) => {
      const phone = mobile(c.req.valid("json").phone);
      const memberId = api.identity.memberId(phone);
      await api.vault.put(memberId, "phone", phone);
      const nonce = randomId();
      accepted(await api.system.ask(member(memberId), "request_code", { nonce }));
      return c.body(null, 204);
    },
  );
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/auth/session",
      summary: "Sign in with the code",
      request: { body: body(schemas.signInBody) },
      responses: {
        ...answers(
          201,
          "Signed in; the token is also set as a cookie",
          z.object({ token: z.string(), member: schemas.memberView }),
        ),
        ...answers("problems", 400, 401, 413, 415, 503),
      },
    }),
    async (c) => {
      const { phone: written, code } = c.req.valid("json");
      const phone = mobile(written);
      const memberId = api.identity.memberId(phone);
      const nonce = await api.system.view(member(memberId), (state) => state.code?.nonce);
      if (nonce === undefined) throw new Problem("no_code");
      const correct = sameCode(code, api.identity.code(memberId, nonce));
      const sessionId = randomId();
      const expiresAt = api.now() + SESSION_MS;
      accepted(
        await api.system.ask(member(memberId), "sign_in", { nonce, correct, sessionId, expiresAt }),
      );
      const role = api.staffPhones.has(phone) ? "staff" : "member";
      const token = api.tokens.mint({ memberId, role, sessionId, expiresAtMs: expiresAt });
      setCookie(c, SESSION_COOKIE, token, {
        httpOnly: true,
        sameSite: "Lax",
        path: "/",
        maxAge: SESSION_MS / 1000,
        secure: new URL(c.req.url).protocol === "https:" ||
          c.req.header("x-forwarded-proto") === "https",
      });
      return c.json({ token, member: { id: memberId, role, phone: masked(phone) } } as const, 201, {
        "cache-control": "no-store",
      });
    },
  );
  app.openapi(
    createRoute({
      method: "delete",
      path: "/api/auth/session",
      summary: "Sign out: the token is worthless from now on",
      security: BEARER,
      request: { query: z.object({ everywhere: z.enum(["true", "false"]).optional() }) },
      responses: { 204: { description: "Signed out" }, ...answers("problems", 400, 401, 403, 503) },
    }),
    async (c) => {
      const { memberId, sessionId, expiresAtMs } = signedIn(api, c.req.raw);
      const actor = member(memberId);
      accepted(
        c.req.valid("query").everywhere === "true"
          ? await api.system.ask(actor, "sign_out_everywhere", {})
          : await api.system.ask(actor, "sign_out", { sessionId }),
      );
      api.sessions.revoke(sessionId, expiresAtMs);
      setCookie(c, SESSION_COOKIE, "", { path: "/", maxAge: 0 });
      return c.body(null, 204);
    },
  );
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/members/me",
      summary: "Who I am",
      security: BEARER,
      responses: { ...answers(200, "You", schemas.memberView), ...answers("problems", 401, 503) },
    }),
    async (c) => {
      const { memberId, role } = signedIn(api, c.req.raw);
      const phone = await api.vault.get(memberId, "phone");
      return c.json({ id: memberId, role, ...(phone ? { phone: masked(phone) } : {}) }, 200, {
        "cache-control": "no-store",
      });
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

const masked = (phone: string): string => `${phone.slice(0, 3)}****${phone.slice(7)}`;

const randomId = (): string =>
  crypto.getRandomValues(new Uint8Array(12)).toBase64({ alphabet: "base64url" });
