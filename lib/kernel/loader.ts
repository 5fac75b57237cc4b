/**
 * Brings actors into memory: many heads in one read, those that someone outside waits for first; and
 * guesses which need not be read, because they never were.
 */
import type { Activation } from "./activation.ts";
import { KernelError } from "./errors.ts";
import { type Host, retried } from "./host.ts";
import { keys } from "./keys.ts";
import type { Kind } from "./kind.ts";
import type { Row } from "./store.ts";

/** Heads read at once. */
const GROUP = 64;
const GROUPS_UNDER_WAY = 4;

export class Loader {
  readonly #host: Host;
  readonly #urgent: Activation[] = [];
  readonly #background: Activation[] = [];
  readonly #births = new Map<Kind, number>();
  #underWay = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Actors that wait to be read and for which nobody outside waits. */
  get background(): number {
    return this.#background.length;
  }

  get busy(): boolean {
    return this.#underWay > 0 || this.#urgent.length > 0 || this.#background.length > 0;
  }

  get underWay(): boolean {
    return this.#underWay > 0;
  }

  /**
   * Whether to take the next actor of this kind for new. A launch brings hundreds of thousands of
   * leads that never were: to look each up before its first turn takes twice as long as the turn.
   * After many of a kind that did not exist, the next are assumed not to, until one does; the
   * commit's check keeps it safe.
   */
  assumesNew(kind: Kind): boolean {
    return (this.#births.get(kind) ?? 0) >= this.#host.limits.birthsInARow;
  }

  /** One of this kind was looked for, or taken for new. */
  found(kind: Kind, existed: boolean): void {
    this.#births.set(kind, existed ? 0 : (this.#births.get(kind) ?? 0) + 1);
  }

  load(activation: Activation): void {
    activation.phase = "loading";
    (activation.awaited ? this.#urgent : this.#background).push(activation);
    this.#pump();
  }

  /** Reads actors that nobody has asked for yet. Each is known then, or could not be read. */
  async bring(activations: readonly Activation[]): Promise<void> {
    for (const activation of activations) activation.phase = "loading";
    for (let i = 0; i < activations.length; i += GROUP) {
      await this.#loadGroup(activations.slice(i, i + GROUP));
    }
  }

  #pump(): void {
    while (this.#underWay < GROUPS_UNDER_WAY) {
      const group = this.#urgent.splice(0, GROUP);
      group.push(...this.#background.splice(0, GROUP - group.length));
      if (group.length === 0) return;
      this.#underWay++;
      this.#loadGroup(group).finally(() => {
        this.#underWay--;
        this.#pump();
      });
    }
  }

  async #loadGroup(group: readonly Activation[]): Promise<void> {
    const { store } = this.#host;
    let rows: (Row | undefined)[] = [];
    const failed = await retried(this.#host, async () => {
      rows = await store.getMany(group.map(({ kind, id }) => keys.head(kind.actor.kind, id)));
    });
    await Promise.all(group.map(async (activation, i) => {
      let known: Row | null | undefined = rows[i] ?? null;
      const cause = failed ?? await retried(this.#host, async () => {
        const row = known;
        known = undefined;
        await activation.load(row);
      });
      if (cause !== undefined) return this.#failed(activation, cause);
      this.found(activation.kind, activation.base.headVersion !== null);
      if (!activation.grant()) this.#host.schedule(activation);
    }));
  }

  #failed(activation: Activation, cause: unknown): void {
    const { kind, id } = activation;
    this.#host.report(`Cannot load ${kind.actor.kind} "${id}"`, cause);
    const message = `Cannot read ${kind.actor.kind} "${id}" from the store`;
    activation.unusable(new KernelError("unavailable", message, { cause, retryAfterMs: 1_000 }));
  }
}
