/** What is chosen so far, read from a page's address: city, dealer, day, start. */
import { type ReviewRow, reviewsOfDealer } from "../../../lib/read_models/bookings.ts";
import type { Slot, Visit } from "../../../lib/appointments/availability.ts";
import { type Dealer, DEALERS, type DealerService } from "../../../lib/dealers/dealers.ts";
import { cityKey } from "../../../lib/dealers/find.ts";
import { weekdayOf } from "../../../lib/i18n/booking_times.ts";
import type { Platform } from "../../../lib/platform.ts";
import { beijingDay, beijingMidnight, startOfBeijingDay } from "../../../lib/time/beijing.ts";
import { DAY_MS } from "../../../lib/time/day.ts";
import { slotsAt, wholeHorizon } from "../../api/booking_desk.ts";

const DAYS_SHOWN = 14;
const MOST_REVIEWS = 200;

export interface Rating {
  /** Mean of the overall marks, one digit after the point. */
  readonly score: string;
  readonly count: number;
}

export interface DayChoice {
  readonly date: string;
  readonly at: number;
  /** Starts that are free. */
  readonly free: number;
  readonly closed: boolean;
}

export interface Choice {
  readonly cities: readonly { readonly key: string; readonly city: Dealer["city"] }[];
  readonly city: string;
  readonly dealers: readonly { readonly dealer: Dealer; readonly rating: Rating | null }[];
  readonly dealer: Dealer;
  readonly days: readonly DayChoice[];
  readonly day: DayChoice;
  readonly slots: readonly Slot[];
  readonly start: Slot | null;
}

export async function ratingOf({ system }: Platform, dealerId: string): Promise<Rating | null> {
  let sum = 0;
  let count = 0;
  const rows = system.rows(reviewsOfDealer);
  const newest = { limit: MOST_REVIEWS, reverse: true };
  for await (const { value } of rows.list<ReviewRow>([dealerId], newest)) {
    sum += value.review.scores.overall;
    count++;
  }
  return count === 0 ? null : { score: (sum / count).toFixed(1), count };
}

/** Fourteen days from today, with what is free of each. */
export function daysOf(
  dealer: Pick<Dealer, "week">,
  slots: readonly Slot[],
  now: number,
): DayChoice[] {
  const today = beijingMidnight(now);
  const free = new Map<string, number>();
  for (const { startAt } of slots) {
    const date = beijingDay(startAt);
    free.set(date, (free.get(date) ?? 0) + 1);
  }
  return Array.from({ length: DAYS_SHOWN }, (_, index) => {
    const at = today + index * DAY_MS;
    const date = beijingDay(at);
    return { date, at, free: free.get(date) ?? 0, closed: dealer.week[weekdayOf(at)] === null };
  });
}

/** The day asked for, or the first on which something is free. */
export const dayFrom = (days: readonly DayChoice[], asked: string | null): DayChoice =>
  days.find(({ date }) => date === asked) ?? days.find(({ free }) => free > 0) ?? days[0]!;

export async function readChoice(
  platform: Platform,
  params: URLSearchParams,
  service: DealerService,
  visit: Visit,
): Promise<Choice> {
  const now = platform.now();
  const all = DEALERS.filter(({ services }) => services.includes(service));
  const named = all.find(({ id }) => id === params.get("dealer"));
  const cities = [...new Map(all.map((one) => [cityKey(one), one.city]))]
    .map(([key, city]) => ({ key, city }));
  const asked = named ? cityKey(named) : params.get("city");
  const city = cities.find(({ key }) => key === asked)?.key ?? cities[0]!.key;
  const near = all.filter((one) => cityKey(one) === city);
  const dealer = named ?? near[0]!;
  const [free, ratings] = await Promise.all([
    slotsAt(platform, dealer.id, visit, wholeHorizon(now)),
    Promise.all(near.map(({ id }) => ratingOf(platform, id))),
  ]);
  const days = daysOf(dealer, free, now);
  const day = dayFrom(days, params.get("day"));
  const slots = free.filter(({ startAt }) => beijingDay(startAt) === day.date);
  const start = slots.find(({ startAt }) => String(startAt) === params.get("start")) ?? null;
  const dealers = near.map((one, index) => ({ dealer: one, rating: ratings[index]! }));
  return { cities, city, dealers, dealer, days, day, slots, start };
}

/** Whom and which day a form waits for: the chosen dealer or all of the city. */
export function waitIn(form: FormData, { dealer, dealers, day }: Choice) {
  const from = startOfBeijingDay(String(form.get("wait"))) ?? day.at;
  const dealerIds = form.has("also") ? dealers.map((one) => one.dealer.id) : [dealer.id];
  return { dealerIds, from, until: from + DAY_MS };
}

/** Where to sign in, to come back to what is chosen. */
export const signInTo = (path: string, params: URLSearchParams): string =>
  `/sign-in?next=${encodeURIComponent(link(path, params, {}))}`;

/** A page's own address with some of its parameters changed. */
export type To = (change: Readonly<Record<string, string | null>>, anchor?: string) => string;

/** The address with some of its parameters changed; null takes one away. */
export function link(
  path: string,
  params: URLSearchParams,
  change: Readonly<Record<string, string | null>>,
  anchor = "",
): string {
  const next = new URLSearchParams(params);
  for (const passing of ["lang", "failed", "least"]) next.delete(passing);
  for (const [name, value] of Object.entries(change)) {
    if (value === null) next.delete(name);
    else next.set(name, value);
  }
  const query = next.toString();
  return path + (query === "" ? "" : `?${query}`) + (anchor === "" ? "" : `#${anchor}`);
}
