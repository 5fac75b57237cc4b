/**
 * Chunked snapshots of large states. The chunks are written first, under a name of their own; only
 * then does a turn point the head at them, checked like any other. A crash in between leaves
 * chunks that nothing names.
 */
import type { Activation } from "./activation.ts";
import { toBytes } from "./codec.ts";
import type { Committer } from "./committer.ts";
import type { SnapshotRef } from "./head.ts";
import type { Host } from "./host.ts";
import { keys } from "./keys.ts";
import type { Key } from "./store.ts";

const CHUNKS_A_COMMIT = 10;

/** Writes a snapshot of an idle activation and points its head at it. */
export async function takeSnapshot(
  host: Host,
  activation: Activation,
  committer: Committer,
): Promise<void> {
  const { id, kind: { actor: { kind }, codec } } = activation;
  if (activation.snapshotting) return;
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
    const landed = await pointHead(activation, committer, ref);
    host.metrics.snapshots++;
    await removeChunks(host, kind, id, (chunk) => landed ? chunk !== name : chunk === name);
  } catch (cause) {
    host.report(`Cannot take a snapshot of ${kind} "${id}"`, cause);
  } finally {
    activation.snapshotting = false;
    if (held && activation.phase === "held") activation.ended();
  }
}

function pointHead(
  activation: Activation,
  committer: Committer,
  ref: SnapshotRef,
): Promise<boolean> {
  const plan = activation.decideSnapshot(ref);
  return new Promise((resolve) =>
    committer.submit({
      parts: [{ activation, plan }],
      joint: (ended) => resolve(ended === "landed"),
    })
  );
}

async function removeChunks(
  host: Host,
  kind: string,
  id: string,
  obsolete: (name: string) => boolean,
): Promise<void> {
  const deletes: Key[] = [];
  for await (const row of host.store.list({ prefix: keys.snapshot(kind, id) })) {
    if (obsolete(row.key[3] as string)) deletes.push(row.key);
  }
  for (let i = 0; i < deletes.length; i += 500) {
    await host.store.commit({ checks: [], sets: [], deletes: deletes.slice(i, i + 500) });
  }
}
