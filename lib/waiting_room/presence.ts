/**
 * Who has been heard of on this node, and when. Kept in memory only: hundreds of thousands of
 * heartbeats a minute are worth nothing a minute later, and whoever stays is heard of again.
 */
import type { RoomView } from "../live/room_protocol.ts";

interface Person {
  heardAt: number;
  /** Open live streams: whoever has one is there. */
  streams: number;
  /** A poll before this is answered as the last one was. */
  pollAt: number;
  shown: RoomView | undefined;
}

export class Presence {
  readonly #people = new Map<string, Person>();

  heard(memberId: string, nowMs: number): void {
    const known = this.#people.get(memberId);
    if (known) known.heardAt = nowMs;
    else {
      this.#people.set(memberId, { heardAt: nowMs, streams: 0, pollAt: 0, shown: undefined });
    }
  }

  /** A live stream was opened. Returns what to call once when it ends. */
  follow(memberId: string, nowMs: number, now: () => number): () => void {
    this.heard(memberId, nowMs);
    const person = this.#people.get(memberId)!;
    person.streams++;
    let open = true;
    return () => {
      if (!open) return;
      open = false;
      person.streams--;
      person.heardAt = now();
    };
  }

  /** Whether the member has the live stream open. */
  streams(memberId: string): boolean {
    return (this.#people.get(memberId)?.streams ?? 0) > 0;
  }

  /** What the member was last shown, where it asks again too early; and for how long it is. */
  tooEarly(memberId: string, nowMs: number): { shown: RoomView; waitMs: number } | undefined {
    const person = this.#people.get(memberId);
    if (!person?.shown || nowMs >= person.pollAt) return undefined;
    return { shown: person.shown, waitMs: person.pollAt - nowMs };
  }

  show(memberId: string, view: RoomView, nowMs: number): void {
    this.heard(memberId, nowMs);
    const person = this.#people.get(memberId)!;
    person.shown = view;
    // A little early is on time: clients' timers and the way here are not exact.
    person.pollAt = nowMs + 0.8 * view.pollAfterMs;
  }

  /** When the member was last heard of; with a live stream open, now. Undefined for never. */
  lastHeard(memberId: string, nowMs: number): number | undefined {
    const person = this.#people.get(memberId);
    return person && (person.streams > 0 ? nowMs : person.heardAt);
  }

  /** The member has left: a later entry is shown afresh. */
  forget(memberId: string): void {
    const person = this.#people.get(memberId);
    if (person) person.shown = undefined;
  }

  /** Forgets those of whom nothing was heard since. */
  forgetBefore(sinceMs: number): void {
    for (const [memberId, { heardAt, streams }] of this.#people) {
      if (heardAt < sinceMs && streams === 0) this.#people.delete(memberId);
    }
  }

  get size(): number {
    return this.#people.size;
  }
}
