/** Runs rehearsals on this node, a slice at a time, and keeps their record. */
import { type RehearsalPlan, rehearsals } from "../../actors/sales/rehearsals.ts";
import type { ActorSystem, Asker } from "../kernel/mod.ts";
import { expectationOf } from "./expectation.ts";
import { runTrial } from "./trial.ts";

/** The node rests so many times as long as it has worked: real shoppers come first. */
const REST = 2;
const REPORT_MS = 2_000;

export interface Planned {
  readonly saleId: string;
  readonly title: string;
  readonly titleEn?: string | undefined;
  readonly plan: RehearsalPlan;
}

export interface RehearsalsOptions {
  readonly system: ActorSystem;
  readonly now: () => number;
}

export class Rehearsals {
  readonly #options: RehearsalsOptions;
  readonly #running = new Set<Promise<void>>();
  readonly #waking = new Set<() => void>();
  #stopped = false;
  /** One runs at a time: this is the last that was cancelled. */
  #cancelled: string | undefined;

  constructor(options: RehearsalsOptions) {
    this.#options = options;
  }

  /** Starts it and does not wait for it: its record tells how it goes. */
  async start({ plan, ...planned }: Planned, by: Asker) {
    const { system, now } = this.#options;
    const id = `${now().toString(36)}${crypto.randomUUID().slice(0, 6)}`;
    const begun = { id, ...planned, plan, forecast: expectationOf(plan) };
    const answer = await system.ask(rehearsals("all"), "start", begun, { by });
    if (!answer.ok) return answer;
    const running = this.#run(id, plan).finally(() => this.#running.delete(running));
    this.#running.add(running);
    return { ok: true as const, value: { id } };
  }

  /** Has it end: at once where it runs on this node, else at its next report. */
  async cancel(id: string, by: Asker) {
    const answer = await this.#options.system.ask(rehearsals("all"), "cancel", { id }, { by });
    if (answer.ok) this.#cancelled = id;
    return answer;
  }

  /** Ends those that run here; they are recorded as interrupted. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const wake of this.#waking) wake();
    await Promise.all(this.#running);
  }

  async #run(id: string, plan: RehearsalPlan): Promise<void> {
    const { system } = this.#options;
    const record = rehearsals("all");
    let reportedAt = performance.now();
    try {
      const outcome = await runTrial(plan, {
        between: async (tookMs, progress) => {
          await this.#rest(REST * tookMs);
          if (this.#stopped || this.#cancelled === id) return false;
          if (performance.now() - reportedAt < REPORT_MS) return true;
          reportedAt = performance.now();
          const told = await system.ask(record, "report", { id, progress });
          return told.ok && told.value.goOn;
        },
      });
      const ending = outcome
        ? { status: "finished" as const, outcome }
        : { status: this.#stopped ? "interrupted" as const : "cancelled" as const };
      await system.ask(record, "end", { id, ending });
    } catch (cause) {
      const reason = (cause instanceof Error ? cause.message : String(cause)).slice(0, 200);
      // Where this cannot be recorded either, its silence is.
      await system.ask(record, "end", { id, ending: { status: "failed", reason } }).catch(() => {});
    }
  }

  #rest(ms: number): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#waking.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.#waking.add(wake);
    });
  }
}
