/** Joint availability: the starts at which a person, a bay and a car are all free for the whole visit. */
import { type OpeningTimes, openSpans, type Span } from "./opening.ts";

export type ResourceKind = "person" | "bay" | "car";

export interface Resource {
  readonly id: string;
  readonly kind: ResourceKind;
  /** What it can do: services, or the model that a demo car is. */
  readonly can: readonly string[];
  /** Leave, repairs, and visits with their buffers (`occupied`); in any order, may overlap. */
  readonly busy: readonly Span[];
}

export interface Need {
  readonly kind: ResourceKind;
  readonly can: string;
}

export interface Visit {
  /** At most one of a kind, so that no resource can answer two needs. */
  readonly needs: readonly Need[];
  readonly durationMs: number;
  /** Kept free before and after, for preparation and washing; may lie outside opening hours. */
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly stepMs: number;
  /** How long ahead it must be booked. */
  readonly leadMs: number;
}

export interface Capacity {
  readonly opening: OpeningTimes;
  readonly resources: readonly Resource[];
}

export interface Slot {
  readonly startAt: number;
  /** How many such visits it takes at once. */
  readonly places: number;
}

/** What a visit takes from its resources: its time and the buffers around it. */
export function occupied(visit: Visit, startAt: number): Span {
  return {
    from: startAt - visit.beforeMs,
    until: startAt + visit.durationMs + visit.afterMs,
  };
}

function startsOf(visit: Visit, opening: OpeningTimes, now: number, days: number): number[] {
  const earliest = now + visit.leadMs;
  const starts: number[] = [];
  for (const { from, until } of openSpans(opening, now, days)) {
    for (let start = from; start + visit.durationMs <= until; start += visit.stepMs) {
      if (start >= earliest) starts.push(start);
    }
  }
  return starts;
}

/** Index of the first start that is greater than `bound`. */
function firstAfter(starts: readonly number[], bound: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! > bound) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** For each start, how many resources are free that answer the need. */
function freeFor(need: Need, visit: Visit, capacity: Capacity, starts: readonly number[]) {
  const free = new Uint16Array(starts.length);
  const blockedBy = new Uint16Array(starts.length);
  let number = 0;
  for (const { kind, can, busy } of capacity.resources) {
    if (kind !== need.kind || !can.includes(need.can)) continue;
    number++;
    for (const { from, until } of busy) {
      const first = firstAfter(starts, from - visit.durationMs - visit.afterMs);
      for (let at = first; at < starts.length && starts[at]! < until + visit.beforeMs; at++) {
        blockedBy[at] = number;
      }
    }
    for (let at = 0; at < starts.length; at++) {
      if (blockedBy[at] !== number) free[at]!++;
    }
  }
  return free;
}

/**
 * The free slots of the `days` local days that begin with the day of `now`, in order of time. The
 * order of work is resources × (busy spans + starts), so that a month costs well under a turn.
 */
export function availability(
  capacity: Capacity,
  visit: Visit,
  now: number,
  days: number,
): Slot[] {
  if (new Set(visit.needs.map(({ kind }) => kind)).size !== visit.needs.length) {
    throw new TypeError("Cannot find slots: the visit needs two resources of one kind");
  }
  const starts = startsOf(visit, capacity.opening, now, days);
  const byNeed = visit.needs.map((need) => freeFor(need, visit, capacity, starts));
  const slots: Slot[] = [];
  for (let at = 0; at < starts.length; at++) {
    let places = Infinity;
    for (const free of byNeed) places = Math.min(places, free[at]!);
    if (places > 0) slots.push({ startAt: starts[at]!, places });
  }
  return slots;
}

/** Free resources for one start, a need each, the first of `order` first; null if one need fails. */
export function assign(
  capacity: Capacity,
  visit: Visit,
  startAt: number,
  order: readonly string[] = [],
): Resource[] | null {
  const span = occupied(visit, startAt);
  const rank = new Map(order.map((id, index) => [id, index]));
  const chosen: Resource[] = [];
  for (const need of visit.needs) {
    let best: Resource | null = null;
    for (const resource of capacity.resources) {
      if (resource.kind !== need.kind || !resource.can.includes(need.can)) continue;
      if (resource.busy.some(({ from, until }) => from < span.until && until > span.from)) continue;
      const better = best === null ||
        (rank.get(resource.id) ?? Infinity) < (rank.get(best.id) ?? Infinity);
      if (better) best = resource;
    }
    if (best === null) return null;
    chosen.push(best);
  }
  return chosen;
}

/** The slots nearest in time to the wanted start, the nearest first; the later one of two as near. */
export function nextBest(slots: readonly Slot[], wantedAt: number, count: number): Slot[] {
  return slots.filter(({ startAt }) => startAt !== wantedAt).sort((a, b) =>
    Math.abs(a.startAt - wantedAt) - Math.abs(b.startAt - wantedAt) || b.startAt - a.startAt
  ).slice(0, count);
}
