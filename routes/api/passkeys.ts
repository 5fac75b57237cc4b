/** Passkeys: signing in with one, and a member's own. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { member } from "../../actors/members/member.ts";
import { passkeys } from "../../actors/members/passkeys.ts";
import { creationOptions, memberIdOf, requestOptions } from "../../lib/auth/passkeys.ts";
import type { Claims } from "../../lib/auth/token.ts";
import { NO_STORE } from "../../lib/http/headers.ts";
import { Problem } from "../../lib/http/problem.ts";
import { keepPasskeyName, readPasskeyNames } from "../../lib/members/passkey_names.ts";
import { deviceOf } from "../../lib/members/session_labels.ts";
import { type ApiContext, asker, originOf, signedIn } from "./context.ts";
import {
  answers,
  ASKED,
  BEARER,
  BODY,
  body,
  browserBody,
  FOR_ANYONE,
  problems,
  SIGNED_IN,
  SIGNED_IN_TO_CHANGE,
} from "./openapi.ts";
import { accepted } from "./outcome.ts";
import * as schemas from "./passkey_schemas.ts";
import { session } from "./schemas.ts";
import { answerSession, masked, newSession } from "./session_open.ts";

const TAGS = ["Sign-in"];
const OWN = "/api/members/me/passkeys";

export function addPasskeys(app: OpenAPIHono, api: ApiContext): void {
  addSignIn(app, api);
  addList(app, api);
  addRegistration(app, api);
  addChanges(app, api);
}

function addSignIn(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/auth/passkeys/challenge",
      operationId: "beginPasskeySignIn",
      security: FOR_ANYONE,
      tags: TAGS,
      summary: "What to ask a device for, to sign in with a passkey",
      description: "For `navigator.credentials.get`. The challenge is good for five minutes and " +
        "one sign-in, on this origin.",
      responses: { ...answers(200, "The options", schemas.requestOptions) },
    }),
    (c) => {
      const party = api.passkeys.partyOf(c.req.raw);
      const challenge = api.passkeys.challenge("sign-in", party);
      return c.json(requestOptions(party, challenge), 200, NO_STORE);
    },
  );
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/auth/passkeys/session",
      operationId: "signInWithPasskey",
      security: FOR_ANYONE,
      tags: TAGS,
      summary: "Sign in with a passkey",
      description: "Takes what the device has signed; answers as `signIn` does.",
      request: { body: browserBody(schemas.assertion) },
      responses: {
        ...answers(201, "Signed in; the token is also set as a cookie", session),
        ...problems(
          ...BODY,
          "passkey_refused",
          "challenge_used",
          "challenge_expired",
          "counter_went_back",
          "too_many_requests",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      api.addressLimits.take("signIns", originOf(c));
      const response = c.req.valid("json");
      const memberId = memberIdOf(response.response.userHandle);
      if (!memberId) throw new Problem("passkey_refused");
      const own = passkeys(memberId);
      const keys = await api.system.view(own, ({ keys }) => structuredClone(keys));
      const party = api.passkeys.partyOf(c.req.raw);
      const asserted = await api.passkeys.assertion(response, keys, party);
      if (!asserted) throw new Problem("passkey_refused");
      accepted(await api.system.ask(own, "use", asserted));
      const opening = newSession(api, memberId);
      const { sessionId, expiresAt } = opening;
      accepted(await api.system.ask(member(memberId), "open_session", { sessionId, expiresAt }));
      const answer = await answerSession(c, api, opening, { passkey: true });
      return c.json(answer, 201, NO_STORE);
    },
  );
}

function addList(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "get",
      path: OWN,
      operationId: "listPasskeys",
      tags: TAGS,
      summary: "Your passkeys",
      security: BEARER,
      responses: {
        ...answers(200, "All of them", schemas.passkeyList),
        ...problems(...SIGNED_IN, ...ASKED),
      },
    }),
    async (c) => {
      const { memberId } = signedIn(api, c.req.raw);
      const names = await readPasskeyNames(api.vault, memberId);
      const found = await api.system.view(
        passkeys(memberId),
        ({ keys }) =>
          [...keys].map(([id, { addedAt, lastUsedAt, copiedAt }]) => ({
            id,
            name: names[id] ?? "",
            addedAt,
            lastUsedAt,
            copiedAt,
          })),
      );
      return c.json({ passkeys: found }, 200, NO_STORE);
    },
  );
}

/** ROLE-4: a number that was taken over must not bring a passkey of its own. */
function mayChangeKeys(api: ApiContext, request: Request): Claims {
  const who = signedIn(api, request);
  if (api.staff.needsPasskey(who)) throw new Problem("passkey_required");
  return who;
}

function addRegistration(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "post",
      path: `${OWN}/challenge`,
      operationId: "beginPasskey",
      tags: TAGS,
      summary: "What to ask a device for, to add a passkey",
      description: "For `navigator.credentials.create`.",
      security: BEARER,
      responses: {
        ...answers(200, "The options", schemas.creationOptions),
        ...problems(...SIGNED_IN_TO_CHANGE, "passkey_required", ...ASKED),
      },
    }),
    async (c) => {
      const { memberId } = mayChangeKeys(api, c.req.raw);
      const party = api.passkeys.partyOf(c.req.raw);
      const challenge = api.passkeys.challenge(`register ${memberId}`, party);
      const known = await api.system.view(
        passkeys(memberId),
        ({ keys }) => [...keys.values()].map(({ credentialId }) => credentialId),
      );
      const phone = await api.vault.get(memberId, "phone");
      const name = phone ? masked(phone) : memberId;
      return c.json(creationOptions(party, challenge, { memberId, name, known }), 200, NO_STORE);
    },
  );
  app.openapi(
    createRoute({
      method: "post",
      path: OWN,
      operationId: "addPasskey",
      tags: TAGS,
      summary: "Add a passkey",
      description: "Takes what the device has made. At most ten.",
      security: BEARER,
      request: { body: browserBody(schemas.registration) },
      responses: {
        ...answers(201, "Added", schemas.added),
        ...problems(
          ...BODY,
          ...SIGNED_IN_TO_CHANGE,
          "passkey_refused",
          "passkey_required",
          "challenge_used",
          "challenge_expired",
          "passkey_known",
          "too_many_passkeys",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const who = mayChangeKeys(api, c.req.raw);
      const { memberId } = who;
      const { name, credential } = c.req.valid("json");
      const party = api.passkeys.partyOf(c.req.raw);
      const key = await api.passkeys.registration(credential, memberId, party);
      if (!key) throw new Problem("passkey_refused");
      const { keyId } = accepted(
        await api.system.ask(passkeys(memberId), "register", key, { by: asker(who) }),
      );
      const called = name?.trim() || deviceOf(c.req.header("user-agent") ?? "");
      if (called) await keepPasskeyName(api.vault, memberId, keyId, called);
      return c.json({ id: keyId }, 201, NO_STORE);
    },
  );
}

function addChanges(app: OpenAPIHono, api: ApiContext): void {
  app.openapi(
    createRoute({
      method: "patch",
      path: `${OWN}/{key}`,
      operationId: "renamePasskey",
      tags: TAGS,
      summary: "Call a passkey otherwise",
      security: BEARER,
      request: { params: schemas.keyParams, body: body(schemas.name) },
      responses: {
        204: { description: "Renamed" },
        ...problems(...BODY, ...SIGNED_IN_TO_CHANGE, "unknown_passkey", ...ASKED),
      },
    }),
    async (c) => {
      const { memberId } = signedIn(api, c.req.raw);
      const { key } = c.req.valid("param");
      if (!await api.system.view(passkeys(memberId), ({ keys }) => keys.has(key))) {
        throw new Problem("unknown_passkey");
      }
      await keepPasskeyName(api.vault, memberId, key, c.req.valid("json").name);
      return c.body(null, 204);
    },
  );
  app.openapi(
    createRoute({
      method: "delete",
      path: `${OWN}/{key}`,
      operationId: "removePasskey",
      tags: TAGS,
      summary: "Remove a passkey",
      description: "It opens nothing any more. Sessions that it has opened go on.",
      security: BEARER,
      request: { params: schemas.keyParams },
      responses: {
        204: { description: "Removed" },
        ...problems(
          "invalid_request",
          ...SIGNED_IN_TO_CHANGE,
          "passkey_required",
          "unknown_passkey",
          ...ASKED,
        ),
      },
    }),
    async (c) => {
      const who = mayChangeKeys(api, c.req.raw);
      const { key: keyId } = c.req.valid("param");
      const own = passkeys(who.memberId);
      accepted(await api.system.ask(own, "remove", { keyId }, { by: asker(who) }));
      await keepPasskeyName(api.vault, who.memberId, keyId, "");
      return c.body(null, 204);
    },
  );
}
