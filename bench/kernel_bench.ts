/**
 * The kernel in process on the embedded store, without HTTP: claims on one lot, turns of distinct
 * actors, what group commit is worth, and how quickly a large actor comes back.
 */
import { lead } from "../actors/sales/lead.ts";
import { lot } from "../actors/sales/lot.ts";
import { testMemberId } from "../lib/auth/test_members.ts";
import { ActorSystem, DenoKvStore, type Limits } from "../lib/kernel/mod.ts";
import { ownFolder } from "../tools/load/own_folder.ts";
import { median, printFigure } from "./figures.ts";

const ROUNDS = 5;
const CLAIMS = 300_000;
/** Who claims, and then claims for the next member: so many claims wait at any time. */
const CALLERS = 10_000;
const LEADS = 50_000;
const SINGLE_CLAIMS = 5_000;
const STOCK = {
  capacity: 2_017,
  opensAt: 0,
  closesAt: null,
  holdMs: 900_000,
  offerMs: 600_000,
  mode: "first_come",
} as const;

const members = Array.from({ length: CLAIMS }, (_, i) => testMemberId(i + 1));
/** Members' ids are hashes: they come in no order. */
const shuffled = members.map((id) => `${scrambled(id)}${id.slice(-6)}`);

function scrambled(id: string): string {
  let hash = 0;
  for (const character of id) hash = Math.imul(hash ^ character.charCodeAt(0), 0x9e3779b1);
  return (hash >>> 0).toString(36).padStart(7, "0");
}

/** Runs `work` on a system of its own, on an empty store. */
async function onFreshStore<T>(
  work: (system: ActorSystem, open: () => Promise<ActorSystem>) => Promise<T>,
  limits: Partial<Limits> = {},
): Promise<T> {
  await using folder = await ownFolder("forecourt-bench-");
  const store = await DenoKvStore.open(`${folder.path}/kv.db`);
  const systems: ActorSystem[] = [];
  const open = (limits: Partial<Limits>) => {
    const system = new ActorSystem({ store, actors: [lot, lead], limits });
    systems.push(system);
    return Promise.resolve(system);
  };
  try {
    return await work(await open(limits), () => open({}));
  } finally {
    for (const system of systems) await system.stop();
    store.close();
  }
}

/** `count` calls, `callers` at a time, each of them awaited by whoever made it. Gives calls a second. */
async function perSecond(
  count: number,
  callers: number,
  call: (n: number) => Promise<unknown>,
): Promise<number> {
  let next = 0;
  const caller = async () => {
    while (next < count) await call(next++);
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: callers }, caller));
  return count / (performance.now() - began) * 1_000;
}

async function openLot(system: ActorSystem, id: string): Promise<void> {
  await system.ask(lot(id), "stock", STOCK);
  await system.ask(lot(id), "open", {});
}

const claims = (system: ActorSystem, id: string, count: number, callers = CALLERS) =>
  perSecond(count, callers, (n) => system.ask(lot(id), "claim", { memberId: members[n]! }));

async function rounds(work: (round: number) => Promise<number>): Promise<number> {
  const values: number[] = [];
  // The first one compiles.
  for (let round = 0; round <= ROUNDS; round++) values.push(await work(round));
  return median(values.slice(1));
}

/** Each round on a store of its own: a process that holds five sales of 300,000 is no sale's. */
async function oneLot(): Promise<number> {
  return await rounds(() =>
    onFreshStore(async (system) => {
      await openLot(system, "hot");
      return await claims(system, "hot", CLAIMS);
    })
  );
}

/** The same actor and the same callers, with one command a turn and so one commit a request. */
async function oneCommitEach(): Promise<number> {
  return await onFreshStore(async (system) => {
    await openLot(system, "single");
    return await claims(system, "single", SINGLE_CLAIMS);
  }, { turnItems: 1 });
}

/** New actors with one command each; `ids` in order, as orders have them, or in none, as members. */
async function distinctActors(ids: readonly string[]): Promise<number> {
  return await onFreshStore((system) =>
    rounds((round) =>
      perSecond(LEADS, CALLERS, (n) =>
        system.ask(lead(`${round}${ids[n]}`), "enter", {
          saleId: "launch-2017",
          outcome: "sold_out",
          position: n + 1,
          enteredAt: 1_700_000_000_000,
        }))
    )
  );
}

/** Seconds until a lot that no node has in memory answers: from its journal, or from a snapshot. */
async function activation(snapshot: boolean): Promise<number> {
  return await onFreshStore(async (system, reopen) => {
    await openLot(system, "large");
    await claims(system, "large", CLAIMS);
    if (snapshot) {
      while (system.metrics.snapshots === 0) await new Promise((done) => setTimeout(done, 50));
    }
    await system.stop();
    const fresh = await reopen();
    const began = performance.now();
    const participants = await fresh.view(
      lot("large"),
      (state) => state.allocated.size + state.waiting,
    );
    const seconds = (performance.now() - began) / 1_000;
    if (participants !== CLAIMS) throw new Error(`expected ${CLAIMS}, got ${participants}`);
    return seconds;
  }, snapshot ? { snapshotIdleMs: 50, snapshotTailUnits: 1_000_000 } : {});
}

if (import.meta.main) {
  const hot = await oneLot();
  printFigure("kernel: claims on one lot", hot, "1/s");
  const single = await oneCommitEach();
  printFigure("kernel: claims on one lot, a commit for each", single, "1/s");
  printFigure("kernel: group commit to a commit for each", hot / single, "ratio");
  const ordered = await distinctActors(members);
  printFigure("kernel: turns of distinct new actors, ids in order", ordered, "1/s");
  const scattered = await distinctActors(shuffled);
  printFigure("kernel: turns of distinct new actors, ids in no order", scattered, "1/s");
  printFigure("kernel: activation of 300,000 participants, journal", await activation(false), "s");
  printFigure("kernel: activation of 300,000 participants, snapshot", await activation(true), "s");
}
