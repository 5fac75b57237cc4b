/** What the platform relies on in a payment gateway: one suite for the sandbox and for each vendor. */
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { beijingDay } from "../../time/beijing.ts";
import { DAY_MS } from "../../time/day.ts";
import { boundsOf } from "./bill.ts";
import {
  MOST_REFUNDS,
  type NewPayment,
  type Notification,
  NotifyError,
  type NotifyErrorCode,
  type NotifyRequest,
  type Paid,
  PaymentError,
  type PaymentGateway,
  type Refund,
} from "./port.ts";
import type { Behaviour } from "./sandbox/behaviour.ts";

/** Where providers differ; what is not said holds as for the embedded one. */
export interface Traits {
  /** How old a notification may be. Null where it may be of any age, as it then tells one thing only. */
  readonly freshMs: number | null;
  /** Whether the provider takes no money after `expiresAt`, rather than after `close` alone. */
  readonly keepsExpiry: boolean;
  /** Whether a refund can fail after it was accepted. */
  readonly refundsFailLater: boolean;
  /** Whether refunds are told of by notification; else the answer to the request is the last word. */
  readonly tellsRefunds: boolean;
  /** Whether a refund's id is taken for one payment of the merchant only. */
  readonly refundIdsAreUnique: boolean;
  readonly mostRefunds: number | null;
  /** When the bill of a day can be had, milliseconds after its end. */
  readonly billReadyMs: number;
}

export const ALIKE: Traits = {
  freshMs: 5 * 60_000,
  keepsExpiry: true,
  refundsFailLater: true,
  tellsRefunds: true,
  refundIdsAreUnique: true,
  mostRefunds: MOST_REFUNDS,
  billReadyMs: 10 * 3_600_000,
};

export interface Forgery {
  readonly code: readonly NotifyErrorCode[];
  readonly request: NotifyRequest;
}

export interface ContractSubject {
  readonly traits?: Traits;
  /** The payer opens the provider's page or scans the code, and has not paid yet. */
  readonly openPage?: (paymentId: string) => Promise<void>;
  /** What an attacker makes of a genuine notification. */
  readonly forgeries?: (genuine: NotifyRequest) => Iterable<Forgery>;
  readonly gateway: PaymentGateway;
  /** Notifications that have arrived, the newest last. */
  readonly received: NotifyRequest[];
  /** Whether what arrives is acknowledged. */
  acknowledges: boolean;
  now(): number;
  /** Lets time pass; the provider notifies meanwhile. */
  advance(ms: number): Promise<void>;
  /** Whether the provider has taken the money. */
  pay(paymentId: string, behaviour?: Behaviour): Promise<boolean>;
  stop(): void | Promise<void>;
}

const PRICE_FEN = 50_000;
const MINUTE_MS = 60_000;
/** Providers settle a refund within so long in these tests. */
const SETTLED_MS = 10_000;
const signal = new AbortController().signal;

export function gatewayContract(name: string, open: () => Promise<ContractSubject>): void {
  let numbers = 0;
  const test = (title: string, run: (subject: ContractSubject, id: string) => Promise<void>) =>
    Deno.test(`${name}: ${title}`, async () => {
      const subject = await open();
      try {
        await run(subject, `C${String(++numbers).padStart(7, "0")}`);
      } finally {
        await subject.stop();
      }
    });

  const payment = (subject: ContractSubject, paymentId: string): NewPayment => ({
    paymentId,
    subject: "鹭 · 定金",
    amountFen: PRICE_FEN,
    expiresAt: Math.ceil(subject.now() / 1000) * 1000 + 14 * MINUTE_MS,
    returnUrl: "/orders/1",
    signal,
  });
  const created = async (subject: ContractSubject, id: string): Promise<NewPayment> => {
    const made = payment(subject, id);
    await subject.gateway.create(made);
    await subject.openPage?.(id);
    return made;
  };
  const paid = async (subject: ContractSubject, id: string, behaviour?: Behaviour) => {
    await created(subject, id);
    assert(await subject.pay(id, behaviour));
    return id;
  };
  const refundOf = (paymentId: string, refundId: string, amountFen: number): Refund => ({
    paymentId,
    refundId,
    amountFen,
    totalFen: PRICE_FEN,
    reason: "取消",
    signal,
  });
  const told = ({ gateway, received }: ContractSubject): Notification[] =>
    received.map((request) => gateway.parseNotify(request));
  const traitsOf = ({ traits = ALIKE }: ContractSubject) => traits;
  const query = async ({ gateway }: ContractSubject, paymentId: string) =>
    await gateway.query({ paymentId, signal });

  test("a payment is pending until it is paid, with what was asked", async (subject, id) => {
    const { payUrl } = await subject.gateway.create(payment(subject, id));
    assert(payUrl.length > 0);
    assertEquals(await query(subject, id), { status: "pending", amountFen: PRICE_FEN });
    const before = subject.now();
    assert(await subject.pay(id));
    const state = await query(subject, id) as Paid;
    assertEquals(state.status, "paid");
    assertEquals(state.amountFen, PRICE_FEN);
    assert(state.transactionId.length > 0);
    assert(Math.abs(state.paidAt - before) < 1000, "told to the second at least");
  });

  test(
    "a repeated create is the same payment, another one of its id is refused",
    async (subject, id) => {
      const asked = await created(subject, id);
      const { payUrl } = await subject.gateway.create(asked);
      assertEquals((await subject.gateway.create(asked)).payUrl, payUrl);
      await fails("conflict", subject.gateway.create({ ...asked, amountFen: 1 }));
      assertEquals(await query(subject, id), { status: "pending", amountFen: PRICE_FEN });
    },
  );

  test("a payment that was paid or closed is not created again", async (subject, id) => {
    const asked = await created(subject, id);
    const other = await created(subject, `${id}b`);
    assert(await subject.pay(id));
    await fails("already_paid", subject.gateway.create(asked));
    await subject.advance(subject.gateway.closableAfterMs);
    await subject.gateway.close({ paymentId: other.paymentId, signal });
    await fails("closed", subject.gateway.create(other));
  });

  test(
    "what nobody created is not found, and closed when it is to be closed",
    async (subject, id) => {
      assertEquals(await query(subject, id), { status: "not_found" });
      assertEquals(await subject.gateway.close({ paymentId: id, signal }), { status: "closed" });
      assertEquals(
        await subject.gateway.queryRefund({ paymentId: id, refundId: "R1", signal }),
        { status: "not_found" },
      );
    },
  );

  test("nobody pays after the close, and closing again changes nothing", async (subject, id) => {
    await created(subject, id);
    await subject.advance(subject.gateway.closableAfterMs);
    assertEquals(await subject.gateway.close({ paymentId: id, signal }), { status: "closed" });
    assertEquals(await subject.pay(id), false);
    assertEquals(await subject.gateway.close({ paymentId: id, signal }), { status: "closed" });
    assertEquals(await query(subject, id), { status: "closed", amountFen: PRICE_FEN });
  });

  test("a close that comes too soon after the creation is put off", async (subject, id) => {
    const { gateway } = subject;
    await created(subject, id);
    if (gateway.closableAfterMs === 0) return;
    await subject.advance(gateway.closableAfterMs - 1);
    await fails("too_early", gateway.close({ paymentId: id, signal }));
    await subject.advance(1);
    assertEquals(await gateway.close({ paymentId: id, signal }), { status: "closed" });
  });

  test("closing what is paid tells of the payment instead", async (subject, id) => {
    await paid(subject, id);
    await subject.advance(subject.gateway.closableAfterMs);
    const state = await query(subject, id) as Paid;
    assertEquals(await subject.gateway.close({ paymentId: id, signal }), state);
    assertEquals(state.status, "paid");
  });

  test("of a close and a payment at once one wins, and both hear of it", async (subject, id) => {
    for (let round = 0; round < 20; round++) {
      const paymentId = `${id}-${round}`;
      await created(subject, paymentId);
      await subject.advance(subject.gateway.closableAfterMs);
      const close = () => subject.gateway.close({ paymentId, signal });
      const [closed, taken] = round % 2 === 0
        ? await Promise.all([close(), subject.pay(paymentId)])
        : (await Promise.all([subject.pay(paymentId), close()])).reverse() as [
          Awaited<ReturnType<typeof close>>,
          boolean,
        ];
      assertEquals(closed.status, taken ? "paid" : "closed");
      assertEquals((await query(subject, paymentId)).status, closed.status);
    }
  });

  test("a payment is taken in the last millisecond, and never after", async (subject, id) => {
    const { expiresAt } = await created(subject, id);
    await created(subject, `${id}b`);
    await subject.advance(expiresAt - 1 - subject.now());
    assert(await subject.pay(id));
    await subject.advance(1);
    if (traitsOf(subject).keepsExpiry) {
      assertEquals(await subject.pay(`${id}b`), false);
      assertEquals((await query(subject, `${id}b`)).status, "closed");
    }
    assertEquals((await query(subject, id)).status, "paid");
    assertEquals(await subject.gateway.close({ paymentId: `${id}b`, signal }), {
      status: "closed",
    });
    assertEquals(await subject.pay(`${id}b`), false);
  });

  test("a payment is not created with its expiry in the past", async (subject, id) => {
    const asked = { ...payment(subject, id), expiresAt: subject.now() - MINUTE_MS };
    await fails("rejected", subject.gateway.create(asked));
    assertEquals(await query(subject, id), { status: "not_found" });
  });

  test("a payment is told of, as query tells of it", async (subject, id) => {
    await paid(subject, id);
    await subject.advance(0);
    const [first, ...more] = told(subject);
    assertEquals(more, []);
    assert(first?.type === "paid");
    const { transactionId, amountFen, paidAt } = await query(subject, id) as Paid;
    const { notifyId, ...facts } = first;
    assertEquals(facts, { type: "paid", paymentId: id, transactionId, amountFen, paidAt });
    assert(notifyId.length > 0);
  });

  test("what is not acknowledged is told again under the same id", async (subject, id) => {
    subject.acknowledges = false;
    await paid(subject, id);
    await subject.advance(20 * MINUTE_MS);
    const times = subject.received.length;
    assert(times >= 3, `told ${times} times in 20 minutes`);
    // The early ones are stale by now, which is their point.
    const next = async () => {
      const before = subject.received.length;
      for (let i = 0; i < 24 * 60 && subject.received.length === before; i++) {
        await subject.advance(MINUTE_MS);
      }
      assertEquals(subject.received.length, before + 1);
      return subject.gateway.parseNotify(subject.received.at(-1)!).notifyId;
    };
    const notifyId = await next();
    subject.acknowledges = true;
    assertEquals(await next(), notifyId);
    const now = subject.received.length;
    await subject.advance(48 * 60 * MINUTE_MS);
    assertEquals(subject.received.length, now);
  });

  test("a notification that was forged, changed or is stale is refused", async (subject, id) => {
    await paid(subject, id);
    await subject.advance(0);
    const [genuine] = subject.received as [NotifyRequest];
    const { gateway } = subject;
    assertEquals(
      gateway.parseNotify(genuine),
      gateway.parseNotify(genuine),
      "a replay is the same",
    );
    const forged = (subject.forgeries ?? forgeries)(genuine);
    for (const { code, request } of forged) refused(gateway, code, request);
    const { freshMs } = traitsOf(subject);
    await subject.advance((freshMs ?? 5 * MINUTE_MS) + 1000);
    if (freshMs !== null) refused(gateway, ["stale"], genuine);
    assertEquals(subject.received.length, 1);
  });

  test("a provider that charges another amount is quoted", async (subject, id) => {
    await paid(subject, id, { kind: "wrong_amount", amountFen: 1 });
    await subject.advance(0);
    const [notification] = told(subject);
    assert(notification?.type === "paid");
    assertEquals(notification.amountFen, 1);
    assertEquals((await query(subject, id) as Paid).amountFen, 1);
  });

  test("notifications come late, ten times, never, or in the wrong order", async (subject, id) => {
    await paid(subject, `${id}a`, { kind: "late", delayMs: DAY_MS });
    await paid(subject, `${id}b`, { kind: "repeated", times: 10 });
    await paid(subject, `${id}c`, { kind: "never" });
    await paid(subject, `${id}d`, { kind: "out_of_order" });
    await subject.gateway.refund(refundOf(`${id}d`, `${id}R`, PRICE_FEN));
    await subject.advance(2 * MINUTE_MS);
    const ofNow = told(subject);
    assertEquals(ofNow.filter(({ paymentId }) => paymentId === `${id}b`).length, 10);
    assertEquals(new Set(ofNow.map(({ notifyId }) => notifyId)).size, 3);
    assertEquals(ofNow.filter(({ paymentId }) => paymentId === `${id}d`).map(({ type }) => type), [
      traitsOf(subject).tellsRefunds ? "refunded" : "other",
      "paid",
    ]);
    subject.received.length = 0;
    await subject.advance(DAY_MS);
    assertEquals(told(subject).map(({ paymentId }) => paymentId), [`${id}a`]);
  });

  test("a refund is accepted, then succeeds, and is told of", async (subject, id) => {
    await paid(subject, id, { kind: "repeated", times: 2 });
    await subject.advance(0);
    subject.received.length = 0;
    const refund = refundOf(id, `${id}R`, 20_000);
    const asked = { paymentId: id, refundId: refund.refundId, signal };
    await subject.gateway.refund(refund);
    await subject.advance(SETTLED_MS);
    const state = { refundId: refund.refundId, amountFen: 20_000, status: "succeeded" } as const;
    assertEquals(await subject.gateway.queryRefund(asked), state);
    const payment = await query(subject, id) as Paid;
    assertEquals(payment.status, "paid");
    if (payment.refunds) assertEquals(payment.refunds, [state]);
    const [first, second, ...more] = told(subject);
    assertEquals(first, second);
    assertEquals(more, []);
    if (!traitsOf(subject).tellsRefunds) return;
    assert(first?.type === "refunded");
    assertEquals(first.paymentId, id);
    assertEquals(first.refundId, refund.refundId);
    assertEquals(first.amountFen, 20_000);
  });

  test("a repeated refund is one refund, another one of its id is refused", async (subject, id) => {
    await paid(subject, id);
    await paid(subject, `${id}b`);
    const refund = refundOf(id, `${id}R`, 20_000);
    for (let i = 0; i < 3; i++) await subject.gateway.refund(refund);
    await Promise.all([subject.gateway.refund(refund), subject.gateway.refund(refund)]);
    await failsForGood(subject.gateway.refund({ ...refund, amountFen: 20_001 }));
    const { refundIdsAreUnique, tellsRefunds } = traitsOf(subject);
    if (refundIdsAreUnique) {
      await failsForGood(subject.gateway.refund({ ...refund, paymentId: `${id}b` }));
    }
    await subject.advance(SETTLED_MS);
    const tellings = told(subject).filter(({ type }) => type === "refunded");
    assertEquals(tellings.length, tellsRefunds ? 1 : 0);
    await subject.gateway.refund(refundOf(id, `${id}S`, 30_000));
    await failsForGood(subject.gateway.refund(refundOf(id, `${id}T`, 1)));
  });

  test("refunds in parts never pass what was paid, also at once", async (subject, id) => {
    await paid(subject, id);
    const asked = Array.from({ length: 8 }, (_, i) => refundOf(id, `${id}-${i}`, 10_000));
    const outcomes = await Promise.allSettled(asked.map((one) => subject.gateway.refund(one)));
    assertEquals(outcomes.filter(({ status }) => status === "fulfilled").length, 5);
    await failsForGood(subject.gateway.refund(refundOf(id, `${id}-z`, 1)));
  });

  test("a payment is refunded in as many parts as its provider allows", async (subject, id) => {
    await paid(subject, id);
    const { mostRefunds } = traitsOf(subject);
    for (let i = 0; i < (mostRefunds ?? 3); i++) {
      await subject.gateway.refund(refundOf(id, `${id}-${i}`, 1));
    }
    if (mostRefunds === null) return;
    await failsForGood(subject.gateway.refund(refundOf(id, `${id}-more`, 1)));
    await subject.gateway.refund(refundOf(id, `${id}-0`, 1));
  });

  test("only what was paid is refunded, and by its whole amount's name", async (subject, id) => {
    await created(subject, id);
    await failsForGood(subject.gateway.refund(refundOf(id, `${id}R`, 1)));
    await failsForGood(subject.gateway.refund(refundOf(`${id}x`, `${id}R`, 1)));
    assert(await subject.pay(id));
    await failsForGood(
      subject.gateway.refund({ ...refundOf(id, `${id}R`, 1), totalFen: PRICE_FEN + 1 }),
    );
  });

  test("a refund that fails later is told of, and another may be made", async (subject, id) => {
    if (!traitsOf(subject).refundsFailLater) return;
    await paid(subject, id, { kind: "refund_fails" });
    await subject.advance(0);
    subject.received.length = 0;
    await subject.gateway.refund(refundOf(id, `${id}R`, PRICE_FEN));
    await failsForGood(subject.gateway.refund(refundOf(id, `${id}S`, 1)));
    await subject.advance(SETTLED_MS);
    assertEquals(told(subject).map(({ type }) => type), ["refund_failed"]);
    const asked = { paymentId: id, refundId: `${id}R`, signal };
    const state = await subject.gateway.queryRefund(asked);
    assertEquals(state.status, "failed");
    await subject.gateway.refund(refundOf(id, `${id}S`, PRICE_FEN));
  });

  test("the bill of a day has what was paid and paid back on it", async (subject, id) => {
    await paid(subject, id);
    await created(subject, `${id}open`);
    await subject.gateway.refund(refundOf(id, `${id}R`, 12_345));
    const { transactionId, paidAt } = await query(subject, id) as Paid;
    const day = beijingDay(subject.now());
    const [, end] = boundsOf(day);
    const { billReadyMs } = traitsOf(subject);
    if (billReadyMs > 0) {
      await fails("bill_not_ready", subject.gateway.bill({ day, signal }));
    }
    await subject.advance(end + billReadyMs - subject.now());
    const lines = await subject.gateway.bill({ day, signal });
    assertEquals(lines, [
      {
        kind: "payment",
        paymentId: id,
        transactionId,
        amountFen: PRICE_FEN,
        at: Math.floor(paidAt / 1000) * 1000,
        status: "succeeded",
      },
      {
        kind: "refund",
        paymentId: id,
        refundId: `${id}R`,
        transactionId,
        amountFen: 12_345,
        at: lines[1]!.at,
        status: "succeeded",
      },
    ]);
    const next = beijingDay(end);
    await subject.advance(DAY_MS);
    assertEquals(await subject.gateway.bill({ day: next, signal }), []);
  });
}

const refused = (gateway: PaymentGateway, codes: readonly string[], request: NotifyRequest) => {
  const error = assertThrows(() => gateway.parseNotify(request), NotifyError);
  assert(codes.includes(error.code), `got ${error.code}, expected ${codes.join(" or ")}`);
};

/** What an attacker makes of a genuine notification. */
function* forgeries(
  { headers, body }: NotifyRequest,
): Iterable<Forgery> {
  const changed = (name: string, change: (text: string) => string | undefined) => {
    const copy = new Headers(headers);
    const value = change(copy.get(name)!);
    if (value === undefined) copy.delete(name);
    else copy.set(name, value);
    return { headers: copy, body };
  };
  yield { code: ["unsigned"], request: { headers: new Headers(), body } };
  yield { code: ["bad_signature"], request: { headers, body: body.replace(/\d/, "7x") } };
  yield { code: ["bad_signature"], request: { headers, body: `${body} ` } };
  yield { code: ["bad_signature"], request: { headers, body: "" } };
  for (const name of headers.keys()) {
    if (name.endsWith("-signature")) {
      yield { code: ["bad_signature"], request: changed(name, (text) => text.slice(4) + "AAAA") };
      yield { code: ["bad_signature"], request: changed(name, () => "x") };
      yield { code: ["unsigned"], request: changed(name, () => undefined) };
    }
    if (name.endsWith("-timestamp")) {
      yield { code: ["bad_signature"], request: changed(name, (text) => `${Number(text) + 1}`) };
      yield { code: ["bad_signature"], request: changed(name, () => "NaN") };
    }
    if (name.endsWith("-serial")) {
      yield { code: ["unknown_key"], request: changed(name, (text) => `${text}0`) };
    }
  }
}

async function fails(code: PaymentError["code"], job: Promise<unknown>): Promise<void> {
  assertEquals((await assertRejects(() => job, PaymentError)).code, code);
}

async function failsForGood(job: Promise<unknown>): Promise<void> {
  const error = await assertRejects(() => job, PaymentError);
  assertEquals(error.transient, false, error.message);
}
