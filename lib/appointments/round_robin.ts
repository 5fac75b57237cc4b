/** Whose turn it is among consultants. */

export interface Consultant {
  readonly id: string;
  readonly assigned: number;
  /** Visits assigned to them whose visitor never came. */
  readonly noShows: number;
  /** When they were last assigned a visit, epoch milliseconds; null if never. */
  readonly lastAt: number | null;
}

/** Fewest visits that took place first: whoever waited in vain keeps the turn. */
export function roundRobin(consultants: readonly Consultant[]): string[] {
  return [...consultants].sort((a, b) =>
    (a.assigned - a.noShows) - (b.assigned - b.noShows) ||
    (a.lastAt ?? -Infinity) - (b.lastAt ?? -Infinity) ||
    (a.id < b.id ? -1 : 1)
  ).map(({ id }) => id);
}
