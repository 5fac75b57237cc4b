/**
 * What members do once they have a car: pay, pay in ways that go wrong, or let the hold lapse; and
 * the same again for those in line to whom a returned car is offered.
 */
import { Chance } from "../../lib/kernel/testing/chance.ts";

export interface BuyersPlan {
  readonly url: string;
  readonly sale: string;
  /** By number of the request that claimed. */
  readonly tokens: readonly string[];
  /** The part of those with a car who let their hold lapse. */
  readonly abandon: number;
  /** Of the others, those who give their car back; every second one once it is paid. */
  readonly cancel: number;
  /** Of the others, those who come to pay when the hold is over. */
  readonly late: number;
  readonly seed: number;
  /** After so long the rehearsal ends, whatever is still open. */
  readonly limitMs: number;
}

export interface BuyersOutcome {
  /** Members who had a car for a while, at least. */
  readonly asked: number;
  readonly abandoned: number;
  readonly cancelled: number;
  /** Payments made at the provider; each is a bought car or was paid back in the end. */
  readonly paid: number;
  readonly bought: number;
  readonly refunded: number;
  /** Paid, and neither a bought car nor paid back. */
  readonly lost: number;
  /** Came to pay when the hold was over. */
  readonly tooLate: number;
  /** Returned cars that were offered to the line. */
  readonly offered: number;
  /** Milliseconds since the epoch at which the last car was sold; undefined where some are left. */
  readonly soldOutAt: number | undefined;
  readonly problems: readonly string[];
}

interface SaleState {
  readonly capacity: number;
  readonly allocated: number;
  readonly sold: number;
  readonly waiting: number;
  readonly called: number;
}

/** How a payment is told of; most of them as they should be. */
const NOTICES = [
  ...Array(16).fill({ notify: "prompt" }),
  { notify: "late", delay_ms: "800" },
  { notify: "repeated", times: "3" },
  { notify: "never" },
  { notify: "ten_times" },
] as const satisfies readonly Record<string, string>[];

const AT_ONCE = 48;
const LOOK_MS = 250;
const PROBLEMS_KEPT = 10;
const BUSY_MS = 100;
/** So long after the hold's end somebody comes who is too late. */
const TOO_LATE_MS = 500;

export class Buyers {
  readonly #plan: BuyersPlan;
  readonly #until: number;
  readonly #todo: (() => Promise<void>)[] = [];
  readonly #atPlace = new Map<number, number>();
  readonly #payments = new Map<string, { readonly member: number; readonly order: string }>();
  readonly #problems: string[] = [];
  #running = 0;
  /** Those who will come too late. */
  #coming = 0;
  #claimed = false;
  #called = 0;
  #asked = 0;
  #abandoned = 0;
  #cancelled = 0;
  #tooLate = 0;
  #offered = 0;

  constructor(plan: BuyersPlan) {
    this.#plan = plan;
    this.#until = performance.now() + plan.limitMs;
  }

  /** The member has got a car. */
  allocated(member: number): void {
    this.#add(() => this.#decide(member));
  }

  /** The member stands at this place in line. */
  waits(member: number, place: number): void {
    this.#atPlace.set(place, member);
  }

  /** Everyone has been answered. */
  claimed(): void {
    this.#claimed = true;
  }

  /** Ends when all cars are sold, nobody is left to ask, or time is up. */
  async run(): Promise<BuyersOutcome> {
    let soldOutAt: number | undefined;
    while (performance.now() < this.#until) {
      // Whoever acts between two looks may give back a car that the first one saw as sold.
      const idle = this.#idle;
      const sale = await this.#sale();
      this.#offer(sale);
      // What was paid for may come back: it is sold once it stays sold.
      soldOutAt = sale.sold === sale.capacity ? soldOutAt ?? Date.now() : undefined;
      const nobodyLeft = sale.allocated === sale.sold && sale.waiting === 0;
      const over = soldOutAt !== undefined || nobodyLeft;
      if (this.#claimed && idle && this.#idle && over) break;
      await pause(LOOK_MS);
    }
    this.#todo.length = 0;
    return { ...await this.#settle(), soldOutAt };
  }

  /** Whoever stands at a place that was called may have a car now. */
  #offer({ called }: SaleState): void {
    while (this.#called < called) {
      const member = this.#atPlace.get(this.#called + 1);
      // The answer that tells who stands there may still be on its way.
      if (member === undefined && !this.#claimed) return;
      this.#called++;
      if (member === undefined) continue;
      this.#offered++;
      this.#add(() => this.#decide(member));
    }
  }

  async #decide(member: number): Promise<void> {
    const { sale, abandon, cancel, late, seed } = this.#plan;
    const me = await this.#ask(member, `/api/sales/${sale}/me`);
    const order = me.body.orderId as string | undefined;
    if (me.body.outcome !== "held" || order === undefined) {
      this.#tooLate++;
      return;
    }
    this.#asked++;
    const chance = new Chance(seed * 1_000_003 + member);
    if (chance.hits(abandon)) {
      this.#abandoned++;
      return;
    }
    const whim = chance.float();
    if (whim < late) return this.#later(member, order, me.body.payBy as number);
    const givesBack = whim < late + cancel;
    if (givesBack && chance.hits(0.5)) return await this.#giveBack(member, order);
    const page = await this.#ask(member, `/api/orders/${order}/payments`, {});
    if (page.status !== 201) return this.#refused("open a payment", page);
    const { paymentId, payUrl } = page.body as { paymentId: string; payUrl: string };
    const paid = await this.#pay(payUrl, chance.pick(NOTICES));
    if (paid.body.status !== "paid") return this.#refused("pay", paid);
    this.#payments.set(paymentId, { member, order });
    if (!givesBack) return;
    // Before the shop has heard of the money, giving back would wait for it, and keep the car.
    while (performance.now() < this.#until) {
      const { body } = await this.#ask(member, `/api/orders/${order}`);
      if (body.status !== "reserved") break;
      await pause(LOOK_MS);
    }
    await this.#giveBack(member, order);
  }

  /** Comes to pay when the hold is over, and does not get that far. */
  #later(member: number, order: string, payBy: number): void {
    this.#coming++;
    setTimeout(() => {
      this.#coming--;
      this.#add(async () => {
        const page = await this.#ask(member, `/api/orders/${order}/payments`, {});
        if (page.status === 201) this.#note("a payment was opened after the hold");
        else this.#refused("open a payment too late", page);
      });
    }, Math.max(0, payBy - Date.now()) + TOO_LATE_MS);
  }

  async #giveBack(member: number, order: string): Promise<void> {
    const answer = await this.#ask(member, `/api/orders/${order}/cancel`, {});
    if (answer.status === 200 || answer.status === 202) this.#cancelled++;
    else this.#refused("cancel", answer);
  }

  get #idle(): boolean {
    return this.#running === 0 && this.#todo.length === 0 && this.#coming === 0;
  }

  #refused(what: string, { status, body }: Answer): void {
    const code = body.code ?? body.status;
    if (code === "hold_over" || code === "ORDER_CLOSED") this.#tooLate++;
    else this.#note(`${what}: got ${status} ${code ?? ""}`);
  }

  async #pay(payUrl: string, notice: Record<string, string>): Promise<Answer> {
    const response = await fetch(new URL(payUrl, this.#plan.url), {
      method: "POST",
      headers: { accept: "application/json" },
      body: new URLSearchParams(notice),
    });
    return { status: response.status, body: await response.json() };
  }

  /** Each payment has to become a bought car or to be paid back; some are found only by asking. */
  async #settle(): Promise<Omit<BuyersOutcome, "soldOutAt">> {
    let bought = 0, refunded = 0;
    let open = [...this.#payments];
    const paid = open.length;
    while (open.length > 0 && performance.now() < this.#until) {
      const left: typeof open = [];
      await inParallel(open, async (entry) => {
        const [id, { member, order }] = entry;
        const payment = await this.#ask(member, `/api/payments/${id}`);
        const { amountFen, refundedFen } = payment.body;
        if (refundedFen === amountFen && amountFen !== undefined) return void refunded++;
        const { body } = await this.#ask(member, `/api/orders/${order}`);
        if (body.status === "paid" && body.paymentId === id) bought++;
        else left.push(entry);
      });
      open = left;
      if (open.length > 0) await pause(LOOK_MS);
    }
    return {
      asked: this.#asked,
      abandoned: this.#abandoned,
      cancelled: this.#cancelled,
      paid,
      bought,
      refunded,
      lost: open.length,
      tooLate: this.#tooLate,
      offered: this.#offered,
      problems: this.#problems,
    };
  }

  #add(work: () => Promise<void>): void {
    this.#todo.push(work);
    while (this.#running < AT_ONCE && this.#todo.length > 0) {
      this.#running++;
      void this.#work();
    }
  }

  async #work(): Promise<void> {
    for (let work = this.#todo.shift(); work; work = this.#todo.shift()) {
      try {
        await work();
      } catch (cause) {
        this.#note(cause instanceof Error ? cause.message : String(cause));
      }
    }
    this.#running--;
  }

  async #sale(): Promise<SaleState> {
    const response = await fetch(`${this.#plan.url}/api/sales/${this.#plan.sale}`);
    return await response.json();
  }

  /** As the member; asks again while the server is busy. */
  async #ask(member: number, path: string, body?: unknown): Promise<Answer> {
    const { url, tokens } = this.#plan;
    while (true) {
      const response = await fetch(url + path, {
        headers: {
          authorization: `Bearer ${tokens[member]}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
      });
      const answer = { status: response.status, body: await response.json() };
      if (response.status !== 503 || performance.now() > this.#until) return answer;
      await pause(BUSY_MS);
    }
  }

  #note(problem: string): void {
    if (this.#problems.length < PROBLEMS_KEPT) this.#problems.push(problem);
  }
}

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function inParallel<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < all.length) await work(all[next++]!);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, all.length) }, worker));
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
