/** All limits of the kernel in one place, with assertions that relate them to each other. */
import type { StoreLimits } from "./store.ts";

/** Embedded Deno KV (SQLite): one writer, so more than two commits under way only wait. */
export const EMBEDDED_STORE: StoreLimits = {
  checks: 100,
  mutations: 1_000,
  commitBytes: 800 * 1024,
  keysBytes: 80 * 1024,
  keyBytes: 2 * 1024,
  valueBytes: 64 * 1024,
  commitsInFlight: 2,
};

/** KV Connect (denokv, Deno Deploy): commits travel, so several may be under way. */
export const REMOTE_STORE: StoreLimits = {
  checks: 10,
  mutations: 1_000,
  commitBytes: 800 * 1024,
  keysBytes: 80 * 1024,
  keyBytes: 2 * 1024,
  valueBytes: 64 * 1024,
  commitsInFlight: 16,
};

export interface Limits {
  /** Items that may wait in one mailbox; the next is answered `busy`. */
  readonly mailboxItems: number;
  /** Items one turn decides at most. */
  readonly turnItems: number;
  /** With so many waiting, and a full turn's worth, the next turn is decided during a commit. */
  readonly aheadItems: number;
  /** UTF-16 units of events in one journal entry; a unit is at most three bytes of UTF-8. */
  readonly entryUnits: number;
  /** UTF-16 units of everything a turn writes, before it stops taking items. */
  readonly turnUnits: number;
  /** Sets and deletes of one turn, before it stops taking items. */
  readonly turnMutations: number;
  /** Bytes of the keys a turn sets, before it stops taking items. */
  readonly turnKeysBytes: number;
  /** Sets and deletes that follow from one command. */
  readonly commandMutations: number;
  /** Units of one event, letter, row, reply kept for idempotency: what fits one value. */
  readonly valueUnits: number;
  /** A state of up to so many units of JSON rides in the head; a larger one is chunked. */
  readonly inlineStateUnits: number;
  /** Bytes of names and due times of the reminders that one actor has set: they stand in its head. */
  readonly reminderBytes: number;
  /**
   * A head keeps its last entries itself while it is of up to so many units with them: with more, its
   * row would not fit its page of the store's file.
   */
  readonly recentUnits: number;
  /** Units of journal after the snapshot that make a new chunked snapshot worth its writes. */
  readonly snapshotTailUnits: number;
  /** How long a large actor has been idle before its snapshot is taken. */
  readonly snapshotIdleMs: number;
  /** Bytes of one chunk of a snapshot. */
  readonly snapshotChunkBytes: number;
  /**
   * Actors kept in memory; idle ones beyond are passivated: least recently used, quick to read first.
   * For being slow to read a quarter more stay at most, and a few.
   */
  readonly activations: number;
  /** After so many of a kind in a row that never were, the next is taken for new, unread. */
  readonly birthsInARow: number;
  /** Actors of one joint turn. */
  readonly jointActors: number;
  /** How often a commit with an unknown outcome is sent again before the callers are told. */
  readonly commitAttempts: number;
  /** First pause between those attempts; doubles, with jitter, up to `commitBackoffMaxMs`. */
  readonly commitBackoffMs: number;
  readonly commitBackoffMaxMs: number;
  /** How long one call to the store may take; a commit's outcome is unknown after that. */
  readonly storeMs: number;
  /** How often a store that is silent is asked again; other calls fail at once meanwhile. */
  readonly storeProbeMs: number;
  /** How often a joint turn is decided again after lost races. */
  readonly jointAttempts: number;
  /** Units of an idempotency key, an asker's id, a reminder's name. */
  readonly keyUnits: number;
  /** How long an idempotent answer is kept. */
  readonly idempotencyMs: number;
  /** How far ahead a hot turn claims stewardship. */
  readonly stewardMs: number;
  /** Items in the last second from which an actor counts as hot. */
  readonly hotItems: number;
  /** Commands in one handed-over letter. */
  readonly handoverItems: number;
  /** Units of one handed-over letter. */
  readonly handoverUnits: number;
  /** How long letters handed over and their answers stay in the store. */
  readonly handoverKeptMs: number;
  /** How often a node with handed-over commands looks for answers no watch told of. */
  readonly handoverPollMs: number;
  /** How often both sides look while letters flow: a watch over a network may tell far later. */
  readonly handoverQuickMs: number;
  /** How long after its last turn a steward waits for other nodes' commands while those flow. */
  readonly handoverCompanyMs: number;
  /** Letters, reminders, markers one sweep takes up. */
  readonly sweepRows: number;
  /** Pause between sweeps. */
  readonly sweepMs: number;
  /** Mail younger than this is left to the node that wrote it. */
  readonly mailGraceMs: number;
  /** How long the sweeping node's lease lasts. */
  readonly leaseMs: number;
  /** Receivers' turns that a deferred policy's commit carries in place of their letters. */
  readonly directTurns: number;
  /** Letters of deferred policies that may wait in this node's mailboxes. */
  readonly followerBacklog: number;
  /** Calls to one port that wait in memory; further ones wait in the outbox for a sweep. */
  readonly courierBacklog: number;
  /** Keys that tell other nodes of changes. */
  readonly pulseSlots: number;
}

export const DEFAULT_LIMITS: Limits = {
  mailboxItems: 20_000,
  turnItems: 4_096,
  aheadItems: 1_000,
  entryUnits: 20_000,
  turnUnits: 190_000,
  turnMutations: 800,
  turnKeysBytes: 48 * 1024,
  commandMutations: 90,
  valueUnits: 20_000,
  inlineStateUnits: 12_000,
  reminderBytes: 40_000,
  recentUnits: 900,
  snapshotTailUnits: 8_000_000,
  snapshotIdleMs: 10_000,
  snapshotChunkBytes: 60_000,
  activations: 20_000,
  birthsInARow: 256,
  jointActors: 8,
  commitAttempts: 8,
  commitBackoffMs: 20,
  commitBackoffMaxMs: 1_000,
  storeMs: 4_000,
  storeProbeMs: 500,
  jointAttempts: 20,
  keyUnits: 256,
  idempotencyMs: 24 * 3_600_000,
  stewardMs: 1_500,
  hotItems: 20,
  handoverItems: 250,
  handoverUnits: 20_000,
  handoverKeptMs: 60_000,
  handoverPollMs: 100,
  handoverQuickMs: 8,
  handoverCompanyMs: 12,
  sweepRows: 500,
  sweepMs: 200,
  mailGraceMs: 1_000,
  leaseMs: 3_000,
  directTurns: 90,
  followerBacklog: 4_000,
  courierBacklog: 1_000,
  pulseSlots: 8,
};

/** With none of any other, a node would wait or turn for ever. */
const MAY_BE_NONE: ReadonlySet<string> = new Set<keyof Limits>([
  "inlineStateUnits",
  "recentUnits",
  "snapshotIdleMs",
  "commitAttempts",
  "commitBackoffMs",
  "commitBackoffMaxMs",
  "jointAttempts",
  "handoverCompanyMs",
  "mailGraceMs",
  "directTurns",
  "followerBacklog",
]);

/**
 * Checks that the limits fit each other and the store.
 * @throws {RangeError} naming the limit that is none, or the relation that does not hold.
 */
export function assertLimits(limits: Limits, store: StoreLimits): void {
  for (const [name, limit] of Object.entries(limits)) {
    const least = MAY_BE_NONE.has(name) ? 0 : 1;
    if (limit >= least) continue;
    throw new RangeError(
      `Cannot use these limits: expected ${name} of ${least} or more, got ${limit}`,
    );
  }
  const BYTES_PER_UNIT = 3;
  const relations: readonly [string, boolean][] = [
    [
      "an entry with one largest event fits a value",
      (limits.valueUnits + 512) * BYTES_PER_UNIT <= store.valueBytes,
    ],
    ["a full entry fits a value", (limits.entryUnits + 512) * BYTES_PER_UNIT <= store.valueBytes],
    [
      "a head with its inline state fits a value",
      (limits.inlineStateUnits + 4_000) * BYTES_PER_UNIT <= store.valueBytes,
    ],
    [
      "a head with its last entries fits a value",
      limits.recentUnits * BYTES_PER_UNIT <= store.valueBytes,
    ],
    [
      "a head with its reminders fits a value",
      limits.reminderBytes + 4_000 * BYTES_PER_UNIT <= store.valueBytes,
    ],
    [
      "a turn and one item beyond its mark fit a commit",
      (limits.turnUnits + 2 * limits.valueUnits + limits.inlineStateUnits) * BYTES_PER_UNIT +
          limits.turnKeysBytes + limits.commandMutations * 300 <= store.commitBytes,
    ],
    [
      "a turn's mutations leave room for one command more",
      limits.turnMutations + limits.commandMutations + 100 <= store.mutations,
    ],
    [
      "a turn's keys leave room for one command more",
      limits.turnKeysBytes + limits.commandMutations * 300 <= store.keysBytes,
    ],
    ["a joint turn's actors fit the checks of a commit", limits.jointActors <= store.checks],
    [
      "an idempotent answer's key fits",
      2 * BYTES_PER_UNIT * limits.keyUnits + 300 <= store.keyBytes,
    ],
    ["a snapshot's chunk fits a value", limits.snapshotChunkBytes <= store.valueBytes],
    [
      "a handed-over letter fits a value",
      limits.handoverUnits * BYTES_PER_UNIT <= store.valueBytes,
    ],
    ["answers outlive several stewardships", limits.handoverKeptMs > 4 * limits.stewardMs],
    ["a silent store is probed while a call may last", limits.storeProbeMs < limits.storeMs],
    ["polls are quicker than a stewardship", limits.handoverPollMs * 4 <= limits.stewardMs],
    ["quick looks are quicker than polls", limits.handoverQuickMs <= limits.handoverPollMs],
    ["the lease outlives a few sweeps", limits.leaseMs >= 5 * limits.sweepMs],
  ];
  for (const [relation, holds] of relations) {
    if (!holds) throw new RangeError(`Cannot use these limits: expected that ${relation}`);
  }
}
