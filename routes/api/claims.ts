/**
 * `POST /api/sales/{sale}/claims`: the request that hundreds of thousands send in one minute. A
 * plain Hono handler: what it does not do costs nothing.
 */
import type { z } from "@hono/zod-openapi";
import { lot } from "../../actors/sales/lot.ts";
import { parseIdentityNumber } from "../../lib/adapters/real_name/identity_number.ts";
import { Problem } from "../../lib/http/problem.ts";
import { readJson, type ReadLimits } from "../../lib/http/read_json.ts";
import { type ApiContext, asker, signedIn, takeKey } from "./context.ts";
import { IDEMPOTENCY_KEY, KEY_FORM } from "./idempotency_key.ts";
import { accepted } from "./outcome.ts";
import { carClaim, SALE_ID } from "./schemas.ts";

type Said = z.infer<typeof carClaim>;

const MAX_BODY_BYTES = 4 * 1024;
const BODY_TIMEOUT_MS = 10_000;
/** Answers to POST are not cached unless they say so, and each header costs half a microsecond. */
const JSON_HEADERS = { "content-type": "application/json" };
const ANSWERED = { status: 200, headers: JSON_HEADERS };
const ALLOCATED = { status: 201, headers: JSON_HEADERS };

/** How much a participant may say, and how long that may take. */
export const participantLimits = ({ deadlines }: ApiContext): ReadLimits => ({
  maxBytes: MAX_BODY_BYTES,
  timeoutMs: BODY_TIMEOUT_MS,
  deadlines,
});

const rethrow = (error: Error): never => {
  throw error;
};

/** Answers a claim in a sale. `refuse` says what is answered to one that cannot be taken. */
export function claim(
  api: ApiContext,
  refuse: (error: Error) => Response = rethrow,
): (request: Request, sale: string) => Promise<Response> {
  const limits = participantLimits(api);
  const isSale = saleIds();
  return async (request, sale) => {
    try {
      const who = signedIn(api, request);
      if (!isSale(sale)) throw new Problem("unknown_sale");
      const { memberId } = who;
      const guards = api.rooms.guards(sale);
      const guarded = guards === false ? false : await guards;
      if (guarded) mustBeAdmitted(api, request, sale, memberId);
      const said = await readJson(request, carClaim, limits);
      const key = idempotencyKey(request);
      if (key !== undefined) takeKey(api, memberId, key);
      const by = asker(who);
      const outcome = await api.system.ask(
        lot(sale),
        "claim",
        payloadOf(api, sale, memberId, said),
        key === undefined ? { by } : { by, idempotencyKey: key },
      );
      const given = accepted(outcome);
      if (guarded) api.rooms.finished(sale, memberId);
      const told = given.outcome === "allocated" ? ALLOCATED : ANSWERED;
      return new Response(JSON.stringify(given), told);
    } catch (error) {
      return refuse(error as Error);
    }
  };
}

function mustBeAdmitted(api: ApiContext, request: Request, sale: string, memberId: string): void {
  const refused = api.rooms.admissionOf(request, sale, memberId, api.now());
  if (refused) throw new Problem("admission_required", { detail: `the pass is ${refused}` });
}

/** Tells what can be a sale's id, and at once where it was the last one asked for. */
function saleIds(): (sale: string) => boolean {
  let last = "";
  return (sale) => {
    if (sale === last) return true;
    if (!SALE_ID.test(sale)) return false;
    last = sale;
    return true;
  };
}

const CLAIMS = /^https?:\/\/[^/?#]+\/api\/sales\/([a-z0-9-]+)\/claims$/;

/**
 * The sale that a URL asks for a car of; undefined for any other URL. In a rush it is the same one
 * again and again, which is quicker to see than to route.
 */
export function claimedSale(): (url: string) => string | undefined {
  let lastUrl = "", lastSale: string | undefined;
  return (url) => {
    if (url === lastUrl) return lastSale;
    const sale = CLAIMS.exec(url)?.[1];
    if (sale !== undefined) [lastUrl, lastSale] = [url, sale];
    return sale;
  };
}

function idempotencyKey(request: Request): string | undefined {
  // Asked for with `has`, all headers would be listed first.
  const key = request.headers.get("idempotency-key");
  if (key === null) return undefined;
  if (!IDEMPOTENCY_KEY.test(key)) {
    throw new Problem("invalid_request", { detail: `Idempotency-Key: expected ${KEY_FORM}` });
  }
  return key;
}

/** Who says nothing or only where they come from is told so as they said it: to copy it takes time. */
function payloadOf(api: ApiContext, sale: string, memberId: string, said: Said) {
  if (said.identityNumber !== undefined || said.disputed !== undefined) {
    return { memberId, ...participantOf(api, sale, said) };
  }
  return isEmpty(said) ? { memberId } : { memberId, from: said };
}

/** What stands in the journal of who says more of themselves. */
export function participantOf(api: ApiContext, sale: string, said: Said) {
  const { identityNumber, disputed, ...from } = said;
  const origin = isEmpty(from) ? {} : { from };
  if (identityNumber === undefined) return origin;
  const number = parseIdentityNumber(identityNumber);
  if (number === undefined) throw new Problem("invalid_identity");
  return {
    ...origin,
    identity: api.identity.personIn(sale, number),
    ...(disputed ? { disputed } : {}),
  };
}

function isEmpty(object: object): boolean {
  for (const _ in object) return false;
  return true;
}
