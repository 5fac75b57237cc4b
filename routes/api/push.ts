/** Notifications: the devices of a member, and what they are told of. */
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { NO_STORE } from "../../lib/http/headers.ts";
import { languageOf } from "../../lib/i18n/language.ts";
import { Problem } from "../../lib/http/problem.ts";
import { type ApiContext, signedIn } from "./context.ts";
import {
  answers,
  ASKED,
  BEARER,
  BODY,
  body,
  browserBody,
  problems,
  SIGNED_IN_TO_CHANGE,
} from "./openapi.ts";
import { endpointBody, notifications, pushChoice, pushDevice } from "./push_schemas.ts";

const TAGS = ["Notifications"];
const CHANGE = problems(...BODY, ...SIGNED_IN_TO_CHANGE, ...ASKED);

export function addPush(app: OpenAPIHono, api: ApiContext): void {
  const { push: { book, gateway } } = api;
  const read = async (memberId: string) => ({
    key: gateway.publicKey,
    ...await book.read(memberId),
  });
  app.openapi(
    createRoute({
      method: "get",
      path: "/api/push",
      operationId: "readNotifications",
      tags: TAGS,
      summary: "Your notifications",
      security: BEARER,
      responses: {
        ...answers(200, "What there is, and the key that devices subscribe with", notifications),
        ...problems(...SIGNED_IN_TO_CHANGE, ...ASKED),
      },
    }),
    async (c) => c.json(await read(signedIn(api, c.req.raw).memberId), 200, NO_STORE),
  );
  app.openapi(
    createRoute({
      method: "patch",
      path: "/api/push",
      operationId: "chooseNotifications",
      tags: TAGS,
      summary: "Choose what you are told of",
      security: BEARER,
      request: { body: body(pushChoice) },
      responses: { ...answers(200, "As it is now", notifications), ...CHANGE },
    }),
    async (c) => {
      const { memberId } = signedIn(api, c.req.raw);
      await book.choose(memberId, c.req.valid("json"));
      return c.json(await read(memberId), 200, NO_STORE);
    },
  );
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/push/devices",
      operationId: "addDevice",
      tags: TAGS,
      summary: "Turn notifications on for a device",
      description: "The subscription as the browser gave it out, in the language of the request. " +
        "The same address again is the same device.",
      security: BEARER,
      request: { body: browserBody(pushDevice) },
      responses: { ...answers(201, "It is told from now on", notifications), ...CHANGE },
    }),
    async (c) => {
      const { memberId } = signedIn(api, c.req.raw);
      const { endpoint, keys, replaces } = c.req.valid("json");
      if (!gateway.knows(endpoint)) {
        const { host } = new URL(endpoint);
        const detail = `expected the address of a known push service, got one at ${host}`;
        throw new Problem("invalid_request", { detail });
      }
      if (replaces !== undefined) await book.remove(memberId, replaces);
      await book.add(memberId, { endpoint, keys }, languageOf(c.req.raw));
      return c.json(await read(memberId), 201, NO_STORE);
    },
  );
  app.openapi(
    createRoute({
      method: "post",
      path: "/api/push/devices/remove",
      operationId: "removeDevice",
      tags: TAGS,
      summary: "Turn notifications off for a device, or for all",
      security: BEARER,
      request: { body: body(endpointBody) },
      responses: { ...answers(200, "It is told nothing more", notifications), ...CHANGE },
    }),
    async (c) => {
      const { memberId } = signedIn(api, c.req.raw);
      const { endpoint } = c.req.valid("json");
      await (endpoint === undefined ? book.removeAll(memberId) : book.remove(memberId, endpoint));
      return c.json(await read(memberId), 200, NO_STORE);
    },
  );
}
