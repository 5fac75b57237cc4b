/**
 * What one seed tries. Each seed draws its own mix: a world in which everything goes wrong a little
 * hides what a world shows in which one thing goes wrong all the time.
 */
import type { Limits } from "../limits.ts";
import type { StoreLimits } from "../store.ts";
import type { Chance } from "../testing/chance.ts";
import type { DiskKind } from "../testing/sim_disk.ts";
import { NO_FAULTS, type Outage, type StoreFaults } from "../testing/sim_store.ts";

export type Deed =
  | "deposit"
  | "withdraw"
  | "send"
  | "peek"
  | "view"
  | "joint"
  | "jointClaim"
  | "claim"
  | "burst"
  | "rush"
  | "grow"
  | "look"
  | "arm"
  | "affirm"
  | "disarm"
  | "whisper"
  | "break"
  | "follow"
  | "replay";

export interface Plan {
  readonly disk: DiskKind;
  readonly store: Partial<StoreLimits>;
  readonly nodes: number;
  readonly limits: Partial<Limits>;
  readonly faults: StoreFaults;
  readonly outages: readonly Outage[];
  readonly clients: number;
  readonly deeds: number;
  readonly thinkMs: number;
  readonly weights: Readonly<Record<Deed, number>>;
  readonly accounts: number;
  readonly lots: number;
  readonly alarms: number;
  /** How often commands carry an idempotency key. */
  readonly keyed: number;
  /** How often a keyed command is sent a second time at once, or with another body. */
  readonly doubled: number;
  readonly misused: number;
  /** Between two deaths of nodes; Infinity without. */
  readonly deathMs: number;
  readonly downMs: number;
  /** How many of those deaths are orderly. */
  readonly orderly: number;
  readonly clockOffsetMs: number;
  readonly clockDrift: number;
  /** Between two jumps of a clock; Infinity without. */
  readonly clockJumpMs: number;
  /** From when on nodes start with the second version; Infinity for never. */
  readonly upgradeAtMs: number;
  readonly portFails: number;
  readonly portMs: number;
  /** A listener stays about so long on one node. */
  readonly listenMs: number;
  readonly validate: boolean;
}

/** Some faults often, most not at all. */
const often = (chance: Chance, most: number, share = 0.35): number =>
  chance.hits(share) ? chance.between(0.02, 1) * most : 0;

export function drawPlan(chance: Chance): Plan {
  const disk: DiskKind = chance.hits(0.25) ? "embedded" : "denokv";
  const shared = disk === "denokv";
  const calm = chance.hits(0.1);
  const deathMs = !calm && chance.hits(0.5) ? chance.between(400, 4_000) : Infinity;
  return {
    disk,
    store: {
      checks: chance.pick([2, shared ? 10 : 100]),
      commitsInFlight: chance.pick([1, shared ? 16 : 2]),
    },
    nodes: shared ? chance.whole(1, 4) : 1,
    limits: drawLimits(chance),
    faults: calm ? { ...NO_FAULTS } : drawFaults(chance, shared),
    outages: !calm && chance.hits(0.25) ? drawOutages(chance) : [],
    clients: chance.whole(2, 10),
    deeds: chance.whole(20, 80),
    thinkMs: chance.pick([2, 20, 60, 200]),
    weights: drawWeights(chance),
    accounts: chance.whole(2, 5),
    lots: chance.whole(1, 2),
    alarms: 2,
    keyed: chance.pick([0, 0.3, 0.9]),
    doubled: chance.pick([0, 0.2, 0.6]),
    misused: chance.pick([0, 0.1]),
    deathMs,
    downMs: chance.pick([20, 300, 2_000]),
    orderly: chance.pick([0, 0.3, 1]),
    clockOffsetMs: chance.hits(0.5) ? chance.pick([50, 1_000, 5_000]) : 0,
    clockDrift: chance.hits(0.3) ? 0.01 : 0,
    clockJumpMs: !calm && chance.hits(0.3) ? chance.between(300, 3_000) : Infinity,
    upgradeAtMs: chance.hits(0.4) ? chance.between(200, 4_000) : Infinity,
    portFails: chance.pick([0, 0.2, 0.7]),
    portMs: chance.pick([1, 50, 600]),
    listenMs: chance.pick([300, 3_000]),
    validate: chance.hits(0.5),
  };
}

function drawLimits(chance: Chance): Partial<Limits> {
  const stewardMs = chance.pick([200, 600, 1_500]);
  const sweepMs = chance.pick([200, 400, 800]);
  const mailboxItems = chance.pick([6, 30, 20_000]);
  const turnItems = chance.pick([1, 3, 10, 4_096]);
  return {
    mailboxItems,
    turnItems,
    // Not drawn, as below.
    ...(turnItems < 10 ? { aheadItems: 1 } : {}),
    directTurns: turnItems === 10 ? 0 : turnItems === 3 ? 2 : 90,
    entryUnits: chance.pick([100, 500, 20_000]),
    turnUnits: chance.pick([400, 3_000, 190_000]),
    turnMutations: chance.pick([5, 40, 800]),
    inlineStateUnits: chance.pick([0, 40, 200, 12_000]),
    snapshotTailUnits: chance.pick([50, 600, 8_000_000]),
    snapshotIdleMs: chance.pick([200, 10_000]),
    birthsInARow: chance.pick([2, 256]),
    // Not more than the fewest checks a simulated store allows.
    jointActors: 2,
    snapshotChunkBytes: chance.pick([40, 300, 60_000]),
    activations: chance.pick([1, 4, 20, 20_000]),
    commitAttempts: chance.pick([0, 2, 8]),
    commitBackoffMs: chance.pick([1, 20]),
    commitBackoffMaxMs: chance.pick([50, 1_000]),
    jointAttempts: chance.pick([1, 20]),
    stewardMs,
    hotItems: chance.pick([1, 6, 20]),
    handoverItems: chance.pick([1, 4, 250]),
    handoverUnits: chance.pick([300, 20_000]),
    handoverKeptMs: chance.pick([4 * stewardMs + 1, 60_000]),
    handoverPollMs: Math.floor(stewardMs / chance.pick([4, 15])),
    sweepRows: chance.pick([8, 500]),
    sweepMs,
    leaseMs: 5 * sweepMs,
    // Not drawn, so that the seeds that were found before stay what they are.
    ...(sweepMs === 800 ? { storeMs: 60, storeProbeMs: 20 } : {}),
    mailGraceMs: chance.pick([100, 1_000]),
    followerBacklog: chance.pick([0, 4_000]),
    pulseSlots: chance.pick([1, 8]),
  };
}

function drawFaults(chance: Chance, shared: boolean): StoreFaults {
  const remote = (most: number) => shared ? often(chance, most) : 0;
  return {
    latencyMs: chance.pick([1, 4, 20]),
    slow: often(chance, 0.2),
    slowMs: chance.pick([50, 500, 3_000]),
    readFails: often(chance, 0.15),
    commitFails: often(chance, 0.25),
    answerLost: often(chance, 0.25),
    // A process that owns its file knows when a write is over.
    landsLate: remote(0.2),
    sentTwice: remote(0.3),
    copyLate: remote(0.3),
    lateMs: chance.pick([20, 300, 4_000]),
    watchLate: often(chance, 1),
    crashBefore: often(chance, 0.02, 0.2),
    crashAfter: often(chance, 0.02, 0.2),
    crashTold: often(chance, 0.02, 0.2),
    pageRows: chance.pick([1, 3, 20, 500]),
  };
}

function drawOutages(chance: Chance): Outage[] {
  return Array.from({ length: chance.whole(1, 2) }, () => {
    const from = chance.between(100, 5_000);
    return {
      from,
      until: from + chance.between(100, 3_000),
      what: chance.pick(["full", "stalled"] as const),
    };
  });
}

function drawWeights(chance: Chance): Record<Deed, number> {
  const usual: Record<Deed, number> = {
    deposit: 10,
    withdraw: 6,
    send: 10,
    peek: 3,
    view: 4,
    joint: 6,
    jointClaim: 3,
    claim: 10,
    burst: 2,
    rush: 1,
    grow: 1,
    look: 2,
    arm: 6,
    affirm: 3,
    disarm: 3,
    whisper: 3,
    break: 2,
    follow: 2,
    replay: 1,
  };
  for (const deed of Object.keys(usual) as Deed[]) {
    if (chance.hits(0.3)) usual[deed] = 0;
    else if (chance.hits(0.2)) usual[deed] *= 5;
  }
  usual.deposit ||= 1;
  return usual;
}
