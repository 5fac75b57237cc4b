/** A whole draw on virtual time: sale, draw, lot, beacon, on a store that loses answers. */
import { assert, assertEquals } from "@std/assert";
import { draw, type DrawState } from "../../actors/sales/draw.ts";
import { drawOrder } from "../../actors/sales/draw_order.ts";
import { lead } from "../../actors/sales/lead.ts";
import { lot } from "../../actors/sales/lot.ts";
import { order } from "../../actors/sales/order.ts";
import { sale } from "../../actors/sales/sale.ts";
import { drawCourier } from "../adapters/randomness/courier.ts";
import type { Randomness } from "../adapters/randomness/port.ts";
import { SandboxBeacon } from "../adapters/randomness/sandbox.ts";
import { Chance } from "../kernel/testing/chance.ts";
import { World, WORLD_EPOCH } from "../kernel/testing/sim_clock.ts";
import { SimDisk } from "../kernel/testing/sim_disk.ts";
import { SimNode } from "../kernel/testing/sim_node.ts";
import { NO_FAULTS, type StoreFaults } from "../kernel/testing/sim_store.ts";
import { drawReadModels } from "../read_models/draw.ts";
import { drawPolicies } from "./draw.ts";
import { salesPolicies } from "./sales.ts";

const DRAWS_AT = WORLD_EPOCH + 600_000;
const PLAN = {
  title: "鹭 Lu 抽签",
  model: "lu",
  opensAt: DRAWS_AT,
  closesAt: null,
  holdMs: 86_400_000,
  offerMs: 86_400_000,
  mode: "draw",
  depositFen: 200_000,
} as const;

interface StageOptions {
  readonly faults?: Partial<StoreFaults>;
  /** Stands between the draw and its beacon. */
  readonly beacon?: (source: Randomness) => Randomness;
}

class Stage {
  readonly #world: World;
  readonly #node: SimNode;

  constructor(seed: number, { faults, beacon = (source) => source }: StageOptions = {}) {
    const chance = new Chance(seed);
    const world = this.#world = new World(chance.fork());
    const source = beacon(new SandboxBeacon("a secret", () => this.now));
    this.#node = new SimNode({
      world,
      disk: new SimDisk(world, "denokv"),
      chance: chance.fork(),
      conditions: { faults: { ...NO_FAULTS, ...faults }, outages: [] },
      actors: [sale, lot, draw, order, lead],
      // Leads follow a moment behind; nothing here waits for them.
      policies: [...salesPolicies.filter(({ deferred }) => !deferred), ...drawPolicies],
      readModels: drawReadModels,
      couriers: [drawCourier({ source, sealSecret: "sealed" })],
    });
  }

  get now(): number {
    return this.#node.clock.now();
  }

  get system() {
    return this.#node.system;
  }

  /** Runs until `promise` is settled. */
  async settle<T>(promise: Promise<T>): Promise<T> {
    let over = false;
    const settled = promise.finally(() => void (over = true));
    settled.catch(() => {});
    assert(await this.#world.run(() => over, 3_600_000), "it is not settled within an hour");
    return await settled;
  }

  pass(ms: number): Promise<boolean> {
    return this.#world.run(() => false, ms);
  }

  state(): Promise<DrawState> {
    return this.settle(this.system.view(draw("spring"), (state) => structuredClone(state)));
  }

  /** Looks each ten seconds for so long as it may take. */
  async until(status: DrawState["status"], ms: number): Promise<DrawState> {
    for (const by = this.now + ms; this.now < by;) {
      const state = await this.state();
      if (state.status === status) return state;
      await this.pass(10_000);
    }
    throw new Error(`the draw is ${(await this.state()).status}, expected ${status}`);
  }

  async begin(capacity: number, members: readonly string[]): Promise<void> {
    await this.settle(this.system.ask(sale("spring"), "schedule", { ...PLAN, capacity }));
    await this.until("registering", 120_000);
    const answers = members.map((memberId) =>
      this.system.ask(draw("spring"), "register", { memberId, from: { city: "杭州" } })
    );
    for (const answer of await this.settle(Promise.all(answers))) assert(answer.ok);
  }

  async answers(): Promise<
    { memberId: string; number?: number; place?: number; from?: unknown }[]
  > {
    const { system } = this;
    const read = () => this.settle(Array.fromAsync(system.journal(lot("spring"), 0, 1e9)));
    // A store that fails is read again, as whoever looks at a journal would.
    const lines = await read().catch(read).catch(read);
    return lines.flatMap((line) => JSON.parse(line).events).filter(([name]) =>
      name === "claimed" || name === "missed"
    ).map(([, event]) => event);
  }

  stop(): Promise<void> {
    return this.settle(this.#node.stop());
  }
}

const members = (count: number) =>
  Array.from(
    { length: count },
    (_, i) => `m${(i * 7_919 % 99_991).toString(36).padStart(20, "k")}`,
  );

Deno.test("a draw of 10,000: each gets the car or the place that the order says", async () => {
  const stage = new Stage(1);
  const all = members(10_000);
  await stage.begin(2_017, all);
  const state = await stage.until("handed_over", 1_200_000);
  assert(state.status === "handed_over");
  const { randomness, secret } = state.revealed;
  const expected = drawOrder(all, { randomness, secret, list: state.list });
  const answers = await stage.answers();
  assertEquals(answers.map(({ memberId }) => memberId), expected);
  assertEquals(answers.slice(0, 2_017).map(({ number }) => number), upTo(2_017));
  assertEquals(answers.slice(2_017).map(({ place }) => place), upTo(7_983));
  assert(answers.every(({ from }) => from !== undefined));
  assert(state.drawnAt - DRAWS_AT < 60_000);
  await stage.stop();
});

Deno.test("a draw on a store that loses answers and commits gives each entrant one place", async () => {
  for (const seed of [2, 3, 4]) {
    const stage = new Stage(seed, {
      faults: { commitFails: 0.1, answerLost: 0.1, slow: 0.1, slowMs: 500, readFails: 0.02 },
    });
    const all = members(300);
    await stage.begin(50, all);
    const state = await stage.until("handed_over", 3_600_000);
    const order = "order" in state ? state.order : [];
    assertEquals((await stage.answers()).map(({ memberId }) => memberId), order);
    assertEquals(order.toSorted(), all.toSorted());
    await stage.stop();
  }
});

Deno.test("DRAW-7: a beacon that is away for an hour is waited for, and its round is the one named", async () => {
  let away = true;
  const asked = new Set<number>();
  const stage = new Stage(5, {
    beacon: (source) => ({
      beacon: source.beacon,
      confirm: (signal) => source.confirm(signal),
      roundAt: (at) => source.roundAt(at),
      round(n, signal) {
        asked.add(n);
        return away ? Promise.reject(new Error("no answer")) : source.round(n, signal);
      },
    }),
  });
  await stage.begin(2, members(5));
  await stage.pass(4_200_000);
  const waiting = await stage.state();
  assert(waiting.status === "closed" && waiting.late > 3, waiting.status);
  away = false;
  const done = await stage.until("handed_over", 600_000);
  assertEquals([...asked], ["plan" in done && done.plan.round]);
  await stage.stop();
});

Deno.test("a draw that nobody registered for ends by itself", async () => {
  const stage = new Stage(6);
  await stage.begin(2, []);
  const done = await stage.until("handed_over", 1_200_000);
  assertEquals("order" in done && done.order, []);
  await stage.stop();
});

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
