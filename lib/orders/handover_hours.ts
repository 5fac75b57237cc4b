/** When a car can be handed over: hours that a dealer is open, from the day after it has come. */

/** A handover takes so long. */
export const HANDOVER_MS = 3_600_000;
/** So many cars can be handed over at once: one consultant each, two delivery bays. */
export const HANDOVERS_AT_ONCE = 2;
/** Cleaned, charged and checked by then; and no later than this is an appointment moved by its buyer. */
export const HANDOVER_LEAD_MS = 24 * 3_600_000;
export const HANDOVER_DAYS = 21;

interface Span {
  readonly from: number;
  readonly until: number;
}

/** The starts within the opening, on the hour of the opening, from `earliest` on. */
export const handoverStarts = (spans: readonly Span[], earliest: number): number[] =>
  spans.flatMap(({ from, until }) => {
    const starts: number[] = [];
    for (let at = from; at + HANDOVER_MS <= until; at += HANDOVER_MS) {
      if (at >= earliest) starts.push(at);
    }
    return starts;
  });

interface Milestone {
  readonly plannedAt: number | null;
  readonly revised: readonly { readonly plannedAt: number }[];
  readonly actualAt: number | null;
}

/** From when on a car can be handed over; undefined while nobody knows when it comes. */
export function earliestHandover({ plannedAt, revised, actualAt }: Milestone, now: number) {
  const comes = actualAt ?? revised.at(-1)?.plannedAt ?? plannedAt;
  return comes === null ? undefined : Math.max(now, comes) + HANDOVER_LEAD_MS;
}
