/** What the parts of a node share. */
import type { Activation } from "./activation.ts";
import type { Clock, Random } from "./clock.ts";
import { StoreSilent } from "./errors.ts";
import type { HandedItem, Item } from "./item.ts";
import type { Kind } from "./kind.ts";
import type { Limits } from "./limits.ts";
import type { Metrics } from "./metrics.ts";
import type { Key, Store } from "./store.ts";
import type { Timers } from "./timers.ts";
import type { TracePoint, Tracer } from "./trace.ts";
import type { Plan } from "./plan.ts";

export interface Host {
  /** Unique for each start of a process: numbers that a node gives are never given again. */
  readonly node: string;
  readonly store: Store;
  readonly clock: Clock;
  /** For whatever waits: it ends with the node, where the clock's own timers do not. */
  readonly timers: Timers;
  readonly random: Random;
  readonly limits: Limits;
  readonly metrics: Metrics;
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly validate: boolean;
  readonly tracer?: Tracer;
  /** Nothing new is begun: what callers wait for is finished, the rest lies in the store. */
  readonly draining: boolean;
  readonly stopped: boolean;
  readonly newId: (at: number) => string;
  /** Finds or makes the activation; `undefined` for a kind this node does not know. */
  activation(kind: string, id: string): Activation | undefined;
  /** Another node had moved the head, or the actor was not new. */
  lostRace(activation: Activation): void;
  /** Puts an item into an actor's mailbox on this node; false where it cannot be taken now. */
  deliver(kind: string, id: string, item: Item): boolean;
  /** Sees to it that the activation gets its next step: loading, a turn, or a hand-over. */
  schedule(activation: Activation): void;
  /** Called after a turn's commit: publishes, wakes receivers, couriers and followers. */
  committed(plan: Plan, activation: Activation, versionstamp: string, trace?: TracePoint): void;
  /** A turn's outcome stays unknown: it may be in the journal, and nobody here has been told. */
  doubted(activation: Activation): void;
  /** Brings an actor's mail and due reminders into its mailbox on this node. */
  fetchMail(kind: string, id: string): Promise<void>;
  /** Finds the answers to a letter that its steward took before this node could take it back. */
  recover(activation: Activation, item: HandedItem): void;
  /** Removes a row that no longer means anything, some time. */
  discard(key: Key): void;
  /** Counts a job that nobody waits for, so that the node does not stop under it. */
  track(job: Promise<unknown>): void;
  /** Reports trouble that nobody waits for. */
  report(message: string, cause?: unknown): void;
}

const READ_RETRIES = 3;
const FIRST_PAUSE_MS = 20;

/** Runs `job`, which only reads, until it succeeds or the attempts are used up; gives the last failure. */
export async function retried(host: Host, job: () => Promise<void>): Promise<unknown> {
  for (let attempt = 0;; attempt++) {
    try {
      return void await job();
    } catch (cause) {
      // Whoever asks has waited long enough for a store that is silent.
      const last = attempt >= READ_RETRIES || cause instanceof StoreSilent;
      if (last || host.stopped) return cause ?? new Error("unknown");
      await host.timers.pause(FIRST_PAUSE_MS * 2 ** attempt);
    }
  }
}

/** Exponential back-off with full jitter, in milliseconds. */
export function backoffMs(host: Host, attempt: number, baseMs: number, maxMs: number): number {
  const ceiling = Math.min(maxMs, baseMs * 2 ** attempt);
  return ceiling / 2 + (host.random() / 2 ** 32) * (ceiling / 2);
}
