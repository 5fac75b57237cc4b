/** Shorthand for the OpenAPI document. */
import type { z } from "@hono/zod-openapi";
import { problem } from "./schemas.ts";

/** Who may call: a bearer token or the session cookie. */
export const BEARER: Record<string, string[]>[] = [{ bearer: [] }, { cookie: [] }];

const PROBLEM_TITLES: Record<number, string> = {
  400: "The request is not what was expected",
  401: "Not signed in, or no longer",
  403: "Not allowed",
  404: "Not there",
  408: "The body came too slowly",
  409: "Not possible in the present state",
  413: "The body is too large",
  415: "The body is not JSON",
  422: "The idempotency key was used for another request",
  429: "Too often; see `Retry-After`",
  503: "Not now; see `Retry-After`",
};

type ProblemStatus = 400 | 401 | 403 | 404 | 408 | 409 | 413 | 415 | 422 | 429 | 503;

interface JsonAnswer<Z> {
  description: string;
  content: { "application/json": { schema: Z } };
}
interface ProblemAnswer {
  description: string;
  content: { "application/problem+json": { schema: typeof problem } };
}

export function answers<const S extends number, Z extends z.ZodType>(
  status: S,
  description: string,
  schema: Z,
): { [K in S]: JsonAnswer<Z> };
export function answers(
  problems: "problems",
  ...statuses: ProblemStatus[]
): { [status: number]: ProblemAnswer };
export function answers(first: number | "problems", ...rest: unknown[]): Record<number, unknown> {
  if (first !== "problems") {
    const [description, schema] = rest;
    return { [first]: { description, content: { "application/json": { schema } } } };
  }
  return Object.fromEntries(
    (rest as number[]).map((status) => [status, {
      description: PROBLEM_TITLES[status],
      content: { "application/problem+json": { schema: problem } },
    }]),
  );
}

export const body = <Z extends z.ZodType>(schema: Z) => ({
  required: true,
  content: { "application/json": { schema } },
});
