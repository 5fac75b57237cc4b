/**
 * Worlds that lean to one side, so that what needs several rare things at once is met often: three
 * of four seeds take the next theme in turn. A theme changes only what it is about.
 */
import type { Chance } from "../testing/chance.ts";
import type { StoreFaults } from "../testing/sim_store.ts";
import type { Deed, Plan } from "./swarm.ts";

type Change = Partial<Omit<Plan, "limits" | "faults" | "weights">> & {
  readonly limits?: Plan["limits"];
  readonly faults?: Partial<StoreFaults>;
  /** Deeds that are not named keep a tenth of their weight. */
  readonly weights?: Partial<Record<Deed, number>>;
};

const NEVER = { deathMs: Infinity, clockJumpMs: Infinity, outages: [] } as const;

const THEMES: Readonly<Record<string, (chance: Chance) => Change>> = {
  /** Hot actors on several nodes, and letters between these that come late and again. */
  stewards: (chance) => ({
    disk: "denokv",
    nodes: chance.whole(2, 4),
    deathMs: chance.pick([600, 3_000, Infinity]),
    keyed: 0.3,
    deeds: 80,
    thinkMs: 2,
    limits: {
      hotItems: 1,
      mailboxItems: 20_000,
      handoverItems: chance.pick([2, 20]),
      turnItems: chance.pick([4, 4_096]),
    },
    faults: { copyLate: 0.3, landsLate: chance.pick([0, 0.1]), lateMs: 500, watchLate: 0.3 },
    weights: { rush: 10, burst: 5, deposit: 10, claim: 5, view: 5, arm: 2 },
  }),
  /** Reminders that are set again and again, to the same time too. */
  reminders: (chance) => ({
    nodes: chance.whole(1, 3),
    deeds: 100,
    clients: 10,
    thinkMs: 20,
    deathMs: chance.pick([1_000, Infinity]),
    limits: {
      sweepMs: 100,
      leaseMs: 500,
      inlineStateUnits: 12_000,
      turnItems: 4_096,
      hotItems: 20,
    },
    faults: { latencyMs: 20, commitFails: 0, readFails: 0 },
    weights: { arm: 20, affirm: 20, disarm: 5, whisper: 5 },
  }),
  /** Clocks that are set all the time. */
  clocks: (chance) => ({
    nodes: chance.whole(1, 3),
    clockJumpMs: 60,
    clockOffsetMs: 3_000,
    thinkMs: 20,
    // Few turns each: every turn takes an actor's time to the furthest clock that it has met.
    alarms: 40,
    limits: { sweepMs: 100, leaseMs: 500 },
    faults: { latencyMs: 40, slow: 0.3, slowMs: 300 },
    weights: { arm: 30, whisper: 10, affirm: 3, send: 3, deposit: 3 },
  }),
  /** Joint turns that race with each other and with nodes that die. */
  pairs: (chance) => ({
    disk: "denokv",
    nodes: chance.whole(2, 4),
    accounts: 3,
    deeds: 100,
    thinkMs: chance.pick([5, 60]),
    deathMs: chance.pick([500, Infinity]),
    limits: { hotItems: chance.pick([1, 20]), jointAttempts: 20 },
    faults: { latencyMs: 4 },
    weights: { joint: 30, jointClaim: 10, deposit: 8, withdraw: 8, send: 5, view: 5 },
  }),
  /** Many who listen, on other nodes than those that act, and are told late. */
  crowd: (chance) => ({
    disk: "denokv",
    nodes: chance.whole(2, 4),
    deeds: 60,
    lots: 1,
    keyed: 0,
    listenMs: chance.pick([1_000, 20_000]),
    deathMs: chance.pick([3_000, Infinity]),
    // No steward: the nodes take turns, and each has to hear of the others'.
    limits: { hotItems: 1_000 },
    faults: { watchLate: 0.5, lateMs: 500, slow: 0.3, slowMs: 300 },
    weights: { claim: 20, grow: 20, follow: 15 },
  }),
  /** States in pieces, and reads that fail in the middle of them. */
  pieces: (chance) => ({
    disk: "denokv",
    nodes: 3,
    deeds: 100,
    lots: 1,
    thinkMs: 20,
    clockOffsetMs: chance.pick([0, 3_000]),
    clockJumpMs: Infinity,
    limits: {
      inlineStateUnits: 0,
      snapshotTailUnits: 50,
      snapshotChunkBytes: 40,
      hotItems: chance.pick([1, 6]),
      stewardMs: 1_500,
      handoverKeptMs: 60_000,
      turnItems: 3,
      activations: chance.pick([4, 20_000]),
    },
    faults: { readFails: 0.25, pageRows: 1, slow: 0.1, slowMs: 300 },
    weights: { claim: 20, burst: 2, view: 30, jointClaim: 5, look: 5, grow: 5 },
  }),
  /** Room for one actor in memory, and everybody joins. */
  forgetful: (chance) => ({
    ...NEVER,
    deathMs: chance.pick([300, Infinity]),
    downMs: 20,
    orderly: 1,
    disk: "embedded",
    clients: 12,
    deeds: 130,
    accounts: chance.whole(2, 3),
    keyed: 0,
    thinkMs: 2,
    limits: { activations: 1, turnItems: chance.pick([3, 4_096]), mailboxItems: 20_000 },
    faults: { latencyMs: 20, commitFails: 0, readFails: 0 },
    weights: { joint: 30, deposit: 20, send: 5, withdraw: 10, peek: 5 },
  }),
  /** Answers that get lost, under people who listen. */
  unheard: (chance) => ({
    ...NEVER,
    disk: "embedded",
    nodes: 1,
    thinkMs: 60,
    deeds: chance.whole(10, 40),
    lots: 2,
    keyed: 0,
    listenMs: 60_000,
    limits: { commitAttempts: 0 },
    faults: { answerLost: 0.5, commitFails: 0, readFails: 0, crashBefore: 0, crashAfter: 0 },
    weights: { claim: 10, follow: 5, grow: 20 },
  }),
  /** Turns that record nothing, committed twice by the network. */
  traceless: () => ({
    disk: "denokv",
    nodes: 3,
    accounts: 2,
    clients: 8,
    thinkMs: 5,
    deathMs: Infinity,
    limits: { hotItems: 20, stewardMs: 200, turnItems: 1, handoverPollMs: 20, handoverQuickMs: 2 },
    faults: { answerLost: 0.3, sentTwice: 0.3, latencyMs: 4 },
    weights: { break: 20, whisper: 20, deposit: 10, arm: 10 },
  }),
};

const names = Object.keys(THEMES);

/** Seeds in a row after which each theme has had its turn. */
export const SEEDS_A_ROUND = 4 / 3 * names.length;

/** The plan of this seed with its theme, and the theme's name. */
export function themed(plan: Plan, seed: number, chance: Chance): { plan: Plan; theme: string } {
  const theme = seed % 4 === 0 ? "any" : names[(seed - Math.ceil(seed / 4)) % names.length]!;
  const change = THEMES[theme]?.(chance) ?? {};
  const weights = { ...plan.weights };
  if (change.weights) {
    for (const deed of Object.keys(weights) as Deed[]) {
      weights[deed] = change.weights[deed] ?? weights[deed] / 10;
    }
  }
  const all = {
    ...plan,
    ...change,
    limits: { ...plan.limits, ...change.limits },
    faults: { ...plan.faults, ...change.faults },
    weights,
  };
  if (all.disk === "denokv") return { plan: all, theme };
  // One process at a time owns the file, and knows when a write is over.
  const faults = { ...all.faults, landsLate: 0, sentTwice: 0, copyLate: 0 };
  return { plan: { ...all, nodes: 1, faults }, theme };
}
