/** A rehearsal as the API tells of it, for the page that follows it. */

export interface RehearsalFigures {
  readonly sold: number;
  readonly returned: number;
  readonly asked: number;
  readonly waiting: number;
  readonly leads: number;
  readonly payments: number;
  /** Payments that are paid back. */
  readonly refunds?: number;
  readonly rounds: number;
  /** Seconds after the opening; null where not all cars were given out. */
  readonly soldOutAt: number | null;
  readonly seconds: number;
}

export interface RehearsalMoment {
  /** Seconds after the opening; negative before it. */
  readonly at: number;
  readonly participants: number;
  readonly held: number;
  readonly sold: number;
  readonly returned: number;
}

export interface RehearsalTotals extends RehearsalFigures {
  readonly oversold: number;
  readonly refunds: number;
  readonly paidFen: number;
  readonly problems: readonly string[];
}

export interface RehearsalView {
  readonly id: string;
  readonly sale: string;
  readonly title: string;
  readonly titleEn?: string;
  readonly status: "running" | "stopping" | "finished" | "cancelled" | "interrupted" | "failed";
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly by: string;
  readonly plan: {
    readonly mode: "first_come" | "draw";
    readonly participants: number;
    readonly cars: number;
    readonly abandon: number;
    readonly cancel?: number;
    readonly late?: number;
    readonly holdMs: number;
    readonly offerMs: number;
    readonly curve: "burst" | "even" | "wave";
    readonly arrivalMs: number;
    readonly room: { readonly ratePerMinute: number; readonly maxActive: number } | null;
    readonly seed: number;
  };
  readonly forecast: RehearsalFigures;
  readonly progress: RehearsalMoment | null;
  readonly outcome: RehearsalTotals & { readonly moments: readonly RehearsalMoment[] } | null;
  readonly reason?: string;
}

/** The colour that repeats what the word of a state says. */
export const REHEARSAL_TONE = {
  running: "plain",
  stopping: "warn",
  finished: "good",
  cancelled: "plain",
  interrupted: "warn",
  failed: "bad",
} as const satisfies Readonly<Record<RehearsalView["status"], string>>;

/** A rehearsal in a list, without its curve. */
export type RehearsalLine = Omit<RehearsalView, "outcome"> & {
  readonly outcome: RehearsalTotals | null;
};

/** The curve at so many moments of equal distance, from the opening to its end. */
export function evenMoments(
  moments: readonly RehearsalMoment[],
  count: number,
): RehearsalMoment[] {
  const last = moments.at(-1);
  if (!last) return [];
  let next = 0;
  return Array.from({ length: count }, (_, i) => {
    const at = Math.max(0, last.at) * i / (count - 1);
    while (next + 1 < moments.length && moments[next + 1]!.at <= at) next++;
    return { ...moments[next]!, at };
  });
}
