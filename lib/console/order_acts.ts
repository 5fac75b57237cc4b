/** What staff's forms ask of an order and its car, as the API is asked. */
import type { Context } from "fresh";
import { parsePlate } from "../garage/plate.ts";
import { titleOf } from "../members/cars.ts";
import { keepPapers } from "../members/profile.ts";
import { readStrokes } from "../orders/signature.ts";
import type { Permission } from "../staff/roles.ts";
import { startOfBeijingDay } from "../time/beijing.ts";
import type { State } from "../web/define.ts";
import { askApi } from "./ask_api.ts";
import type { OrderDesk } from "./order_desk.ts";
import { fromInput } from "./times.ts";

export const ORDER_FORMS = [
  "paper",
  "expect",
  "bind",
  "invoice",
  "refund",
  "plate",
  "fail",
  "reach",
  "revise",
  "appoint",
  "handover",
] as const;
export type OrderForm = (typeof ORDER_FORMS)[number];

/** What the API asks for what a form does. */
export const permissionOfForm = (form: OrderForm): Permission =>
  form === "refund"
    ? "refunds.give"
    : form === "reach" || form === "revise" || form === "appoint" || form === "handover"
    ? "deliveries.work"
    : "orders.work";

export const isOrderForm = (name: unknown): name is OrderForm =>
  ORDER_FORMS.includes(name as OrderForm);

type Asked = { readonly path: string; readonly body: unknown } | { readonly wrong: string };

/** Does what a form asks for; the code of what went wrong, or undefined. */
export async function actOnOrder(
  ctx: Pick<Context<State>, "req" | "state" | "info">,
  desk: OrderDesk,
  form: OrderForm,
  fields: FormData,
): Promise<string | undefined> {
  const asked = askedFor(desk, form, (name) => `${fields.get(name) ?? ""}`.trim(), fields);
  if ("wrong" in asked) return asked.wrong;
  const answer = await askApi(ctx, "POST", asked.path, asked.body);
  if (!answer.ok) return answer.code || "other";
  if (form === "plate") await keepPlate(ctx.state, desk, `${fields.get("plate") ?? ""}`);
  return undefined;
}

function askedFor(
  { id, vin }: OrderDesk,
  form: OrderForm,
  said: (name: string) => string,
  fields: FormData,
): Asked {
  const ofOrder = (path: string, body: unknown = {}): Asked => ({
    path: `/api/staff/vehicle-orders/${id}/${path}`,
    body,
  });
  const ofCar = (path: string, body: unknown): Asked =>
    vin === undefined
      ? { wrong: "not_bound" }
      : { path: `/api/staff/vehicles/${vin}/${path}`, body };
  const reason = said("reason");
  switch (form) {
    case "paper":
      return ofOrder("accepted-documents", { code: said("code") });
    case "expect": {
      const [from, to] = [startOfBeijingDay(said("from")), startOfBeijingDay(said("to"))];
      if (from === undefined || to === undefined || to < from) return { wrong: "date" };
      return reason.length < 2 ? { wrong: "reason" } : ofOrder("expectation", { from, to, reason });
    }
    case "bind":
      return ofOrder("vehicle", { vin: said("vin") });
    case "invoice":
      return ofOrder("invoice", { invoiceNumber: said("number") });
    case "refund": {
      const amountFen = Math.round(Number(said("amount")) * 100);
      if (!Number.isSafeInteger(amountFen) || amountFen <= 0) return { wrong: "amount" };
      const paymentId = said("payment");
      const left = `left-${paymentId}`;
      const seen = fields.has(left) ? { leftFen: Math.trunc(Number(said(left))) || 0 } : {};
      return ofOrder("refunds", { paymentId, amountFen, ...seen });
    }
    case "plate":
      return parsePlate(said("plate")) ? ofOrder("registration") : { wrong: "plate" };
    case "fail":
      return reason.length < 2 ? { wrong: "reason" } : ofOrder("failure", { reason });
    case "reach":
      return ofCar("milestones", {
        code: said("code"),
        place: said("place"),
        source: said("source"),
      });
    case "revise": {
      const plannedAt = fromInput(said("at"));
      if (plannedAt === undefined) return { wrong: "date" };
      return reason.length < 2
        ? { wrong: "reason" }
        : ofCar("revisions", { code: said("code"), plannedAt, reason });
    }
    case "appoint": {
      const at = fromInput(said("at"));
      if (at === undefined) return { wrong: "date" };
      const seen = fields.has("was")
        ? { wasAt: said("was") === "" ? null : Number(said("was")) }
        : {};
      return ofCar("appointment", { at, dealerId: said("dealer"), ...seen });
    }
    case "handover": {
      const name = said("name");
      const signature = readStrokes(said("strokes")) ??
        (name.length < 2 ? undefined : { kind: "typed" as const, name });
      if (signature === undefined) return { wrong: "signature" };
      const [mileage, remarks] = [said("mileage"), said("remarks")];
      if (mileage !== "" && !/^\d{1,4}$/.test(mileage)) return { wrong: "mileage" };
      return ofCar("handover", {
        checklist: fields.getAll("check"),
        signature,
        handed: fields.getAll("handed"),
        ...(mileage === "" ? {} : { mileageKm: Number(mileage) }),
        ...(remarks === "" ? {} : { remarks }),
      });
    }
  }
}

/** The plate leads to a person: it is kept where the car's number is. */
async function keepPlate(
  { platform: { vault, identity, system } }: State,
  { order: { memberId, vehicleId }, vin }: OrderDesk,
  written: string,
): Promise<void> {
  const plate = parsePlate(written);
  if (!plate || vehicleId === null || vin === undefined) return;
  // A buyer who had written the car into their garage before has it there under another id.
  const holder = await system.view(titleOf(identity, vin), ({ holder }) => holder && { ...holder });
  const carId = holder?.memberId === memberId ? holder.carId : vehicleId;
  await keepPapers(vault, memberId, carId, { vin, plate: plate.text });
}
