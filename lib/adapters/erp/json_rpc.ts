/** Tryton's JSON-RPC: a session by name and password, then methods of models. */
import { Buffer } from "node:buffer";
import * as z from "zod";
import { ErpError } from "./port.ts";

export interface TrytonAccess {
  /** `http://erp.example:8000`. */
  readonly url: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

export type Fields = Readonly<Record<string, unknown>>;
export type Domain = readonly (readonly [field: string, operator: string, value: unknown])[];

const answer = z.object({ result: z.unknown().optional(), error: z.array(z.unknown()).optional() });
const login = z.tuple([z.int(), z.string()]).rest(z.unknown());

/** Amounts are decimals there, never floats. */
export const decimal = (fen: number) => ({
  __class__: "Decimal",
  decimal: (fen / 100).toFixed(2),
});

export function dateOf(day: string) {
  const [year, month, date] = day.split("-").map(Number);
  return { __class__: "date", year, month, day: date };
}

export class TrytonRpc {
  readonly #access: TrytonAccess;
  readonly #fetch: (request: Request) => Promise<Response>;
  #session: Promise<string> | undefined;
  #calls = 0;

  constructor(access: TrytonAccess, send?: (request: Request) => Promise<Response>) {
    this.#access = access;
    this.#fetch = send ?? ((request) => fetch(request));
  }

  /** @throws {ErpError} */
  async call(
    method: string,
    parameters: readonly unknown[],
    signal: AbortSignal,
  ): Promise<unknown> {
    for (let attempt = 0;; attempt++) {
      const session = await this.#login(signal);
      const authorization = `Session ${session}`;
      const response = await this.#post(method, parameters, { authorization }, signal);
      // A session ends by itself after some time: once more with a new one.
      if ((response.status !== 401 && response.status !== 403) || attempt > 0) {
        return await resultOf(method, response);
      }
      await response.body?.cancel();
      this.#session = undefined;
    }
  }

  async create(
    model: string,
    values: Fields,
    context: Fields,
    signal: AbortSignal,
  ): Promise<number> {
    const made = await this.call(`model.${model}.create`, [[values], context], signal);
    const parsed = z.array(z.int()).length(1).safeParse(made);
    if (parsed.success) return parsed.data[0]!;
    throw new ErpError(`cannot read what ${model} was created as`, { transient: true });
  }

  async find<T extends z.ZodType>(
    model: string,
    domain: Domain,
    shape: z.ZodObject<Record<string, z.ZodType>> & T,
    context: Fields,
    signal: AbortSignal,
    limit: number | null = null,
  ): Promise<z.infer<T>[]> {
    const names = Object.keys(shape.shape);
    const parameters = [domain, 0, limit, [["id", "ASC"]], names, context];
    const found = await this.call(`model.${model}.search_read`, parameters, signal);
    const parsed = z.array(shape).safeParse(found);
    if (parsed.success) return parsed.data as z.infer<T>[];
    throw new ErpError(`cannot read ${model}: ${parsed.error.message}`, { transient: false });
  }

  #login(signal: AbortSignal): Promise<string> {
    this.#session ??= this.#begin(signal).catch((error) => {
      this.#session = undefined;
      throw error;
    });
    return this.#session;
  }

  async #begin(signal: AbortSignal): Promise<string> {
    const { user, password } = this.#access;
    const parameters = [user, { password }];
    const response = await this.#post("common.db.login", parameters, {}, signal);
    if (response.status === 401 || response.status === 403) {
      await response.body?.cancel();
      throw new ErpError(`cannot sign in to the ERP as "${user}"`, { transient: true });
    }
    const parsed = login.safeParse(await resultOf("common.db.login", response));
    if (!parsed.success) throw new ErpError("cannot read the ERP's session", { transient: true });
    const [id, session] = parsed.data;
    return Buffer.from(`${user}:${id}:${session}`).toString("base64");
  }

  async #post(
    method: string,
    parameters: readonly unknown[],
    headers: Record<string, string>,
    signal: AbortSignal,
  ): Promise<Response> {
    const { url, database } = this.#access;
    try {
      return await this.#fetch(
        new Request(`${url}/${encodeURIComponent(database)}/rpc/`, {
          method: "POST",
          headers: { "content-type": "application/json", ...headers },
          body: JSON.stringify({ id: ++this.#calls, method, params: parameters }),
          signal,
        }),
      );
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new ErpError(`no answer from the ERP to ${method}: ${why}`, { transient: true, cause });
    }
  }
}

async function resultOf(method: string, response: Response): Promise<unknown> {
  const text = await response.text();
  if (!response.ok) {
    const transient = response.status === 429 || response.status >= 500 ||
      response.status === 401 || response.status === 403;
    throw new ErpError(`the ERP answers ${response.status} to ${method}: ${text.slice(0, 200)}`, {
      transient,
    });
  }
  let parsed;
  try {
    parsed = answer.safeParse(JSON.parse(text));
  } catch (cause) {
    throw new ErpError(`cannot read the ERP's answer to ${method}`, { transient: true, cause });
  }
  if (!parsed.success) {
    throw new ErpError(`cannot read the ERP's answer to ${method}`, { transient: true });
  }
  const { result, error } = parsed.data;
  if (error === undefined) return result;
  const said = error.map((part) => JSON.stringify(part)).join(" ").slice(0, 300);
  throw new ErpError(`the ERP refuses ${method}: ${said}`, {
    // Two at once wrote the same: it tells so and wants it again.
    transient: /Concurrency|could not serialize|database is locked/i.test(said),
  });
}
