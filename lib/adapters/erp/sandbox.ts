/**
 * An ERP within this process that answers as Tryton does, as far as the adapter asks: sessions, and
 * rows of models that are created and searched. What it is told it keeps in the platform's store.
 */
import { Buffer } from "node:buffer";
import { fromJson, jsonBytes } from "../../kernel/codec.ts";
import type { Key, Store } from "../../kernel/store.ts";
import type { Erp } from "./port.ts";
import { openTryton } from "./tryton.ts";

type Row = Record<string, unknown>;

const USER = "forecourt";
const PASSWORD = "sandbox";
const SESSION = "sandbox-session";
const ATTEMPTS = 20;

/** What its own people have set up. */
const SET_UP: Readonly<Record<string, readonly Row[]>> = {
  "company.company": [{ id: 1, currency: 1 }],
  "product.uom": [{ id: 1, symbol: "u" }],
  "account.payment.journal": [{ id: 1, company: 1 }],
  "stock.location": [
    { id: 1, type: "warehouse", name: "Warehouse", storage_location: 2, output_location: 3 },
    { id: 2, type: "storage", name: "Storage Zone" },
    { id: 3, type: "storage", name: "Output Zone" },
    { id: 4, type: "customer", name: "Customer" },
  ],
};

export class ErpSandbox {
  /** Whether it is out: then nobody answers. */
  down = false;
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The adapter, as it would talk to a real one. */
  open(): Erp {
    const access = {
      url: "http://erp.sandbox.invalid",
      database: "erp",
      user: USER,
      password: PASSWORD,
    };
    return openTryton(access, { fetch: (request) => this.handle(request) });
  }

  readonly handle = async (request: Request): Promise<Response> => {
    if (this.down) throw new TypeError("connection refused");
    const { id, method, params } = await request.json();
    if (method === "common.db.login") {
      const [user, { password }] = params;
      if (user !== USER || password !== PASSWORD) return new Response("", { status: 401 });
      return Response.json({ id, result: [1, SESSION, null] });
    }
    const expected = `Session ${Buffer.from(`${USER}:1:${SESSION}`).toString("base64")}`;
    if (request.headers.get("authorization") !== expected) return new Response("", { status: 401 });
    const [, model, act] = /^model\.(.+)\.(\w+)$/.exec(method) ?? [];
    if (!model) return Response.json({ id, error: ["UserError", ["unknown method", "", null]] });
    const result = act === "create"
      ? [await this.#create(model, params[0][0])]
      : await this.#search(model, params);
    return Response.json({ id, result });
  };

  async #search(model: string, [domain, , limit, , fields]: [
    [string, string, unknown][],
    number,
    number | null,
    unknown,
    string[],
  ]): Promise<Row[]> {
    const found = (await this.#rows(model)).filter((row) =>
      domain.every(([field, operator, value]) => {
        const held = row[field];
        return operator === "like"
          ? String(held ?? "").startsWith(String(value).replace(/%$/, ""))
          : JSON.stringify(held) === JSON.stringify(value);
      })
    );
    return found.slice(0, limit ?? undefined).map((row) =>
      Object.fromEntries(fields.map((field) => [field, row[field] ?? null]))
    );
  }

  async #rows(model: string): Promise<Row[]> {
    const rows: Row[] = [...SET_UP[model] ?? []];
    for await (const { value } of this.#store.list({ prefix: this.#keyOf(model) })) {
      rows.push(fromJson(value));
    }
    return rows;
  }

  async #create(model: string, values: Row): Promise<number> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const before = await this.#rows(model);
      const id = Math.max(0, ...before.map((row) => Number(row.id))) + 1;
      const key = [...this.#keyOf(model), id];
      const made = await this.#store.commit({
        checks: [{ key, versionstamp: null }],
        sets: [{ key, value: jsonBytes({ ...derived(model, values), ...values, id }) }],
        deletes: [],
      });
      if (!made.ok) continue;
      // A product stands behind its template, under the same code.
      if (model === "product.template") {
        await this.#create("product.product", { code: values.code, template: id });
      }
      return id;
    }
    throw new Error(`Cannot keep a row of ${model}: others write all the time`);
  }

  #keyOf(model: string): Key {
    return ["erp_sandbox", model];
  }
}

function derived(model: string, values: Row): Row {
  if (model !== "sale.sale") return {};
  const [[, [line]]] = values.lines as [[string, [{ unit_price: unknown }]]];
  return { total_amount: line.unit_price };
}
