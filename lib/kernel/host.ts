/** What the parts of a node share. */
import type { Activation } from "./activation.ts";
import type { Clock, Random } from "./clock.ts";
import type { HandedItem, Item } from "./item.ts";
import type { Kind } from "./kind.ts";
import type { Limits } from "./limits.ts";
import type { Metrics } from "./metrics.ts";
import type { Key, Store } from "./store.ts";
import type { Tracer } from "./trace.ts";
import type { Plan } from "./turn.ts";

export interface Host {
  /** Unique for each start of a process: numbers that a node gives are never given again. */
  readonly node: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly limits: Limits;
  readonly metrics: Metrics;
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly validate: boolean;
  readonly tracer?: Tracer;
  readonly stopped: boolean;
  newId(at: number): string;
  /** Finds or makes the activation; `undefined` for a kind this node does not know. */
  activation(kind: string, id: string): Activation | undefined;
  /** Another node had moved the head, or the actor was not new. */
  lostRace(activation: Activation): void;
  /** Puts an item into an actor's mailbox on this node; false where it cannot be taken now. */
  deliver(kind: string, id: string, item: Item): boolean;
  /** Sees to it that the activation gets its next step: loading, a turn, or a hand-over. */
  schedule(activation: Activation): void;
  /** Called after a turn's commit: publishes, wakes receivers, couriers and followers. */
  committed(plan: Plan, activation: Activation, versionstamp: string): void;
  /** Brings an actor's mail and due reminders into its mailbox on this node. */
  fetchMail(kind: string, id: string): Promise<void>;
  /** Finds the answers to a letter that its steward took before this node could take it back. */
  recover(activation: Activation, item: HandedItem): void;
  /** Removes a row that no longer means anything, some time. */
  discard(key: Key): void;
  /** Reports trouble that nobody waits for. */
  report(message: string, cause?: unknown): void;
}

/** Exponential back-off with full jitter, in milliseconds. */
export function backoffMs(host: Host, attempt: number, baseMs: number, maxMs: number): number {
  const ceiling = Math.min(maxMs, baseMs * 2 ** attempt);
  return ceiling / 2 + (host.random() / 2 ** 32) * (ceiling / 2);
}
