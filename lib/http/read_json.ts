/** Reads a small JSON body: bounded in size and in time, with clear errors. */
import type * as z from "zod";
import { Problem } from "./problem.ts";

export interface ReadLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

const DEFAULT_LIMITS: ReadLimits = { maxBytes: 16 * 1024, timeoutMs: 10_000 };

/**
 * The body, parsed and checked. Without a body, `schema` is given `{}`.
 * @throws {Problem} `not_json`, `body_too_large`, `body_timeout`, `invalid_json`, `invalid_request`
 */
export async function readJson<T>(
  request: Request,
  schema: z.ZodType<T>,
  limits: ReadLimits = DEFAULT_LIMITS,
): Promise<T> {
  const text = await readText(request, limits);
  let json: unknown = {};
  if (text !== "") {
    try {
      json = JSON.parse(text);
    } catch (cause) {
      throw new Problem("invalid_json", {
        detail: cause instanceof Error ? cause.message : String(cause),
      });
    }
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw invalidRequest(parsed.error);
  return parsed.data;
}

/** What a schema found, as a problem that names each place. */
export function invalidRequest(error: z.ZodError): Problem {
  const errors = error.issues.map(({ path, message }) => ({
    path: path.map(String).join("."),
    message,
  }));
  const [first] = errors;
  const detail = first && (first.path ? `${first.path}: ${first.message}` : first.message);
  return new Problem("invalid_request", { ...(detail ? { detail } : {}), more: { errors } });
}

async function readText(request: Request, { maxBytes, timeoutMs }: ReadLimits): Promise<string> {
  const declared = request.headers.get("content-length");
  if (declared === "0" || request.body === null) return "";
  if (Number(declared) > maxBytes) throw tooLarge(maxBytes);
  const type = request.headers.get("content-type");
  const json = type !== null && JSON_TYPE.test(type);
  // A declared length is kept by the server; an undeclared one has to be counted.
  const read = declared === null ? readCounted(request, maxBytes) : request.text();
  const text = await deadlines.within(read, timeoutMs);
  if (!json && text !== "") {
    throw new Problem("not_json", {
      detail: `expected application/json, got ${type ?? "no content-type"}`,
    });
  }
  return text;
}

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\b/i;

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

const tooLarge = (maxBytes: number) =>
  new Problem("body_too_large", { detail: `expected at most ${maxBytes} bytes` });

/**
 * Deadlines for many short waits: one coarse timer for all of them, because a timer for each request
 * costs more than the rest of reading its body.
 */
class Deadlines {
  readonly #waiting = new Set<{ at: number; expire: () => void }>();
  #timer: ReturnType<typeof setInterval> | undefined;

  within<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const entry = {
        at: performance.now() + timeoutMs,
        expire: () =>
          reject(new Problem("body_timeout", { detail: `expected it within ${timeoutMs} ms` })),
      };
      this.#waiting.add(entry);
      this.#arm();
      promise.then(
        (value) => {
          this.#done(entry);
          resolve(value);
        },
        (cause) => {
          this.#done(entry);
          reject(cause);
        },
      );
    });
  }

  #arm(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(() => {
      const now = performance.now();
      for (const entry of this.#waiting) {
        if (entry.at > now) continue;
        this.#waiting.delete(entry);
        entry.expire();
      }
      if (this.#waiting.size === 0) this.#disarm();
    }, 500);
    Deno.unrefTimer(this.#timer as unknown as number);
  }

  #done(entry: { at: number; expire: () => void }): void {
    this.#waiting.delete(entry);
    if (this.#waiting.size === 0) this.#disarm();
  }

  #disarm(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

const deadlines = new Deadlines();
