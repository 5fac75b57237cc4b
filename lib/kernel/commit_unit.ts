/** What lands in one commit: turns that are committed together, and what is left of its limits. */
import type { Activation } from "./activation.ts";
import { toBytes } from "./codec.ts";
import type { KernelError } from "./errors.ts";
import type { Host } from "./host.ts";
import { keyBytes, keys } from "./keys.ts";
import type { Plan } from "./plan.ts";
import type { Atomic, Check, Key, Write } from "./store.ts";

/** Plans that land together or not at all: one turn, or all of a joint turn. */
export interface Unit {
  readonly parts: readonly { readonly activation: Activation; readonly plan: Plan }[];
  /** Told how a joint turn ended; single turns tell their activation. */
  readonly joint?: (ended: "landed" | "lost" | KernelError, versionstamp?: string) => void;
  /** What lands with them that is no turn: a follower's cursor, and what else its events cause. */
  readonly along?: Along;
}

export interface Along {
  readonly check: Check;
  readonly sets: readonly Write[];
  readonly deletes: readonly Key[];
}

/** What a turn's pulse may add to its commit: a write, and the bytes of its key and value. */
const PULSES = 1;
const PULSE_BYTES = 64;

/** Whether it writes nothing. */
export const isRead = ({ parts, along }: Unit): boolean =>
  along === undefined && parts.every(({ plan }) => plan.head === undefined);

/** What is left of one commit's limits. */
export class Room {
  urgent = false;
  readonly #host: Host;
  readonly #actors = new Set<string>();
  #checks = 0;
  #mutations = 0;
  #bytes = 0;
  #keysBytes = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  takes({ parts, along }: Unit): boolean {
    const { checks, mutations, commitBytes, keysBytes } = this.#host.store.limits;
    let writes = 0;
    let bytes = 0;
    let ofKeys = 0;
    // Should one actor ever be in memory twice, its two turns stand on one head: in one commit, one
    // check would let both pass.
    for (const { activation, plan } of parts) {
      if (this.#actors.has(activation.name)) return false;
      writes += plan.sets.length + plan.deletes.length + PULSES;
      bytes += plan.bytes + PULSE_BYTES;
      ofKeys += plan.keysBytes + PULSE_BYTES;
    }
    const checked = parts.length + (along ? 1 : 0);
    if (along) {
      writes += along.sets.length + along.deletes.length;
      for (const { key, value } of along.sets) {
        ofKeys += keyBytes(key);
        bytes += keyBytes(key) + value.byteLength;
      }
    }
    // The first unit goes in whatever its size, so that a too large one is rejected, not stuck.
    if (
      this.#checks > 0 && (this.#checks + checked > checks ||
        this.#mutations + writes > mutations || this.#bytes + bytes > commitBytes ||
        this.#keysBytes + ofKeys > keysBytes)
    ) return false;
    for (const { activation } of parts) this.#actors.add(activation.name);
    this.#checks += checked;
    this.#mutations += writes;
    this.#bytes += bytes;
    this.#keysBytes += ofKeys;
    return true;
  }
}

/** The one commit that brings the units into the store. */
export function atomicOf(host: Host, units: readonly Unit[]): Atomic {
  const checks: Check[] = [];
  const sets: Write[] = [];
  const deletes: Key[] = [];
  const pulses = new Set<number>();
  for (const { parts, along } of units) {
    if (along) {
      checks.push(along.check);
      sets.push(...along.sets);
      deletes.push(...along.deletes);
    }
    for (const { activation, plan } of parts) {
      const { kind } = activation.kind.actor;
      checks.push({ key: keys.head(kind, plan.base.id), versionstamp: plan.base.headVersion });
      for (const set of plan.sets) sets.push(set);
      for (const key of plan.deletes) deletes.push(key);
      if (host.store.shared && activation.kind.actor.live && plan.entries.length > 0) {
        const slot = pulseSlot(kind, plan.base.id, host.limits.pulseSlots);
        if (!pulses.has(slot)) sets.push({ key: keys.pulse(slot), value: toBytes(plan.turn) });
        pulses.add(slot);
      }
    }
  }
  return { checks, sets, deletes };
}

/** Which pulse key tells other nodes of this actor's commits. */
export function pulseSlot(kind: string, id: string, slots: number): number {
  let hash = 0;
  for (const character of `${kind}/${id}`) {
    hash = (Math.imul(hash, 31) + character.charCodeAt(0)) | 0;
  }
  return (hash >>> 0) % slots;
}
