/** What a node knows of an actor: its head as last read or written, and the state there. */
import { foldJournal, readSnapshot } from "./fold.ts";
import { type Head, inlineState, readHead } from "./head.ts";
import type { Host } from "./host.ts";
import { keys } from "./keys.ts";
import type { Kind } from "./kind.ts";
import type { Base } from "./plan.ts";
import type { Row } from "./store.ts";

/** How often the head is looked at again for a snapshot that is not there any more. */
const SNAPSHOT_TRIES = 5;

export class LoadedBase implements Base {
  readonly id: string;
  head: Head | undefined = undefined;
  headVersion: string | null = null;
  state: unknown = undefined;
  /** The state holds nothing that is not committed. */
  clean = true;
  readonly #host: Host;
  readonly #kind: Kind;

  constructor(host: Host, kind: Kind, id: string) {
    this.#host = host;
    this.#kind = kind;
    this.id = id;
  }

  /** UTF-16 units to read for the state, beyond the head; many where a first snapshot is still due. */
  get unitsToRead(): number {
    const { head } = this;
    return head ? head.tail + (head.snapshot?.units ?? 0) : 0;
  }

  /**
   * Starts from the initial state without reading. Where the actor does exist, the commit's check
   * for "no head" does not hold, and it is read after all.
   */
  assumeNew(): void {
    this.state = this.#kind.initial();
  }

  forget(): void {
    this.head = undefined;
    this.headVersion = null;
    this.state = undefined;
    this.clean = true;
  }

  /** Reads head and state from the store; from a state that is known, only the journal's tail. */
  async read(known?: Row | null): Promise<void> {
    const { kind } = this.#kind.actor;
    for (let attempt = 1;; attempt++) {
      const row = known === undefined
        ? (await this.#host.store.getMany([keys.head(kind, this.id)]))[0]
        : known;
      known = undefined;
      const head = row ? readHead(row.value) : undefined;
      const state = await this.#stateAt(head, attempt < SNAPSHOT_TRIES);
      // A newer snapshot has replaced the one this head names: the head has moved on as well.
      if (state === undefined) continue;
      this.state = state;
      this.head = head?.state === undefined ? head : { ...head, state: true };
      if (attempt >= SNAPSHOT_TRIES && head) {
        // The one that the head names is of no use to anybody: a new one is due.
        const tail = Math.max(head.tail, this.#host.limits.snapshotTailUnits);
        this.head = { ...this.head!, tail };
      }
      this.headVersion = row?.versionstamp ?? null;
      this.clean = true;
      return;
    }
  }

  /** Undefined where the head's snapshot is gone and `again` says to look at the head once more. */
  async #stateAt(head: Head | undefined, again: boolean): Promise<unknown> {
    const kind = this.#kind;
    const { actor, codec } = kind;
    if (!head) return kind.initial();
    const inline = inlineState(head, codec, actor.version);
    if (inline !== undefined) return inline;
    const { store } = this.#host;
    const fold = (state: unknown, after: number) =>
      foldJournal(store, kind, this.id, state, after, head);
    const goesOn = this.clean && this.head !== undefined && this.head.schema === actor.version &&
      this.head.seq <= head.seq;
    if (goesOn) {
      // Evolved in place: should the reading fail half-way, this state must not be used again.
      this.clean = false;
      return await fold(this.state, this.head!.seq);
    }
    if (head.snapshot && head.schema === actor.version) {
      const state = await readSnapshot(store, kind, this.id, head.snapshot);
      if (state !== undefined) return await fold(state, head.snapshot.seq);
      if (again) return undefined;
      this.#host.report(
        `The snapshot of ${actor.kind} "${this.id}" is gone or damaged; reading its journal`,
      );
    }
    return await fold(kind.initial(), 0);
  }
}
