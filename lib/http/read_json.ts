/** Reads a small JSON body: bounded in size and in time, with clear errors. */
import type * as z from "zod";
import type { Deadlines } from "./deadlines.ts";
import { Problem } from "./problem.ts";

export interface ReadLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly deadlines: Deadlines;
}

/**
 * The body, parsed and checked. Without a body, `schema` is given `{}`.
 * @throws {Problem} `not_json`, `body_too_large`, `body_timeout`, `invalid_json`, `invalid_request`
 */
export async function readJson<T>(
  request: Request,
  schema: z.ZodType<T>,
  limits: ReadLimits,
): Promise<T> {
  const { headers } = request;
  const declared = headers.get("content-length");
  let json: unknown = {};
  try {
    if (declared === null) {
      const text = await readText(request, limits);
      if (text !== "") json = JSON.parse(text);
    } else if (declared !== "0") {
      mustBeWithin(declared, limits);
      mustBeJson(headers);
      // The runtime hands a body that is there over in one piece to `json()`, to `text()` in three.
      const reading = request.json();
      json = UNREAD;
      reading.then((read) => json = read, ignore);
      await undefined;
      // What is there by now, as most are, needs no deadline: one leaves a kilobyte to be collected.
      if (json === UNREAD) json = await inTime(reading, limits);
    }
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw unlessGone(cause);
    // Asked only now: a claim looks at no header that it can do without.
    mustBeUnpacked(headers);
    throw new Problem("invalid_json", { detail: cause.message });
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw invalidRequest(parsed.error);
  return parsed.data;
}

const UNREAD = Symbol("unread");
const ignore = () => {};

/** What a schema found, as a problem that names each place. */
export function invalidRequest(error: z.ZodError): Problem {
  const errors = error.issues.flatMap(meant).map(({ path, message }) => ({
    path: path.map(String).join("."),
    message,
  }));
  const [first] = errors;
  const detail = first && (first.path ? `${first.path}: ${first.message}` : first.message);
  return new Problem("invalid_request", { ...(detail ? { detail } : {}), more: { errors } });
}

/** Of several forms none fits: what the one that was meant lacks, rather than that alone. */
function meant(issue: z.core.$ZodIssue): Pick<z.core.$ZodIssue, "path" | "message">[] {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return [issue];
  // One that names another kind was not meant.
  const others = (form: readonly z.core.$ZodIssue[]) =>
    form.filter(({ code, path }) => code === "invalid_value" && path.length === 1).length;
  const [form] = issue.errors.toSorted((a, b) => others(a) - others(b) || a.length - b.length);
  return form!.flatMap(meant).map(({ path, message }) => ({
    path: [...issue.path, ...path],
    message,
  }));
}

/**
 * The body as text, where it is JSON by its content-type; empty where there is none.
 * @throws {Problem} `not_json`, `body_too_large`, `body_timeout`
 */
export async function readText(request: Request, limits: ReadLimits): Promise<string> {
  const text = await readAnyText(request, limits);
  if (text === "") return text;
  mustBeUnpacked(request.headers);
  mustBeJson(request.headers);
  return text;
}

function mustBeUnpacked(headers: Headers): void {
  const coding = headers.get("content-encoding");
  if (coding === null || coding === "identity") return;
  throw new Problem("not_json", {
    detail: `expected no content-encoding, got ${coding}`,
    headers: { "accept-encoding": "identity" },
  });
}

function mustBeJson(headers: Headers): void {
  const type = headers.get("content-type");
  if (type === "application/json") return;
  if (type === null || !JSON_TYPE.test(type)) {
    throw new Problem("not_json", {
      detail: `expected application/json, got ${type ?? "no content-type"}`,
    });
  }
  // Read as UTF-8, another charset's words would be kept as garbage, in a journal for good.
  const charset = CHARSET.exec(type)?.[1];
  if (charset === undefined || UTF_8.test(charset)) return;
  throw new Problem("not_json", { detail: `expected charset=utf-8, got charset=${charset}` });
}

/**
 * The body as text, whatever it is; empty where there is none.
 * @throws {Problem} `body_too_large`, `body_timeout`
 */
export async function readAnyText(request: Request, limits: ReadLimits): Promise<string> {
  const declared = request.headers.get("content-length");
  // Looking at `request.body` makes a stream of it, which takes longer than reading it as a text.
  if (declared === "0" || (declared === null && request.body === null)) return "";
  if (declared !== null) mustBeWithin(declared, limits);
  // A declared length is kept by the server; an undeclared one has to be counted.
  const read = declared === null ? readCounted(request, limits.maxBytes) : request.text();
  try {
    return await inTime(read, limits);
  } catch (cause) {
    throw unlessGone(cause);
  }
}

/** Whether the sender hung up in mid-body, as phones do that lose their network: no fault of ours. */
export const isGone = (cause: unknown): boolean => cause instanceof Deno.errors.BadResource;

const unlessGone = (cause: unknown): unknown =>
  isGone(cause) ? new Problem("body_timeout", { detail: "its sender hung up" }) : cause;

const inTime = <T>(read: Promise<T>, { timeoutMs, deadlines }: ReadLimits): Promise<T> =>
  deadlines.within(
    read,
    timeoutMs,
    () => new Problem("body_timeout", { detail: `expected it within ${timeoutMs} ms` }),
  );

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\b/i;
const CHARSET = /;\s*charset=["']?([^"';\s]*)/i;
/** ASCII is a part of it. */
const UTF_8 = /^(?:utf-?8|us-ascii)$/i;

async function readCounted(request: Request, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** A length that is said twice is "300, 300", which is no number and so never too large a one. */
function mustBeWithin(declared: string, { maxBytes }: ReadLimits): void {
  if (!(Number(declared) <= maxBytes)) throw tooLarge(maxBytes);
}

const tooLarge = (maxBytes: number) =>
  new Problem("body_too_large", { detail: `expected at most ${maxBytes} bytes` });
