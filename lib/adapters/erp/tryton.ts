/**
 * Tryton: an order is a sale, money a payment, a delivery and a move are shipments. Each carries our
 * number as its reference, by which a document told again is found. What a document needs (party,
 * product, place) is made when it is first named.
 */
import * as z from "zod";
import { beijingDay } from "../../time/beijing.ts";
import {
  dateOf,
  decimal,
  type Domain,
  type Fields,
  type TrytonAccess,
  TrytonRpc,
} from "./json_rpc.ts";
import { type Erp, type ErpDocument, type ErpEntry, ErpError } from "./port.ts";

interface Base {
  readonly context: Fields;
  readonly company: number;
  readonly currency: number;
  readonly unit: number;
  readonly warehouse: number;
  readonly storage: number;
  readonly output: number;
  readonly customers: number;
  readonly journal: number;
}

const idOnly = z.object({ id: z.int() });
const companyShape = z.object({ id: z.int(), currency: z.int() });
const locationShape = z.object({
  id: z.int(),
  storage_location: z.int(),
  output_location: z.int(),
});
const moneyShape = z.object({
  id: z.int(),
  reference: z.string(),
  amount: z.object({ decimal: z.string() }),
  kind: z.string(),
});
const saleShape = z.object({
  id: z.int(),
  reference: z.string(),
  total_amount: z.object({ decimal: z.string() }),
});
const shipmentShape = z.object({ id: z.int(), reference: z.string() });

const MODELS = {
  order_booked: "sale.sale",
  payment_received: "account.payment",
  payment_returned: "account.payment",
  car_delivered: "stock.shipment.out",
  stock_moved: "stock.shipment.internal",
} as const satisfies Record<ErpDocument["kind"], string>;

/** Begins the numbers of ours among those that the ERP's own users give. */
const OURS = "FC-";

export const openTryton = (
  access: TrytonAccess,
  options: { fetch?: (request: Request) => Promise<Response> } = {},
): Erp => new Tryton(new TrytonRpc(access, options.fetch));

class Tryton implements Erp {
  readonly system = "tryton";
  readonly #rpc: TrytonRpc;
  #base: Promise<Base> | undefined;
  /** Documents one after another: two at once would make one party twice. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(rpc: TrytonRpc) {
    this.#rpc = rpc;
  }

  book(document: ErpDocument, signal: AbortSignal): Promise<string> {
    const booked = this.#last.then(() => this.#book(document, signal));
    this.#last = booked.catch(() => {});
    return booked;
  }

  async list(day: string, signal: AbortSignal): Promise<ErpEntry[]> {
    const { context } = await this.#ready(signal);
    const date = dateOf(day);
    const ours = (field: string): Domain => [[field, "=", date], ["reference", "like", `${OURS}%`]];
    const sales = await this.#rpc.find("sale.sale", ours("sale_date"), saleShape, context, signal);
    const money = await this.#rpc.find(
      "account.payment",
      ours("date"),
      moneyShape,
      context,
      signal,
    );
    const shipments = async (model: string) =>
      await this.#rpc.find(model, ours("planned_date"), shipmentShape, context, signal);
    const delivered = await shipments("stock.shipment.out");
    const moved = await shipments("stock.shipment.internal");
    return [
      ...sales.map(({ reference, total_amount }): ErpEntry => ({
        number: reference.slice(OURS.length),
        kind: "order_booked",
        amountFen: fenOf(total_amount.decimal),
      })),
      ...money.map(({ reference, amount, kind }): ErpEntry => ({
        number: reference.slice(OURS.length),
        kind: kind === "receivable" ? "payment_received" : "payment_returned",
        amountFen: fenOf(amount.decimal),
      })),
      ...delivered.map(({ reference }): ErpEntry => ({
        number: reference.slice(OURS.length),
        kind: "car_delivered",
      })),
      ...moved.map(({ reference }): ErpEntry => ({
        number: reference.slice(OURS.length),
        kind: "stock_moved",
      })),
    ];
  }

  async #book(document: ErpDocument, signal: AbortSignal): Promise<string> {
    const model = MODELS[document.kind];
    const base = await this.#ready(signal);
    const reference = OURS + document.number;
    const known: Domain = [["reference", "=", reference]];
    const [found] = await this.#rpc.find(model, known, idOnly, base.context, signal, 1);
    if (found) return `${model},${found.id}`;
    const values = await this.#valuesOf(document, base, signal);
    const id = await this.#rpc.create(model, { ...values, reference }, base.context, signal);
    return `${model},${id}`;
  }

  async #valuesOf(document: ErpDocument, base: Base, signal: AbortSignal): Promise<Fields> {
    const { company, currency, unit } = base;
    const date = dateOf(beijingDay(document.at));
    switch (document.kind) {
      case "order_booked": {
        const { model, configuration, amountFen, orderId } = document;
        const product = await this.#product(model, base, signal);
        const line = {
          type: "line",
          product,
          unit,
          quantity: 1,
          unit_price: decimal(amountFen),
          description: configuration,
        };
        const party = await this.#party(orderId, base, signal);
        return { company, currency, party, sale_date: date, lines: [["create", [line]]] };
      }
      case "payment_received":
      case "payment_returned": {
        const { amountFen, orderId } = document;
        const party = await this.#party(orderId, base, signal);
        const kind = document.kind === "payment_received" ? "receivable" : "payable";
        return { company, journal: base.journal, kind, party, date, amount: decimal(amountFen) };
      }
      case "car_delivered": {
        const customer = await this.#party(document.orderId, base, signal);
        const [address] = await this.#rpc.find(
          "party.address",
          [["party", "=", customer]],
          idOnly,
          base.context,
          signal,
          1,
        );
        const from = { from_location: base.output, to_location: base.customers };
        const priced = { currency, unit_price: decimal(0) };
        const move = { ...await this.#move(document.model, base, signal), ...from, ...priced };
        return {
          company,
          customer,
          delivery_address: address?.id ?? null,
          warehouse: base.warehouse,
          warehouse_storage: base.storage,
          warehouse_output: base.output,
          planned_date: date,
          outgoing_moves: [["create", [move]]],
        };
      }
      case "stock_moved": {
        const to = await this.#place(document.to, base, signal);
        const way = { from_location: base.storage, to_location: to };
        const move = { ...await this.#move(document.model, base, signal), ...way };
        return {
          company,
          planned_date: date,
          planned_start_date: date,
          from_location: base.storage,
          to_location: to,
          moves: [["create", [move]]],
        };
      }
    }
  }

  async #move(model: string, base: Base, signal: AbortSignal): Promise<Fields> {
    const product = await this.#product(model, base, signal);
    return { product, unit: base.unit, quantity: 1, company: base.company };
  }

  /** Who an order is for; who that is, the ERP need not know. */
  #party(orderId: string, { context }: Base, signal: AbortSignal): Promise<number> {
    return this.#named("party.party", ["code", orderId], context, signal, {
      name: orderId,
      code: orderId,
      addresses: [["create", [{}]]],
    });
  }

  async #place(name: string, { context, storage }: Base, signal: AbortSignal): Promise<number> {
    return await this.#named("stock.location", ["name", name], context, signal, {
      name,
      type: "storage",
      parent: storage,
    });
  }

  async #product(code: string, { context, unit }: Base, signal: AbortSignal): Promise<number> {
    const by: Domain = [["code", "=", code]];
    const find = async () =>
      (await this.#rpc.find("product.product", by, idOnly, context, signal, 1))[0]?.id;
    const found = await find();
    if (found !== undefined) return found;
    await this.#rpc.create(
      "product.template",
      {
        name: code,
        code,
        type: "goods",
        default_uom: unit,
        salable: true,
        sale_uom: unit,
        list_price: decimal(0),
        products: [["create", [{}]]],
      },
      context,
      signal,
    );
    const made = await find();
    if (made === undefined) {
      throw new ErpError(`the ERP keeps no product "${code}"`, { transient: false });
    }
    return made;
  }

  async #named(
    model: string,
    [field, value]: readonly [string, string],
    context: Fields,
    signal: AbortSignal,
    values: Fields,
  ): Promise<number> {
    const [found] = await this.#rpc.find(model, [[field, "=", value]], idOnly, context, signal, 1);
    return found?.id ?? await this.#rpc.create(model, values, context, signal);
  }

  #ready(signal: AbortSignal): Promise<Base> {
    this.#base ??= this.#lookAround(signal).catch((error) => {
      this.#base = undefined;
      throw error;
    });
    return this.#base;
  }

  /** What every document refers to. It is set up in the ERP, once, by its own people. */
  async #lookAround(signal: AbortSignal): Promise<Base> {
    const one = async <T extends z.ZodObject<Record<string, z.ZodType>>>(
      what: string,
      model: string,
      domain: Domain,
      shape: T,
      context: Fields = {},
    ): Promise<z.infer<T>> => {
      const [found] = await this.#rpc.find(model, domain, shape, context, signal, 1);
      if (found) return found as z.infer<T>;
      throw new ErpError(`the ERP has no ${what}: set it up there first`, { transient: true });
    };
    const { id: company, currency } = await one("company", "company.company", [], companyShape);
    const context = { company, companies: [company], language: "en" };
    const warehouse = await one(
      "warehouse",
      "stock.location",
      [["type", "=", "warehouse"]],
      locationShape,
      context,
    );
    const customers = await one(
      "place for customers",
      "stock.location",
      [["type", "=", "customer"]],
      idOnly,
      context,
    );
    const unit = await one("unit", "product.uom", [["symbol", "=", "u"]], idOnly, context);
    const journal = await one(
      "journal of payments",
      "account.payment.journal",
      [["company", "=", company]],
      idOnly,
      context,
    );
    return {
      context,
      company,
      currency,
      unit: unit.id,
      warehouse: warehouse.id,
      storage: warehouse.storage_location,
      output: warehouse.output_location,
      customers: customers.id,
      journal: journal.id,
    };
  }
}

const fenOf = (amount: string): number => Math.round(Number(amount) * 100);
