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
import { sleep } from "./clock.ts";
import type { Committer } from "./committer.ts";
import { KernelError } from "./errors.ts";
import { backoffMs, type Host } from "./host.ts";
import type { AnyOutcome } from "./item.ts";
import type { Plan } from "./turn.ts";

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
    await sleep(host.clock, backoffMs(host, attempt, 2, 200));
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
}

async function tryJoint(
  host: Host,
  committer: Committer,
  parts: readonly JointPart[],
  by: Asker,
): Promise<AnyAnswer | "lost" | KernelError> {
  const held = await holdAll(host, parts);
  let submitted = false;
  try {
    const plans: Plan[] = [];
    const values: unknown[] = [];
    let refused: AnyAnswer | KernelError | "lost" | undefined;
    for (const [index, { command, payload }] of parts.entries()) {
      const decided = held[index]!.decideOne({ command, payload, by });
      if (decided === undefined) {
        refused = new KernelError("defect", `Cannot ${command}: it left an unusable state`);
      } else if (decided.error) refused = decided.error;
      else {
        plans.push(decided.plan);
        const outcome: AnyOutcome = decided.outcome;
        if (outcome.ok) values.push(outcome.value);
        else {
          const { refusal, detail } = outcome;
          refused = { ok: false, index, refusal, ...(detail === undefined ? {} : { detail }) };
        }
      }
      if (refused) break;
    }
    if (refused) return refused;
    submitted = true;
    const ended = await new Promise<"landed" | "lost" | KernelError>((resolve) =>
      committer.submit({
        parts: plans.map((plan, i) => ({ activation: held[i]!, plan })),
        joint: resolve,
      })
    );
    return ended === "landed" ? { ok: true, values } : ended;
  } finally {
    // What was decided and not submitted has changed states in memory: they are read again.
    if (!submitted) { for (const activation of held) activation.reset(); }
  }
}

/** Holds the actors one after the other in the order of their names, so that no two joint turns wait in a ring. */
async function holdAll(host: Host, parts: readonly JointPart[]): Promise<Activation[]> {
  const activations = parts.map(({ to }) => {
    const activation = host.activation(to.kind, to.id);
    if (!activation) {
      throw new KernelError(
        "invalid_command",
        `Cannot ask ${to.kind} "${to.id}": the kind is not registered`,
      );
    }
    return activation;
  });
  const name = (activation: Activation) => `${activation.kind.actor.kind}/${activation.id}`;
  const ordered = [...activations].sort((a, b) => name(a) < name(b) ? -1 : 1);
  for (const activation of ordered) await activation.hold();
  return activations;
}
