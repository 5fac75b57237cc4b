/** What breaks other shops, tried one by one on a whole sale: on virtual time, with a provider. */
import { assert, assertEquals } from "@std/assert";
import { lead } from "../../actors/sales/lead.ts";
import { lot } from "../../actors/sales/lot.ts";
import { order } from "../../actors/sales/order.ts";
import { payment } from "../../actors/sales/payment.ts";
import { sale } from "../../actors/sales/sale.ts";
import type { ActorSystem } from "../../lib/kernel/mod.ts";
import { Chance, NO_FAULTS } from "../../lib/kernel/testing/mod.ts";
import { drawSale } from "./sale.ts";
import { SALE } from "./sealing.ts";
import { DEPOSIT_FEN, SaleStage } from "./sale_stage.ts";

const MINUTE = 60_000;
const HOLD = 15 * MINUTE;
const DAY = 24 * 60 * MINUTE;

class Scene {
  readonly stage: SaleStage;
  system!: ActorSystem;

  constructor(cars: number) {
    const chance = new Chance(5);
    this.stage = new SaleStage(
      {
        ...drawSale(chance),
        ...{ cars, people: 0, holdMs: HOLD, offerMs: 10 * MINUTE, lobby: undefined },
        ...{
          disk: "embedded",
          nodes: 1,
          faults: NO_FAULTS,
          deathMs: Infinity,
          clockJumpMs: Infinity,
        },
        limits: { sweepMs: 5_000, leaseMs: 25_000 },
        provider: { fails: 0, latencyMs: 20, tooLate: 1, silent: 1, notices: 1, lateMs: 50 },
      },
      chance,
      {},
    );
  }

  async open(): Promise<void> {
    this.stage.start();
    this.system = await this.stage.someSystem();
    await this.system.ask(sale(SALE), "schedule", {
      ...{ title: "试", model: "lu", capacity: this.stage.plan.cars, mode: "first_come" },
      ...{ opensAt: this.stage.now, closesAt: null, holdMs: HOLD, offerMs: 10 * MINUTE },
      depositFen: DEPOSIT_FEN,
    });
    await this.until(() => this.system.view(lot(SALE), ({ status }) => status !== "empty"));
  }

  /** Runs the world until a part of the scene has come to its end. */
  async act(part: () => Promise<void>): Promise<void> {
    let ended = false;
    const acting = part().finally(() => ended = true);
    acting.catch(() => {});
    assert(await this.stage.world.run(() => ended, 3 * DAY), "it did not come to its end");
    await acting;
  }

  sleep = (ms: number): Promise<void> => this.stage.world.sleep(ms);

  async until(done: () => Promise<boolean>): Promise<void> {
    while (!await done()) await this.sleep(100);
  }

  async claim(memberId: string) {
    const answer = await this.system.ask(lot(SALE), "claim", { memberId });
    if (!answer.ok) return { outcome: answer.refusal } as const;
    return answer.value;
  }

  /** The payment page of an order, as its member opens it. */
  async page(memberId: string, orderId: string, paymentId = `${orderId}-pay`) {
    await this.until(() => this.system.view(order(orderId), ({ status }) => status !== "none"));
    const asked = { paymentId, memberId, provider: "sim" };
    const begun = await this.system.ask(order(orderId), "begin_payment", asked);
    assert(begun.ok, JSON.stringify(begun));
    await this.stage.provider.gateway.create({
      ...{ ...begun.value, subject: "", returnUrl: "", signal: new AbortController().signal },
    });
    return begun.value;
  }

  pay(paymentId: string, amountFen?: number): void {
    assert(
      this.stage.provider.pay(paymentId, this.stage.now, amountFen),
      "the money was not taken",
    );
  }

  async tell(paymentId: string, amountFen = DEPOSIT_FEN) {
    const success = { transactionId: `x-${paymentId}`, amountFen, paidAt: this.stage.now };
    return await this.system.ask(payment(paymentId), "notify", success);
  }

  status = (orderId: string): Promise<string> =>
    this.system.view(order(orderId), ({ status }) => status);

  cars = () =>
    this.system.view(lot(SALE), ({ allocated, sold, free, issued, returned }) => ({
      ...{ held: allocated.size - sold, sold, returned },
      free: free.length + this.stage.plan.cars - issued,
    }));

  backFen(paymentId: string): number {
    const { refunds } = this.stage.provider.accounts.get(paymentId)!;
    return [...refunds.values()].reduce((sum, fen) => sum + fen, 0);
  }
}

/** Plays it, lets everything come to rest, and checks what has to be so after anything. */
function tried(title: string, cars: number, play: (scene: Scene) => Promise<void>): void {
  Deno.test(`tried: ${title}`, async () => {
    const scene = new Scene(cars);
    const { stage } = scene;
    try {
      await scene.act(async () => {
        await scene.open();
        await play(scene);
      });
      await scene.act(async () => {
        await scene.until(() => Promise.resolve(stage.restless.length === 0));
        const { held, sold, free } = await scene.cars();
        assertEquals(held + sold + free, cars);
        for (const { paymentId, status, paidFen } of stage.provider.accounts.values()) {
          if (status !== "paid") continue;
          const kept = paidFen - scene.backFen(paymentId);
          const orderId = paymentId.replace(/-[a-z]+$/, "");
          const bought = await scene.status(orderId) === "paid" && kept === DEPOSIT_FEN;
          assert(bought || kept === 0, `${paymentId}: ${kept} fen are neither a car nor back`);
        }
      });
    } finally {
      stage.end();
    }
  });
}

const car = (answer: Awaited<ReturnType<Scene["claim"]>>): string => {
  assert("orderId" in answer && typeof answer.orderId === "string", JSON.stringify(answer));
  return answer.orderId;
};

tried("a notice comes before the order is there, and counts", 1, async (scene) => {
  const early = `${SALE}-1-pay`;
  await scene.tell(early);
  const orderId = car(await scene.claim("m1"));
  const { paymentId } = await scene.page("m1", orderId);
  assertEquals(paymentId, early);
  scene.pay(paymentId);
  await scene.until(async () => await scene.status(orderId) === "paid");
});

tried("a notice comes ten times, all at once, and sells one car", 2, async (scene) => {
  const orderId = car(await scene.claim("m1"));
  const { paymentId } = await scene.page("m1", orderId);
  scene.pay(paymentId);
  await Promise.all(Array.from({ length: 10 }, () => scene.tell(paymentId)));
  await scene.until(async () => await scene.status(orderId) === "paid");
  assertEquals(await scene.cars(), { held: 0, sold: 1, free: 1, returned: 0 });
});

tried("a wrong amount buys nothing and goes back, and the car goes on", 1, async (scene) => {
  const orderId = car(await scene.claim("m1"));
  await scene.claim("m2");
  const { paymentId } = await scene.page("m1", orderId);
  scene.pay(paymentId, DEPOSIT_FEN - 1);
  await scene.tell(paymentId, DEPOSIT_FEN - 1);
  await scene.until(async () => await scene.status(orderId) === "lapsed");
  await scene.until(() => Promise.resolve(scene.backFen(paymentId) === DEPOSIT_FEN - 1));
  await scene.until(async () => await scene.status(`${SALE}-1.2`) === "reserved");
});

tried("money a day late goes back, where the car has gone on", 1, async (scene) => {
  const orderId = car(await scene.claim("m1"));
  await scene.claim("m2");
  const late = await scene.page("m1", orderId);
  await scene.until(async () => await scene.status(`${SALE}-1.2`) === "reserved");
  scene.pay((await scene.page("m2", `${SALE}-1.2`)).paymentId);
  await scene.sleep(DAY);
  scene.pay(late.paymentId);
  await scene.tell(late.paymentId);
  await scene.until(() => Promise.resolve(scene.backFen(late.paymentId) === DEPOSIT_FEN));
  assertEquals(await scene.status(orderId), "lapsed");
  assertEquals((await scene.cars()).sold, 1);
});

tried("money a day late gets a car, where one is free", 1, async (scene) => {
  const orderId = car(await scene.claim("m1"));
  const { paymentId } = await scene.page("m1", orderId);
  await scene.until(async () => await scene.status(orderId) === "lapsed");
  await scene.sleep(DAY);
  scene.pay(paymentId);
  await scene.tell(paymentId);
  await scene.until(async () => await scene.status(orderId) === "paid");
  assertEquals(await scene.cars(), { held: 0, sold: 1, free: 0, returned: 1 });
});

tried("who pays in the last millisecond has the car, though nobody is told", 1, async (scene) => {
  const orderId = car(await scene.claim("m1"));
  await scene.claim("m2");
  const { paymentId, expiresAt } = await scene.page("m1", orderId);
  await scene.sleep(expiresAt - 1 - scene.stage.now);
  scene.pay(paymentId);
  await scene.until(async () => await scene.status(orderId) === "paid");
  assertEquals(await scene.cars(), { held: 0, sold: 1, free: 0, returned: 0 });
});

tried("everyone abandons, and each is asked once", 2, async (scene) => {
  for (let i = 1; i <= 6; i++) await scene.claim(`m${i}`);
  await scene.until(async () => (await scene.cars()).returned === 6);
  assertEquals(await scene.cars(), { held: 0, sold: 0, free: 2, returned: 6 });
  assertEquals((await scene.claim("m7")).outcome, "allocated");
});

tried("staff pause in the burst and resume: nobody loses or jumps", 3, async (scene) => {
  const burst = Array.from({ length: 40 }, async (_, i) => {
    await scene.sleep(i);
    while (true) {
      const answer = await scene.claim(`m${i}`);
      if (answer.outcome !== "paused") return answer;
      await scene.sleep(200);
    }
  });
  await scene.sleep(60);
  await scene.system.ask(sale(SALE), "pause", {});
  await scene.until(() => scene.system.view(lot(SALE), ({ status }) => status === "paused"));
  assertEquals((await scene.claim("late")).outcome, "paused");
  await scene.sleep(1_000);
  await scene.system.ask(sale(SALE), "resume", {});
  const answers = await Promise.all(burst);
  const numbers = answers.flatMap((one) => "number" in one ? [one.number!] : []);
  const places = answers.flatMap((one) => "place" in one ? [one.place!] : []);
  assertEquals(numbers.toSorted(), [1, 2, 3]);
  assertEquals(places.sort((a, b) => a - b), Array.from({ length: 37 }, (_, i) => i + 1));
});

tried(
  "the clock jumps forward an hour: holds end, and money on its way still counts",
  2,
  async (scene) => {
    const first = car(await scene.claim("m1")), second = car(await scene.claim("m2"));
    await scene.claim("m3");
    const paid = await scene.page("m1", first);
    await scene.page("m2", second);
    scene.pay(paid.paymentId);
    scene.stage.jump(60 * MINUTE);
    await scene.until(async () => await scene.status(first) === "paid");
    await scene.until(async () => await scene.status(second) === "lapsed");
    await scene.until(async () => await scene.status(`${SALE}-2.2`) === "reserved");
  },
);

tried("two tabs and two phones of one member: one car, one order, one page", 3, async (scene) => {
  const answers = await Promise.all(Array.from({ length: 4 }, () => scene.claim("m1")));
  const orders = new Set(answers.map(car));
  assertEquals([orders.size, await scene.cars()], [
    1,
    { held: 1, sold: 0, free: 2, returned: 0 },
  ]);
  const [orderId] = orders;
  const pages = await Promise.all(
    ["a", "b", "c", "d"].map((tab) => scene.page("m1", orderId!, `${orderId}-${tab}`)),
  );
  assertEquals(new Set(pages.map(({ paymentId }) => paymentId)).size, 1);
  scene.pay(pages[0]!.paymentId);
  await scene.until(async () => await scene.status(orderId!) === "paid");
  await scene.until(() => scene.system.view(lead("m1"), ({ entries }) => entries.length === 1));
});
