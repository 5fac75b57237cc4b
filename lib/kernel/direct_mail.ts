/**
 * Mail whose receivers are at rest on this node needs no letters: their turns land in the very
 * commit that would have written these. A letter costs a write, a sweep's look and a delete.
 */
import type { Activation } from "./activation.ts";
import { KERNEL } from "./actor.ts";
import type { Mail } from "./effects.ts";
import type { Batch } from "./follow_batch.ts";
import type { Host } from "./host.ts";
import type { CommandItem } from "./item.ts";
import type { Loader } from "./loader.ts";
import type { Plan } from "./plan.ts";

/** A receiver that is held, and its turn. */
export interface Received {
  readonly activation: Activation;
  readonly plan: Plan;
}

/** Room that letters, rows and the cursor leave in a commit, of which turns may use so much. */
const FILL = 0.9;

const ignore = () => {};
const itemOf = ({ command, payload }: Mail): CommandItem => ({
  type: "command",
  command,
  payload,
  by: KERNEL,
  resolve: ignore,
  reject: ignore,
});

/**
 * Holds the receivers that are at rest, at most so many, and decides their mail. Whose turn runs,
 * waits, fails or does not fit gets letters: `letters` is what is left. Whoever calls this submits
 * what was received at once.
 */
export async function receive(
  host: Host,
  loader: Loader,
  batch: Batch,
  most: number,
): Promise<{ received: Received[]; letters: Mail[] }> {
  const received: Received[] = [];
  const letters: Mail[] = [];
  const { mutations, commitBytes, keysBytes } = host.store.limits;
  const room = {
    mutations: FILL * mutations - batch.mutations,
    bytes: FILL * commitBytes - batch.bytes,
    keysBytes: FILL * keysBytes - batch.keysBytes,
  };
  await wake(host, loader, batch, most);
  for (const mail of batch.mail.values()) {
    // Looked up only now: while the others were read, this one may have been passivated.
    const activation = received.length < most && mail.length <= host.limits.turnItems
      ? find(host, mail)
      : undefined;
    const plan = activation?.seize() ? turnOf(activation, mail) : undefined;
    if (!plan) {
      letters.push(...mail);
      continue;
    }
    room.mutations -= plan.sets.length + plan.deletes.length + 1;
    room.bytes -= plan.bytes + 64;
    room.keysBytes -= plan.keysBytes + 64;
    if (
      Math.min(room.mutations, room.bytes, room.keysBytes) < 0 || plan.items.length < mail.length
    ) {
      activation!.reset();
      letters.push(...mail);
      room.mutations += plan.sets.length + plan.deletes.length + 1;
      room.bytes += plan.bytes + 64;
      room.keysBytes += plan.keysBytes + 64;
    } else received.push({ activation: activation!, plan });
  }
  return { received, letters };
}

const find = (host: Host, [{ to }]: readonly Mail[] | [Mail]): Activation | undefined =>
  host.activation(to.kind, to.id);

/** Brings the receivers that nobody has asked for into memory. */
async function wake(host: Host, loader: Loader, { mail }: Batch, most: number): Promise<void> {
  const unknown: Activation[] = [];
  for (const each of [...mail.values()].slice(0, most)) {
    const activation = find(host, each);
    if (!activation?.dormant) continue;
    if (loader.assumesNew(activation.kind)) activation.assumeNew();
    else unknown.push(activation);
  }
  if (unknown.length > 0) await loader.bring(unknown);
}

function turnOf(activation: Activation, mail: readonly Mail[]): Plan | undefined {
  try {
    return activation.decideHeld(mail.map(itemOf));
  } catch {
    // As letters they are decided one by one, until it shows which of them is at fault.
    activation.reset();
    return undefined;
  }
}
