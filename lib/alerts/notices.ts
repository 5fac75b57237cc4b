/** What staff are told of in their chat groups: which group, how urgent, and how long it may wait. */
import { titlesOf } from "../words/titles.ts";

export const SEVERITIES = ["info", "warn", "alert"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What groups are for. A dealer may have one of its own: `service.sh-xuhui`. */
export const TOPICS = ["sales", "service", "alerts"] as const;
export type Topic = (typeof TOPICS)[number];

interface Kind {
  readonly topic: Topic;
  readonly severity: Severity;
}

const told = (topic: Topic, severity: Severity = "info"): Kind => ({ topic, severity });

export const NOTICES = {
  leads_grew: told("sales"),
  sale_opened: told("sales"),
  sale_paused: told("sales", "warn"),
  sale_closed: told("sales"),
  drive_booked: told("sales"),
  drive_cancelled: told("sales"),
  visit_booked: told("service"),
  visit_cancelled: told("service"),
  review_low: told("service", "warn"),
  guarantee_near: told("service", "warn"),
  guarantee_reached: told("service", "alert"),
  dead_letters: told("alerts", "alert"),
  bill_differs: told("alerts", "alert"),
  erp_differs: told("alerts", "warn"),
  nobody_answers: told("alerts", "alert"),
} as const satisfies Readonly<Record<string, Kind>>;

export type NoticeCode = keyof typeof NOTICES;
export const NOTICE_CODES = Object.keys(NOTICES) as [NoticeCode, ...NoticeCode[]];

/** After so long without anybody's word a notice is repeated, so many times; the last calls everybody. */
export const REPEATS: Readonly<
  Record<Severity, { readonly afterMs: number; readonly times: number }>
> = {
  info: { afterMs: 60 * 60_000, times: 1 },
  warn: { afterMs: 20 * 60_000, times: 2 },
  alert: { afterMs: 10 * 60_000, times: 3 },
};

/** Groups where nobody has set up others. */
export const FALLBACK = "alerts";

const GROUP = /^(?:sales|service|alerts)(?:\.[a-z0-9-]{1,40})?$/;
export const isGroup = (name: string): boolean => GROUP.test(name);

/** The dealer's own group, else that of the topic, else the one that everything may go to. */
export function groupFor(groups: ReadonlySet<string>, topic: Topic, dealerId?: string): string {
  const own = `${topic}.${dealerId}`;
  if (dealerId !== undefined && groups.has(own)) return own;
  return groups.has(topic) ? topic : FALLBACK;
}

export interface SaleTitles {
  readonly title?: string | undefined;
  readonly titleEn?: string | undefined;
}

/** A sale in a notice: its titles for the sentence, its id where it has none. */
export const saleValues = (
  sale: string,
  { title, titleEn }: SaleTitles,
): Readonly<Record<string, string>> => ({
  sale,
  ...(title ? titlesOf({ title, titleEn }) : {}),
});
