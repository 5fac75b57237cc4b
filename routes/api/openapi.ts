/** Shorthand for the OpenAPI document. */
import { z } from "@hono/zod-openapi";
import { type ProblemCode, PROBLEMS } from "../../lib/http/problem.ts";
import { exact } from "./exact.ts";
import { problem } from "./schemas.ts";

/** Who may call: a bearer token or the session cookie. */
export const BEARER: Record<string, string[]>[] = [{ bearer: [] }, { cookie: [] }];

/** Nobody has to say who they are. */
export const FOR_ANYONE: Record<string, string[]>[] = [];

/** A member is told more than a visitor. */
export const FOR_ANYONE_OR_A_MEMBER: Record<string, string[]>[] = [{}, ...BEARER];

interface JsonAnswer<Z> {
  description: string;
  content: { "application/json": { schema: Z } };
}
interface ProblemAnswer {
  description: string;
  headers?: Record<string, { description: string; schema: { type: "string" | "integer" } }>;
  content: { "application/problem+json": { schema: typeof problem } };
}

/** What a success answers. */
export const answers = <const S extends number, Z extends z.ZodType>(
  status: S,
  description: string,
  schema: Z,
): { [K in S]: JsonAnswer<Z> } =>
  ({ [status]: { description, content: { "application/json": { schema } } } }) as {
    [K in S]: JsonAnswer<Z>;
  };

/** Server-sent events. */
export const STREAM = {
  200: { description: "The stream", content: { "text/event-stream": { schema: z.string() } } },
};

/** What goes wrong: an answer for each status of the codes, which its description names. */
export function problems(...codes: ProblemCode[]): { [status: number]: ProblemAnswer } {
  const answers: { [status: number]: ProblemAnswer } = {};
  for (const code of codes) {
    const [status] = PROBLEMS[code];
    const known = answers[status];
    if (known) known.description += `, \`${code}\``;
    else {
      answers[status] = {
        description: `\`${code}\``,
        ...headersOf(status),
        content: { "application/problem+json": { schema: problem } },
      };
    }
  }
  return answers;
}

function headersOf(status: number): Pick<ProblemAnswer, "headers"> {
  if (status === 401) {
    return {
      headers: {
        "www-authenticate": {
          description: '`Bearer`, with `error="invalid_token"` for a token that is not taken',
          schema: { type: "string" },
        },
      },
    };
  }
  if (status !== 429 && status !== 503) return {};
  return {
    headers: { "retry-after": { description: "Seconds to wait", schema: { type: "integer" } } },
  };
}

/** The codes of whoever needs a session. */
export const SIGNED_IN = [
  "sign_in_required",
  "token_malformed",
  "token_forged",
  "token_expired",
  "token_revoked",
  "test_member",
] as const;

/** The codes of whoever changes something with a session. */
export const SIGNED_IN_TO_CHANGE = [...SIGNED_IN, "cross_site"] as const;

/** The codes of whatever asks an actor. */
export const ASKED = ["busy", "unavailable", "stopping"] as const;

/** The codes of whatever takes a body. */
export const BODY = [
  "invalid_json",
  "invalid_request",
  "body_timeout",
  "body_too_large",
  "not_json",
] as const;

/** A body of ours: a field that it does not know is refused, at any depth. */
export const body = <Z extends z.ZodType>(schema: Z) => browserBody(exact(schema));

/** A body that browsers write themselves and add to with the years: what else it has is let be. */
export const browserBody = <Z extends z.ZodType>(schema: Z) => ({
  required: true,
  content: { "application/json": { schema } },
});
