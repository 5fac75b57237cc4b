/** Joint turns: commands for several actors, decided on their states, in one commit. */
import type { Activation } from "./activation.ts";
import type {
  Address,
  AnyActor,
  Asker,
  CommandsOf,
  Json,
  PayloadOf,
  RefusalOf,
  ReplyOf,
} from "./actor.ts";
import type { Committer } from "./committer.ts";
import { KernelError } from "./errors.ts";
import { backoffMs, type Host, retried } from "./host.ts";
import type { AnyOutcome, CommandItem } from "./item.ts";
import { keys } from "./keys.ts";
import { commandProblem } from "./kind.ts";
import { type Plan, reasonOf } from "./plan.ts";
import type { Row } from "./store.ts";

/** One command of a joint turn; made by {@linkcode part}. */
export interface JointPart<A extends AnyActor = AnyActor, N extends string = string> {
  readonly to: Address<A>;
  readonly command: N;
  readonly payload: Json;
}

/** One command of a joint turn. */
export function part<A extends AnyActor, const N extends CommandsOf<A>>(
  to: Address<A>,
  command: N,
  payload: PayloadOf<A, N>,
): JointPart<A, N> {
  return { to, command, payload: payload as Json };
}

type RefusalAt<P> = P extends JointPart<infer A, infer N>
  ? N extends CommandsOf<A> ? RefusalOf<A, N> : string
  : string;

/** All replies in the order of the parts, or the first refusal and whose it was. */
export type JointAnswer<P extends readonly JointPart[]> =
  | {
    readonly ok: true;
    readonly values: {
      [I in keyof P]: P[I] extends JointPart<infer A, infer N>
        ? N extends CommandsOf<A> ? ReplyOf<A, N> : unknown
        : unknown;
    };
  }
  | {
    readonly ok: false;
    readonly index: number;
    readonly refusal: RefusalAt<P[number]>;
    readonly detail?: Json;
  };

type AnyAnswer =
  | { ok: true; values: unknown[] }
  | { ok: false; index: number; refusal: string; detail?: Json };

export async function joint(
  host: Host,
  committer: Committer,
  parts: readonly JointPart[],
  by: Asker,
): Promise<AnyAnswer> {
  checkParts(host, parts);
  for (let attempt = 0;; attempt++) {
    const answer = await tryJoint(host, committer, parts, by);
    if (answer instanceof KernelError) throw answer;
    if (answer !== "lost") return answer;
    if (attempt >= host.limits.jointAttempts || host.stopped) break;
    host.metrics.lostRaces++;
    await host.timers.pause(backoffMs(host, attempt, 2, 200));
  }
  throw new KernelError(
    "unavailable",
    "Cannot keep the joint turn: other nodes were quicker each time",
    {
      retryAfterMs: 1_000,
    },
  );
}

function checkParts(host: Host, parts: readonly JointPart[]): void {
  const most = host.limits.jointActors;
  const names = new Set(parts.map(({ to }) => `${to.kind}/${to.id}`));
  if (parts.length === 0 || parts.length > most || names.size < parts.length) {
    throw new KernelError(
      "invalid_command",
      `Cannot decide a joint turn: expected 1 to ${most} different actors, got ${parts.length} parts for ${names.size}`,
    );
  }
  for (const { to, command, payload } of parts) {
    const kind = host.kinds.get(to.kind);
    const problem = kind
      ? commandProblem(kind, command, payload, host.validate)
      : "the kind is not registered";
    if (problem === undefined) continue;
    const message = `Cannot ${command} ${to.kind} "${to.id}": ${problem}`;
    throw new KernelError("invalid_command", message);
  }
}

async function tryJoint(
  host: Host,
  committer: Committer,
  parts: readonly JointPart[],
  by: Asker,
): Promise<AnyAnswer | "lost" | KernelError> {
  const held = await holdAll(host, parts);
  const plans: Plan[] = [];
  const answer = decideAll(held, parts, by, plans);
  if (!(answer instanceof KernelError) && answer.ok) {
    const ended = await new Promise<"landed" | "lost" | KernelError>((resolve) =>
      committer.submit({
        parts: plans.map((plan, i) => ({ activation: held[i]!, plan })),
        joint: resolve,
      })
    );
    return ended === "landed" ? answer : ended;
  }
  const failed = answer instanceof KernelError ? plans.length : -1;
  const current = failed >= 0 || await areCurrent(host, held);
  if (current !== true) {
    for (const activation of held) activation.reset();
    return current === false ? "lost" : current;
  }
  held.forEach((activation, i) => {
    // What was decided and is not kept has changed the state in memory: it is read again.
    if (i === failed || plans[i]?.head) activation.reset();
    else activation.untouched();
  });
  return answer;
}

/**
 * Whether no other node has moved a head since its state was read. A refusal commits nothing, so
 * without this look it could rest on a state that was over before the question was asked.
 */
async function areCurrent(
  host: Host,
  held: readonly Activation[],
): Promise<boolean | KernelError> {
  let rows: readonly (Row | undefined)[] = [];
  const wanted = held.map(({ kind, id }) => keys.head(kind.actor.kind, id));
  const cause = await retried(host, async () => {
    rows = await host.store.getMany(wanted);
  });
  if (cause !== undefined) {
    return new KernelError("unavailable", "Cannot tell whether the refusal holds", {
      cause,
      retryAfterMs: 1_000,
    });
  }
  return held.every(({ base }, i) => (rows[i]?.versionstamp ?? null) === base.headVersion);
}

/** Decides until one refuses or fails; what was decided is in `plans`. */
function decideAll(
  held: readonly Activation[],
  parts: readonly JointPart[],
  by: Asker,
  plans: Plan[],
): AnyAnswer | KernelError {
  const values: unknown[] = [];
  for (const [index, { command, payload }] of parts.entries()) {
    const decided = decideOne(held[index]!, { command, payload, by });
    if (decided.error) return decided.error;
    plans.push(decided.plan);
    const { outcome } = decided;
    if (!outcome.ok) {
      const { refusal, detail } = outcome;
      return { ok: false, index, refusal, ...(detail === undefined ? {} : { detail }) };
    }
    values.push(outcome.value);
  }
  return { ok: true, values };
}

/** What one command of a joint turn came to. */
type Decision =
  | { readonly plan: Plan; readonly outcome: AnyOutcome; readonly error?: undefined }
  | { readonly error: KernelError };

function decideOne(
  activation: Activation,
  command: Pick<CommandItem, "command" | "payload" | "by">,
): Decision {
  const ignore = () => {};
  try {
    const plan = activation.decideHeld([
      { type: "command", ...command, resolve: ignore, reject: ignore },
    ]);
    const [result] = plan.results;
    if (result && "outcome" in result) return { plan, outcome: result.outcome };
    return {
      error: result && "error" in result
        ? result.error
        : new KernelError("defect", "Cannot decide"),
    };
  } catch (cause) {
    const { id, kind: { actor: { kind } } } = activation;
    const message = `Cannot ${command.command} ${kind} "${id}": ${reasonOf(cause)}`;
    return { error: new KernelError("defect", message, { cause }) };
  }
}

/** Holds the actors one after the other in the order of their names, so that no two joint turns wait in a ring. */
async function holdAll(host: Host, parts: readonly JointPart[]): Promise<Activation[]> {
  const name = ({ to }: JointPart) => `${to.kind}/${to.id}`;
  const ordered = [...parts].sort((a, b) => name(a) < name(b) ? -1 : 1);
  const held = new Map<JointPart, Activation>();
  try {
    for (const part of ordered) {
      // Looked up only now: while the one before was waited for, this one may have been passivated.
      const activation = host.activation(part.to.kind, part.to.id)!;
      await activation.hold();
      held.set(part, activation);
    }
  } catch (cause) {
    for (const activation of held.values()) activation.untouched();
    throw cause;
  }
  return parts.map((part) => held.get(part)!);
}
