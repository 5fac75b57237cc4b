/** The stage of one seed: disk, nodes that die and come back, clocks that jump, the other ends. */
import type { CourierContext } from "../courier.ts";
import { defineCourier } from "../courier.ts";
import { Chance } from "../testing/chance.ts";
import { World } from "../testing/sim_clock.ts";
import { entriesIn } from "../testing/stored_journal.ts";
import { SimDisk } from "../testing/sim_disk.ts";
import { SimNode } from "../testing/sim_node.ts";
import { type Conditions, NO_FAULTS } from "../testing/sim_store.ts";
import { READ_MODELS, texts, V1, V2 } from "./actors.ts";
import { type History, newHistory } from "./history.ts";
import { drawPlan, type Plan } from "./swarm.ts";
import { themed } from "./themes.ts";

/** How long a node may take to stop in good order. */
const STOP_MS = 1_000;
/** A jump of a clock that people notice. */
const JUMP_MS = 5_000;
/** A jump of a clock that had been wrong for long. */
const LEAP_MS = 20 * 60_000;

export class Scene {
  readonly plan: Plan;
  readonly theme: string;
  readonly world: World;
  readonly disk: SimDisk;
  readonly conditions: Conditions;
  readonly history: History = newHistory();
  readonly chance: Chance;
  /** The living. */
  readonly nodes: SimNode[] = [];
  readonly lines: string[] = [];
  /** Of all that was noted: the same seed gives the same. */
  hash = 0x811c9dc5;
  crashes = 0;
  /** Totals of nodes that are gone, and of those that live, once they are counted. */
  readonly totals = { turns: 0, commits: 0, lostRaces: 0, unknown: 0, operations: 0, histories: 0 };
  /** What the checker is told beside the history. */
  readonly violations: string[] = [];
  readonly #deaths = new Map<SimNode, Set<() => void>>();
  /** Those among them who wait for an answer. */
  readonly #waiting = new Map<SimNode, Set<() => void>>();
  readonly #names = new Map<SimNode, string>();
  readonly #retiring = new Set<SimNode>();
  readonly #trace: boolean;
  #portFails: number;
  #portMs: number;
  #furthestMs = 0;
  #started = 0;
  healed = false;

  constructor(seed: number, trace: boolean) {
    const chance = new Chance(seed);
    this.#trace = trace;
    this.chance = chance;
    const { plan, theme } = themed(drawPlan(chance.fork()), seed, chance.fork());
    this.plan = plan;
    this.theme = theme;
    this.world = new World(chance.fork());
    this.disk = new SimDisk(this.world, plan.disk, plan.store);
    this.conditions = { faults: { ...this.plan.faults }, outages: this.plan.outages };
    this.#portFails = this.plan.portFails;
    this.#portMs = this.plan.portMs;
    this.note(`theme "${theme}": ${JSON.stringify(plan)}`);
    this.disk.onCommit = (atomic, versionstamp) => {
      this.history.stepOf.push(this.world.step);
      for (const { kind, id, seq } of atomic.sets.flatMap(entriesIn)) {
        const entry = `${kind}/${id}/${seq}`;
        if (!this.history.versionOf.has(entry)) {
          this.history.versionOf.set(entry, this.disk.version);
        }
      }
      if (trace) {
        const keys = (all: readonly (readonly unknown[])[]) =>
          all.map((key) => key.join("/")).join(" ");
        this.note(
          `disk: ${versionstamp.slice(8, 16)} sets ${keys(atomic.sets.map(({ key }) => key))}` +
            (atomic.deletes.length > 0 ? ` deletes ${keys(atomic.deletes)}` : ""),
          false,
        );
      }
    };
  }

  /** Adds to the trace; `hashed: false` for what is told only where someone reads it. */
  note(line: string, hashed = true): void {
    if (this.#trace) this.lines.push(`${this.world.now.toFixed(1).padStart(9)} ${line}`);
    if (!hashed) return;
    let hash = this.hash ^ this.world.step;
    for (let i = 0; i < line.length; i++) hash = Math.imul(hash ^ line.charCodeAt(i), 0x01000193);
    this.hash = hash >>> 0;
  }

  // ---- nodes

  nameOf(node: SimNode): string {
    return this.#names.get(node)!;
  }

  start(): SimNode {
    const { plan, chance, world } = this;
    const offset = this.healed ? this.#furthestMs : chance.between(-1, 1) * plan.clockOffsetMs;
    const upgraded = world.now >= plan.upgradeAtMs || (this.healed && this.upgraded);
    const name = `n${++this.#started}${upgraded ? "v2" : ""}`;
    const node = new SimNode({
      world,
      disk: this.disk,
      chance: chance.fork(),
      conditions: this.conditions,
      clockOffsetMs: offset,
      clockRate: 1 + chance.between(-1, 1) * plan.clockDrift,
      ...(upgraded ? V2 : V1),
      readModels: READ_MODELS,
      couriers: [this.#courier()],
      limits: plan.limits,
      validate: plan.validate,
      report: () => {},
      log: (_, what) => this.note(`${name}: ${what}`),
      onDeath: (dead) => this.#died(dead),
    });
    this.#names.set(node, name);
    this.#deaths.set(node, new Set());
    this.#waiting.set(node, new Set());
    this.#furthestMs = Math.max(this.#furthestMs, offset);
    this.nodes.push(node);
    this.note(`${name}: starts as ${node.system.node}`);
    return node;
  }

  #died(node: SimNode): void {
    this.note(`${this.nameOf(node)}: is gone`);
    this.nodes.splice(this.nodes.indexOf(node), 1);
    for (const tells of [this.#deaths, this.#waiting]) {
      for (const tell of tells.get(node)!) tell();
      tells.delete(node);
    }
    this.count(node);
    this.world.after(this.plan.downMs, () => {
      if (!this.healed || this.nodes.length === 0) this.start();
    });
  }

  count({ system, store }: SimNode): void {
    const { totals } = this;
    totals.turns += system.metrics.turns;
    totals.commits += store.stats.commits;
    totals.lostRaces += system.metrics.lostRaces;
    totals.unknown += store.stats.unknown;
    totals.operations += store.stats.operations;
  }

  /** Calls `tell` when the node dies; one who `waits` is owed an answer before. */
  onDeath(node: SimNode, tell: () => void, waits?: "waits"): () => void {
    const tells = (waits ? this.#waiting : this.#deaths).get(node);
    tells?.add(tell);
    return () => void tells?.delete(tell);
  }

  async someNode(): Promise<SimNode> {
    while (this.nodes.length === 0) await this.world.sleep(20);
    return this.chance.pick(this.nodes);
  }

  /** Ends a node in good order: whoever waits must have an answer by then. */
  async retire(node: SimNode): Promise<void> {
    this.note(`${this.nameOf(node)}: stops`);
    const { world } = this;
    const began = world.now;
    this.#retiring.add(node);
    await node.system.stop({ timeoutMs: STOP_MS });
    const inTime = world.now - began < 0.9 * STOP_MS;
    // What was settled in the last instant is told first.
    await world.sleep(0);
    if (!node.alive) return;
    if (world.now - began > 2 * STOP_MS) this.violations.push("a node took too long to stop");
    // Where the store does not answer in time, neither can the node.
    if (inTime && this.#waiting.get(node)!.size > 0) {
      this.violations.push(`${this.nameOf(node)} stopped and left someone without an answer`);
    }
    node.crash();
  }

  // ---- what goes wrong

  haunt(): void {
    const { plan, chance, world } = this;
    for (let i = 0; i < plan.nodes; i++) this.start();
    const every = (ms: number, job: () => void) => {
      if (ms === Infinity) return;
      const again = () => {
        if (this.healed) return;
        job();
        world.after(ms * chance.between(0.3, 2), again);
      };
      world.after(ms * chance.float(), again);
    };
    every(plan.deathMs, () => {
      const node = this.nodes.length > 0 ? chance.pick(this.nodes) : undefined;
      if (!node) return;
      this.crashes++;
      if (chance.hits(plan.orderly) && !this.#retiring.has(node)) void this.retire(node);
      else node.crash();
    });
    every(plan.clockJumpMs, () => {
      const node = this.nodes.length > 0 ? chance.pick(this.nodes) : undefined;
      if (!node) return;
      const far = chance.hits(0.1) ? LEAP_MS : JUMP_MS;
      node.clock.offsetMs += chance.between(-1, 1) * far;
      this.#furthestMs = Math.max(this.#furthestMs, node.clock.offsetMs);
      this.note(`${this.nameOf(node)}: its clock jumps to ${node.clock.offsetMs.toFixed(0)}`);
    });
  }

  /** The version that all nodes run in the end. */
  get upgraded(): boolean {
    return this.plan.upgradeAtMs < Infinity;
  }

  /** Ends all faults; at least one node goes on, with the newest version. */
  heal(): void {
    this.note("all faults end");
    this.healed = true;
    this.conditions.faults = { ...NO_FAULTS, pageRows: this.plan.faults.pageRows };
    this.conditions.outages = [];
    this.#portFails = 0;
    this.#portMs = Math.min(this.#portMs, 50);
    for (const node of [...this.nodes]) {
      node.clock.offsetMs = this.#furthestMs;
      if (this.upgraded || this.#retiring.has(node) || this.chance.hits(0.3)) node.crash();
    }
  }

  // ---- the other end of the port

  #courier() {
    const { world, history, chance } = this;
    const carry = async ({ op }: { op: string }, context: CourierContext) => {
      const { attempt, idempotencyKey: key } = context;
      await world.sleep(this.#portMs * chance.between(0.2, 2));
      // It may have been done and fail all the same.
      const fate = chance.hits(this.#portFails) ? chance.pick(["refused", "unheard"]) : "done";
      const said = `said ${op}`;
      history.carried.push({
        op,
        key,
        attempt,
        step: world.step,
        ...(fate === "refused" ? {} : { said }),
      });
      this.note(`port: ${op} attempt ${attempt} ${fate}`);
      if (fate !== "done") throw new Error(`the port has ${fate} it`);
      return { said };
    };
    return defineCourier(texts, carry, {
      maxAttempts: 3,
      firstPauseMs: 100,
      longestPauseMs: 400,
      timeoutMs: 500,
      concurrency: 2,
    });
  }
}
