/** Payers, closes, refunds and two nodes that deliver, on a store that loses answers and races. */
import { assert, assertEquals } from "@std/assert";
import { Chance } from "../../../kernel/testing/chance.ts";
import { SimClock, World } from "../../../kernel/testing/sim_clock.ts";
import { SimDisk } from "../../../kernel/testing/sim_disk.ts";
import { type Conditions, NO_FAULTS, SimStore } from "../../../kernel/testing/sim_store.ts";
import { type Notification, PaymentError } from "../port.ts";
import { openPaymentSandbox, type PaymentSandbox } from "../sandbox.ts";

const SEEDS = 12;
const PAYMENTS = 6;
const AMOUNT_FEN = 1_000;
const FAULTS = {
  ...NO_FAULTS,
  latencyMs: 5,
  slow: 0.05,
  slowMs: 200,
  readFails: 0.03,
  commitFails: 0.05,
  answerLost: 0.1,
  landsLate: 0.05,
  lateMs: 500,
  sentTwice: 0.05,
  copyLate: 0.05,
};

async function play(seed: number): Promise<{ paid: number; closed: number }> {
  const chance = new Chance(seed);
  const world = new World(chance.fork());
  const disk = new SimDisk(world, "denokv");
  const conditions: Conditions = { faults: NO_FAULTS, outages: [] };
  const life = { alive: true };
  const told: Notification[] = [];
  const signal = new AbortController().signal;
  const wait = <T>(job: Promise<T>): Promise<T> => job;

  const open = async (): Promise<PaymentSandbox> => {
    const clock = new SimClock(world, life);
    const sandbox = await openPaymentSandbox({
      store: new SimStore(world, disk, chance.fork(), conditions, life),
      clock,
      random: chance.fork().uint32,
      async deliver(request) {
        const body = await request.text();
        told.push(sandbox.gateway.parseNotify({ headers: request.headers, body }));
        return new Response(null, { status: chance.hits(0.3) ? 500 : 204 });
      },
    });
    return sandbox;
  };
  const until = async <T>(job: Promise<T>): Promise<T> => {
    let settled = false;
    const done = () => void (settled = true);
    job.then(done, done);
    assert(await world.run(() => settled, 3_600_000), `seed ${seed}: nothing happens any more`);
    return await job;
  };
  const nodes = await until(Promise.all([open(), open()]));
  const node = () => chance.pick(nodes);
  /** As a courier does: the same again until there is an answer. */
  const insist = async <T>(ask: () => Promise<T>): Promise<T> => {
    while (true) {
      try {
        return await ask();
      } catch (error) {
        if (error instanceof PaymentError && !error.transient) throw error;
        await world.sleep(chance.between(10, 300));
      }
    }
  };
  const expiresAt = new SimClock(world, life).now() + 60_000;
  const ids = Array.from({ length: PAYMENTS }, (_, i) => `S${seed}-0000${i}`);
  const create = (paymentId: string) =>
    insist(() =>
      node().gateway.create({
        paymentId,
        subject: "定金",
        amountFen: AMOUNT_FEN,
        expiresAt,
        returnUrl: "/",
        signal,
      })
    );
  await until(Promise.all(ids.map(create)));
  conditions.faults = FAULTS;

  const answers = await until(Promise.all(ids.map(async (paymentId) => {
    const payers = [1, 2].map(async () => {
      await world.sleep(chance.between(0, 61_000));
      return await node().cashier.pay(paymentId).catch(() => "unknown");
    });
    await world.sleep(chance.between(0, 60_000));
    const closed = await insist(() => node().gateway.close({ paymentId, signal }));
    await Promise.all(payers);
    return { paymentId, closed };
  })));
  const refunds = await until(Promise.all(
    answers.flatMap(({ paymentId, closed }) =>
      closed.status === "closed" ? [] : Array.from({ length: 4 }, async (_, i) => {
        await world.sleep(chance.between(0, 1_000));
        const asked = {
          paymentId,
          refundId: `${paymentId}-${i}`,
          amountFen: 400,
          totalFen: AMOUNT_FEN,
          reason: "",
          signal,
        };
        return await insist(() => node().gateway.refund(asked)).then(() => 1, () => 0);
      })
    ),
  ));
  const deliver = async () => {
    for (let i = 0; i < 400; i++) {
      await world.sleep(500);
      await Promise.all(nodes.map((one) => one.runDue().catch(() => {})));
    }
  };
  await until(deliver());
  conditions.faults = NO_FAULTS;
  for (let due = await until(nodes[0]!.nextDue()); due !== undefined;) {
    await until(world.sleep(60_000).then(() => nodes[0]!.runDue()));
    due = await until(nodes[0]!.nextDue());
  }

  let paid = 0;
  for (const { paymentId, closed } of answers) {
    const state = await until(wait(node().gateway.query({ paymentId, signal })));
    assertEquals(state.status, closed.status, `seed ${seed}: a close that was answered stands`);
    const notices = told.filter((one) => one.paymentId === paymentId);
    const ofPayment = new Set(notices.filter(({ type }) => type === "paid").map((n) => n.notifyId));
    assertEquals(ofPayment.size, state.status === "paid" ? 1 : 0, `seed ${seed}: one notification`);
    if (state.status !== "paid") continue;
    paid++;
    const given = state.refunds!.reduce((sum, { amountFen }) => sum + amountFen, 0);
    assertEquals(given, 800, `seed ${seed}: two of four refunds fit`);
    const ofRefunds = notices.filter(({ type }) => type === "refunded").map((n) => n.notifyId);
    assertEquals(new Set(ofRefunds).size, 2);
  }
  assertEquals(refunds.reduce((sum, one) => sum + one, 0), 2 * paid);
  return { paid, closed: PAYMENTS - paid };
}

Deno.test("sandbox: on a store that loses answers, money still moves once and adds up", async () => {
  let paid = 0, closed = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const outcome = await play(seed);
    paid += outcome.paid;
    closed += outcome.closed;
  }
  assert(paid > SEEDS && closed > SEEDS, `${paid} paid, ${closed} closed: both have to happen`);
});
