/**
 * Chunked snapshots of large states. The chunks are written first, under a name of their own; only
 * then does a turn point the head at them, checked like any other. A crash in between leaves
 * chunks that nothing names.
 */
import type { Activation } from "./activation.ts";
import { toBytes } from "./codec.ts";
import type { Committer } from "./committer.ts";
import type { KernelError } from "./errors.ts";
import type { SnapshotRef } from "./head.ts";
import type { Host } from "./host.ts";
import { keys } from "./keys.ts";
import type { Key } from "./store.ts";
import type { Plan } from "./plan.ts";

const CHUNKS_A_COMMIT = 10;
/** A journal this many times past the mark is snapshotted without waiting for a quiet moment. */
const OVERDUE = 16;

/** Sees to it that those which are due are written. */
export class Snapshots {
  readonly #host: Host;
  readonly #committer: Committer;
  #tidying = false;

  constructor(host: Host, committer: Committer) {
    this.#host = host;
    this.#committer = committer;
  }

  /** A turn has landed: one that is long overdue is written although the actor does not rest. */
  grown(activation: Activation): void {
    if (tailOf(activation) < this.#host.limits.snapshotTailUnits * OVERDUE) return;
    this.#host.track(takeSnapshot(this.#host, activation, this.#committer));
  }

  /** Begins to write those of actors at rest, unless it is still at it. */
  tidy(activations: Iterable<Activation>): void {
    if (this.#tidying) return;
    this.#tidying = true;
    this.#host.track(this.#takeDue(activations).finally(() => this.#tidying = false));
  }

  /**
   * Writes snapshots of large actors that have come to rest, one after the other: a burst leaves
   * thousands that are due in the same second, and whoever asks then would wait behind them all.
   */
  async #takeDue(activations: Iterable<Activation>): Promise<void> {
    const { clock, limits } = this.#host;
    for (const activation of activations) {
      if (this.#host.draining) return;
      if (tailOf(activation) < limits.snapshotTailUnits || activation.remote) continue;
      const idleMs = clock.monotonic() - activation.usedAt;
      if (!activation.evictable || idleMs < limits.snapshotIdleMs) continue;
      await takeSnapshot(this.#host, activation, this.#committer);
    }
  }
}

const tailOf = ({ base }: Activation): number => base.head?.tail ?? 0;

/** Writes a snapshot of an idle activation and points its head at it. */
async function takeSnapshot(
  host: Host,
  activation: Activation,
  committer: Committer,
): Promise<void> {
  const { id, kind: { actor: { kind }, codec } } = activation;
  if (activation.snapshotting || host.draining) return;
  activation.snapshotting = true;
  let held = false;
  try {
    await activation.hold();
    held = true;
    const { head, state } = activation.base;
    if (host.stopped || !head || head.state !== undefined) return;
    const text = codec.encode(state);
    const bytes = toBytes(text);
    const name = host.newId(host.clock.now());
    const chunks: { key: Key; value: Uint8Array }[] = [];
    const size = host.limits.snapshotChunkBytes;
    for (let part = 0; part * size < bytes.byteLength; part++) {
      chunks.push({
        key: keys.chunk(kind, id, name, part),
        value: bytes.subarray(part * size, (part + 1) * size),
      });
    }
    for (let i = 0; i < chunks.length; i += CHUNKS_A_COMMIT) {
      await host.store.commit({
        checks: [],
        sets: chunks.slice(i, i + CHUNKS_A_COMMIT),
        deletes: [],
      });
    }
    const ref: SnapshotRef = { seq: head.seq, name, parts: chunks.length, units: text.length };
    const plan = activation.decideSnapshot(ref);
    // From here on the committer lets go of the actor.
    held = false;
    const ended = await pointHead(activation, plan, committer);
    if (ended !== "landed") return;
    host.metrics.snapshots++;
    await removeOlder(host, kind, id, name);
  } catch (cause) {
    host.report(`Cannot take a snapshot of ${kind} "${id}"`, cause);
  } finally {
    activation.snapshotting = false;
    if (held) activation.untouched();
  }
}

const pointHead = (activation: Activation, plan: Plan, committer: Committer) =>
  new Promise<"landed" | "lost" | KernelError>((resolve) =>
    committer.submit({ parts: [{ activation, plan }], joint: resolve })
  );

/**
 * Removes the chunks of snapshots before this one. Younger ones may be another node's, on their way;
 * and one that was not heard to have landed may have, so nobody removes his own.
 */
async function removeOlder(host: Host, kind: string, id: string, name: string): Promise<void> {
  const deletes: Key[] = [];
  const prefix = keys.snapshot(kind, id);
  for await (const row of host.store.list({ prefix, end: [...prefix, name] })) {
    deletes.push(row.key);
  }
  for (let i = 0; i < deletes.length; i += 500) {
    await host.store.commit({ checks: [], sets: [], deletes: deletes.slice(i, i + 500) });
  }
}
