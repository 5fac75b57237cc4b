/** What has become of each member who watches a sale: told to them alone, after each of their events. */
import { type Json, KernelError } from "../kernel/mod.ts";
import { eventFrame } from "./protocol.ts";

/** Reads how the member stands now. @throws where the member may no longer know it. */
export type ReadStanding = () => Promise<unknown>;

/** How long after a standing that could not be read just then it is read again. */
const AGAIN_MS = 1_000;

interface Watch {
  readonly read: ReadStanding;
  readonly send: (frame: Uint8Array) => void;
  /** The last that was sent. */
  told: string | undefined;
  reading: boolean;
  /** Something happened while the standing was being read. */
  again: boolean;
}

export class OwnPlaces {
  readonly #watches = new Map<string, Set<Watch>>();
  readonly #later: (again: () => void) => void;

  constructor(later: (again: () => void) => void = (again) => void setTimeout(again, AGAIN_MS)) {
    this.#later = later;
  }

  /** Tells the member's standing by `send`, now and after each change; returns what ends it. */
  watch(memberId: string, read: ReadStanding, send: (frame: Uint8Array) => void): () => void {
    const watch: Watch = { read, send, told: undefined, reading: false, again: false };
    let own = this.#watches.get(memberId);
    if (!own) this.#watches.set(memberId, own = new Set());
    own.add(watch);
    void this.#tell(memberId, watch);
    return () => this.#leave(memberId, watch);
  }

  /** Events of the lot; those with a `memberId` concern that member. */
  happened(events: readonly (readonly [name: string, payload: Json])[]): void {
    if (this.#watches.size === 0) return;
    for (const [, payload] of events) {
      const memberId = (payload as { readonly memberId?: string } | null)?.memberId;
      const own = memberId === undefined ? undefined : this.#watches.get(memberId);
      for (const watch of own ?? []) void this.#tell(memberId!, watch);
    }
  }

  async #tell(memberId: string, watch: Watch): Promise<void> {
    watch.again = true;
    if (watch.reading) return;
    watch.reading = true;
    try {
      while (watch.again) {
        watch.again = false;
        const standing = await watch.read();
        const text = JSON.stringify(standing);
        if (text === watch.told) continue;
        watch.told = text;
        // Without an id: what a client has seen of the sale is counted by the sale's own events.
        watch.send(eventFrame("me", undefined, standing));
      }
    } catch (cause) {
      const again = () => {
        if (this.#watches.get(memberId)?.has(watch)) void this.#tell(memberId, watch);
      };
      // A full mailbox or a store that is away: in a rush, when it matters most, and soon over.
      if (cause instanceof KernelError && cause.transient) this.#later(again);
      // Signed out meanwhile: the page looks by itself when it comes back.
      else this.#leave(memberId, watch);
    } finally {
      watch.reading = false;
    }
  }

  #leave(memberId: string, watch: Watch): void {
    const own = this.#watches.get(memberId);
    own?.delete(watch);
    if (own?.size === 0) this.#watches.delete(memberId);
  }
}
