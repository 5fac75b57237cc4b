/** One seed from start to judgement. */
import type { AnyActor } from "../actor.ts";
import { stateCodec } from "../codec.ts";
import { Checker } from "./checker.ts";
import { Clients } from "./clients.ts";
import { canonical } from "./model.ts";
import { Scene } from "./scene.ts";
import { storedJournal } from "../testing/stored_journal.ts";
import { judgeShortHistories } from "./short_histories.ts";
import { V1, V2 } from "./actors.ts";

export interface SeedResult {
  readonly seed: number;
  readonly theme: string;
  readonly violations: readonly string[];
  /** Of everything that happened: equal for equal seeds. */
  readonly hash: string;
  readonly commands: number;
  readonly turns: number;
  readonly commits: number;
  readonly lostRaces: number;
  readonly unknown: number;
  readonly crashes: number;
  readonly operations: number;
  /** Short histories that were judged without a look at the journals. */
  readonly histories: number;
  readonly virtualMs: number;
  readonly trace: readonly string[];
}

/** Whatever is not done by then goes on without faults. */
const BUSY_MS = 40_000;
/** Longer than any pause that clients, faults and limits of a seed can add up to. */
const REST_MS = 60_000;
const CHECK_MS = 50;

export async function runSeed(
  seed: number,
  { trace = false }: { trace?: boolean } = {},
): Promise<SeedResult> {
  const scene = new Scene(seed, trace);
  const { stackTraceLimit } = Error;
  // Many errors are part of the game, and their stacks would take a tenth of the time.
  if (!trace) Error.stackTraceLimit = 0;
  const { world } = scene;
  // What goes wrong outside of any promise is the kernel's fault as well.
  const onError = (event: ErrorEvent | PromiseRejectionEvent) => {
    event.preventDefault();
    world.failure ??= "error" in event ? event.error : event.reason;
  };
  globalThis.addEventListener("error", onError);
  globalThis.addEventListener("unhandledrejection", onError);
  let violations: string[];
  try {
    violations = await act(scene);
  } catch (error) {
    violations = [`it threw ${error instanceof Error ? error.stack : error}`];
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    globalThis.removeEventListener("error", onError);
    globalThis.removeEventListener("unhandledrejection", onError);
  }
  for (const node of [...scene.nodes]) {
    scene.count(node);
    node.system.halt();
  }
  for (const violation of violations) scene.note(`VIOLATION ${violation}`);
  const attempts = [...scene.history.ops.values()].reduce(
    (n, { attempts }) => n + attempts.length,
    0,
  );
  return {
    seed,
    theme: scene.theme,
    violations,
    hash: scene.hash.toString(16).padStart(8, "0"),
    commands: attempts,
    ...scene.totals,
    crashes: scene.crashes,
    virtualMs: world.now,
    trace: scene.lines,
  };
}

async function act(scene: Scene): Promise<string[]> {
  const { world } = scene;
  const clients = new Clients(scene);
  scene.haunt();
  clients.start();
  await world.run(() => clients.done, BUSY_MS);
  scene.heal();
  const restless = await comeToRest(scene, clients);
  if (restless.length > 0) return [...scene.violations, ...restless];
  // Staff send again what may do better now, two of them the same, and that has to come to an end.
  let replayed = false;
  void Promise.all([clients.replay(), clients.replay()]).finally(() => replayed = true);
  await world.run(() => replayed, REST_MS);
  const stillRestless = await comeToRest(scene, clients);
  if (stillRestless.length > 0) return [...scene.violations, ...stillRestless];
  const checker = new Checker(scene.history, scene.disk, scene.upgraded);
  const faults = checker.run();
  const short = judgeShortHistories(scene.history);
  scene.totals.histories = short.judged;
  faults.push(...short.faults);
  if (faults.length === 0) faults.push(...await compareStates(scene, checker));
  return [...scene.violations, ...faults];
}

/**
 * Waits until nothing is left to do. What is not at rest in the end is told. Small worlds with large
 * legacies take their time: as long as what lies in the store becomes less, it is waited for.
 */
async function comeToRest(scene: Scene, clients: Clients): Promise<string[]> {
  const { world } = scene;
  let checkedAt = -Infinity;
  const atRest = () => {
    if (world.now < checkedAt + CHECK_MS) return false;
    checkedAt = world.now;
    return restless(scene, clients).length === 0;
  };
  for (let left = waiting(scene), before = Infinity; left < before; left = waiting(scene)) {
    before = left;
    if (await world.run(atRest, REST_MS)) return [];
  }
  return restless(scene, clients);
}

const WAITING = ["mail", "lag", "outbox", "reminder"];

/** How many rows lie in the store that somebody has to take. */
const waiting = ({ disk }: Scene): number =>
  WAITING.reduce((sum, table) => sum + disk.all([table]).length, 0);

function restless({ disk, nodes, history }: Scene, clients: Clients): string[] {
  const found = clients.done ? [] : ["clients are not done"];
  if (disk.travelling > 0) found.push("a late commit has yet to land");
  for (const table of WAITING) {
    const rows = disk.all([table]);
    if (rows.length > 0) {
      found.push(
        `${rows.length} rows of ${table} are left: ${rows[0]!.key.join("/").slice(0, 120)}`,
      );
    }
  }
  for (const { system } of nodes) {
    // What was handed to a node that is gone is never taken, and expires.
    if (disk.all(["hand", system.node]).length > 0) found.push("handed-over letters are left");
  }
  for (const { node, askedAt } of clients.open) {
    found.push(`${node} has never answered what it was asked in step ${askedAt}`);
  }
  for (const node of nodes) if (!node.system.quiet) found.push("a node is not quiet");
  for (const { kind, id, heard, after, openedAt } of history.listenings) {
    const seq = storedJournal(disk, kind, id).length;
    const last = heard.at(-1)?.seq ?? after;
    const endedAt = history.stepOf[history.versionOf.get(`${kind}/${id}/${seq}`) ?? 0]!;
    if (last === undefined ? endedAt > openedAt : last < seq) {
      found.push(`a listener to ${id} is at ${last ?? "nothing"} of ${seq}`);
    }
  }
  return found;
}

/** A node that knows nothing and the nodes that ran it all show what the model shows. */
async function compareStates(scene: Scene, checker: Checker): Promise<string[]> {
  const faults: string[] = [];
  const actors: readonly AnyActor[] = (scene.upgraded ? V2 : V1).actors;
  const fresh = scene.start();
  let left = 0;
  for (const node of new Set([fresh, ...scene.nodes])) {
    for (const { actor, id, state } of checker.models.values()) {
      left++;
      const codec = stateCodec(actor.state);
      const address = actors.find(({ kind }) => kind === actor.kind)!(id);
      void node.system.view(address, (live) => codec.decode(JSON.parse(codec.encode(live)))).then(
        (seen) => {
          if (canonical(seen) === canonical(state)) return;
          faults.push(
            `${actor.kind}/${id} is ${canonical(seen).slice(0, 300)} on ${
              node === fresh ? "a new node" : "an old one"
            }, expected ${canonical(state).slice(0, 300)}`,
          );
        },
        (error) => faults.push(`${actor.kind}/${id} cannot be read: ${error}`),
      ).finally(() => left--);
    }
  }
  if (!await scene.world.run(() => left === 0, REST_MS)) faults.push("a view is never answered");
  return faults;
}
