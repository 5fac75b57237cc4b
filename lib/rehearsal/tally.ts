/** Keeps count of a rehearsal from the lot's journal, without the lot's own code. */
import { MOMENTS, type RehearsalProgress } from "../../actors/sales/rehearsals.ts";
import type { FeedEntry } from "../kernel/mod.ts";

interface Told {
  readonly memberId: string;
  readonly number: number;
}

export class Tally {
  participants = 0;
  returned = 0;
  asked = 0;
  /** Times a car was given to someone while another had it. */
  oversold = 0;
  rounds = 0;
  /** Milliseconds after the opening. */
  soldOutMs: number | undefined;
  lastSoldMs: number | undefined;
  /** Who has which car. */
  readonly #cars = new Map<number, string>();
  readonly #sold = new Set<number>();
  readonly #times = new Map<number, number>();
  readonly #moments: RehearsalProgress[] = [];
  readonly #capacity: number;
  readonly #opensAt: number;
  #given = 0;

  constructor(capacity: number, opensAt: number) {
    this.#capacity = capacity;
    this.#opensAt = opensAt;
  }

  get sold(): number {
    return this.#sold.size;
  }

  lotTold({ at, events }: FeedEntry): void {
    for (const [name, payload] of events) this.#take(name, payload as unknown as Told, at);
    this.#note(this.progress(at));
  }

  progress(at: number): RehearsalProgress {
    const { participants, sold, returned } = this;
    const held = this.#cars.size - sold;
    return { at: Math.round((at - this.#opensAt) / 100) / 10, participants, held, sold, returned };
  }

  /** A curve of so many points as can be drawn, the last one as it ended. */
  get moments(): RehearsalProgress[] {
    return this.#moments;
  }

  #take(name: string, { memberId, number }: Told, at: number): void {
    switch (name) {
      case "claimed":
        this.participants++;
        this.asked++;
        return this.#give(memberId, number, at);
      case "missed":
        this.participants++;
        this.soldOutMs ??= at - this.#opensAt;
        return;
      case "offered":
        this.asked++;
        return this.#give(memberId, number, at);
      case "reinstated":
        this.#give(memberId, number, at);
        return this.#sell(number, at);
      case "sold":
        if (this.#cars.get(number) !== memberId) this.oversold++;
        return this.#sell(number, at);
      case "released":
        this.returned++;
        this.#sold.delete(number);
        this.#cars.delete(number);
        return;
    }
  }

  #give(memberId: string, number: number, at: number): void {
    if (this.#cars.has(number) || number > this.#capacity) this.oversold++;
    this.#cars.set(number, memberId);
    const times = (this.#times.get(number) ?? 0) + 1;
    this.#times.set(number, times);
    this.rounds = Math.max(this.rounds, times);
    if (times === 1 && ++this.#given === this.#capacity) this.soldOutMs ??= at - this.#opensAt;
  }

  #sell(number: number, at: number): void {
    this.#sold.add(number);
    this.lastSoldMs = at - this.#opensAt;
  }

  #note(moment: RehearsalProgress): void {
    const last = this.#moments.at(-1);
    if (last && last.at === moment.at) this.#moments.pop();
    this.#moments.push(moment);
    if (this.#moments.length <= MOMENTS) return;
    // The one whose neighbours are closest to each other is missed least.
    let drop = 1, closest = Infinity;
    for (let i = 1; i < this.#moments.length - 1; i++) {
      const gap = this.#distance(i - 1, i + 1);
      if (gap < closest) [drop, closest] = [i, gap];
    }
    this.#moments.splice(drop, 1);
  }

  #distance(i: number, j: number): number {
    const a = this.#moments[i]!, b = this.#moments[j]!;
    return Math.abs(a.sold - b.sold) / this.#capacity + Math.abs(a.held - b.held) / this.#capacity +
      (b.at - a.at) / Math.max(1, this.#moments.at(-1)!.at - this.#moments[0]!.at);
  }
}
