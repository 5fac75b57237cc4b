/** Whether the books of a simulated sale are right: cars, payments, leads. */
import { lead } from "../../actors/sales/lead.ts";
import { lot, type LotState } from "../../actors/sales/lot.ts";
import { order } from "../../actors/sales/order.ts";
import type { ActorSystem, Entry } from "../../lib/kernel/mod.ts";
import type { Account } from "./provider.ts";
import { SALE } from "./sealing.ts";
import type { SaleStage } from "./stage.ts";
import type { Shoppers } from "./shoppers.ts";

type What = { memberId: string; number: number; place: number; orderId: string };

export async function checkSale(stage: SaleStage, shoppers: Shoppers): Promise<string[]> {
  const system = await stage.someSystem();
  const ledger = await readJournal(system, stage.plan.cars);
  const state = await system.view(lot(SALE), (state) => structuredClone(state));
  return [
    ...ledger.faults,
    ...checkLine(state),
    ...checkAnswers(ledger, shoppers),
    ...await checkOrders(system, stage, ledger, state),
    ...await checkLeads(system, ledger),
    ...checkDead(stage),
  ];
}

interface Ledger {
  readonly faults: string[];
  /** First answers, by member. */
  readonly answered: Map<string, string>;
  /** Order ids of all cars that were ever held, with their members. */
  readonly orders: Map<string, string>;
}

/** Follows every event of the lot and counts the cars after each, without the actor's own code. */
async function readJournal(system: ActorSystem, capacity: number): Promise<Ledger> {
  const faults: string[] = [];
  const answered = new Map<string, string>();
  const orders = new Map<string, string>();
  const holder = new Map<number, string>();
  const holding = new Set<string>();
  const sold = new Set<number>();
  const line: string[] = [];
  const hold = ({ memberId, number, orderId }: What) => {
    if (holder.has(number)) faults.push(`car ${number} was given to ${memberId}, but is not free`);
    if (holding.has(memberId)) faults.push(`${memberId} has two cars`);
    holding.add(memberId);
    holder.set(number, memberId);
    if (orders.has(orderId) && orders.get(orderId) !== memberId) {
      faults.push(`order ${orderId} has two members`);
    }
    orders.set(orderId, memberId);
    if (holder.size > capacity || number > capacity) faults.push(`more than ${capacity} cars`);
  };
  for await (const text of system.journal(lot(SALE))) {
    for (const [name, payload] of (JSON.parse(text) as Entry).events) {
      const what = payload as unknown as What;
      const { memberId, number } = what;
      if (name === "claimed" || name === "missed") {
        if (answered.has(memberId)) faults.push(`${memberId} was answered twice`);
        answered.set(memberId, name);
      }
      if (name === "missed" || name === "rejoined") line.push(memberId);
      if (name === "claimed") {
        if (line.length > 0) faults.push(`${memberId} jumped a line of ${line.length}`);
        hold(what);
      }
      if (name === "offered") {
        if (line[0] !== memberId) faults.push(`${memberId} was offered a car before ${line[0]}`);
        line.shift();
        hold(what);
      }
      if (name === "left") line.splice(line.indexOf(memberId), 1);
      if (name === "reinstated") {
        hold(what);
        sold.add(number);
        if (line.includes(memberId)) line.splice(line.indexOf(memberId), 1);
      }
      if (name === "sold") {
        if (holder.get(number) !== memberId) faults.push(`car ${number} was sold to a stranger`);
        sold.add(number);
      }
      if (name === "released") {
        if (holder.get(number) !== memberId) faults.push(`car ${number} was returned twice`);
        holder.delete(number);
        holding.delete(memberId);
        sold.delete(number);
      }
    }
  }
  return { faults, answered, orders };
}

function checkLine({ waiting, free, issued, stock }: LotState): string[] {
  const cars = free.length + (stock?.capacity ?? 0) - issued;
  return waiting > 0 && cars > 0 ? [`${waiting} wait while ${cars} cars are free`] : [];
}

const checkAnswers = ({ answered }: Ledger, { answers }: Shoppers): string[] =>
  [...answers.keys()].filter((memberId) => !answered.has(memberId)).map((memberId) =>
    `${memberId} was answered, but is not in the journal`
  );

async function checkOrders(
  system: ActorSystem,
  { provider, releasedAt }: SaleStage,
  { orders }: Ledger,
  { allocated }: LotState,
): Promise<string[]> {
  const faults: string[] = [];
  const unexplained = new Map<string, Account>(provider.accounts);
  for (const [orderId, memberId] of orders) {
    const state = await system.view(order(orderId), (state) => ({ ...state }));
    if (state.status === "none") {
      faults.push(`order ${orderId} was never placed`);
      continue;
    }
    const car = allocated.get(memberId);
    const has = car?.orderId === orderId;
    switch (state.status) {
      case "paid":
        if (!has || !car?.sold) faults.push(`order ${orderId} is paid and has no car`);
        break;
      case "lapsed":
      case "cancelled":
        if (has) faults.push(`order ${orderId} is ${state.status} and has a car`);
        break;
      default:
        faults.push(`order ${orderId} is still ${state.status}`);
    }
    for (const tab of ["a", "b"]) {
      const account = provider.accounts.get(`${orderId}-${tab}`);
      if (!account) continue;
      unexplained.delete(account.paymentId);
      const counts = state.status === "paid" && state.paymentId === account.paymentId;
      faults.push(...checkAccount(account, counts));
      const released = releasedAt.get(orderId);
      if (released !== undefined && account.shownAt < released && account.endedAt > released) {
        faults.push(`order ${orderId} was given back before its payment was settled`);
      }
    }
  }
  for (const paymentId of unexplained.keys()) faults.push(`payment ${paymentId} has no order`);
  return faults;
}

/** Money ends as an order, or is paid back to the fen. */
function checkAccount(account: Account, counts: boolean): string[] {
  const { paymentId, status, paidFen, amountFen, refunds } = account;
  const refunded = [...refunds.values()].reduce((sum, fen) => sum + fen, 0);
  if (counts) {
    if (status !== "paid") return [`payment ${paymentId} counts, but was never paid`];
    if (paidFen !== amountFen) return [`payment ${paymentId} counts with another amount`];
    return refunded > 0 ? [`payment ${paymentId} counts and was paid back`] : [];
  }
  if (status === "pending") return [`payment ${paymentId} can still be paid`];
  return refunded === paidFen ? [] : [`payment ${paymentId}: ${refunded} of ${paidFen} paid back`];
}

async function checkLeads(system: ActorSystem, { answered }: Ledger): Promise<string[]> {
  const faults: string[] = [];
  for (const memberId of answered.keys()) {
    const entries = await system.view(lead(memberId), ({ entries }) => entries.length);
    if (entries !== 1) faults.push(`${memberId} has ${entries} entries as a lead`);
  }
  return faults;
}

/** What was given up for good. A provider may be away for longer than a courier tries. */
function checkDead({ disk }: SaleStage): string[] {
  const letters = disk.all(["dead"]).map(({ value }) => new TextDecoder().decode(value));
  return letters.filter((text) => !text.includes(`"port":"payments"`))
    .map((text) => `a dead letter: ${text.slice(0, 300)}`);
}
