/** Leads as staff look for them: read from their rows, filtered, counted. */
import { leadOutcome } from "../../actors/sales/lead.ts";
import { normalisePhone } from "../auth/identity.ts";
import { type LeadRow, leadRows } from "../read_models/sales.ts";
import type { Platform } from "../platform.ts";

/** Rows that one page reads at most: beyond that a sale has to be chosen. */
export const MOST_READ = 20_000;

export const CARES = ["new", "mine", "unassigned", "answered", "merged"] as const;

export type Care = (typeof CARES)[number];

export interface LeadLine extends LeadRow {
  readonly memberId: string;
}

export interface LeadFilter {
  readonly sale: string;
  readonly city: string;
  readonly source: string;
  readonly outcome: string;
  readonly care: string;
  /** A phone number, or the beginning of an id. */
  readonly q: string;
}

export const FILTERS = ["sale", "city", "source", "outcome", "care", "q"] as const;

export const filterIn = ({ searchParams }: URL): LeadFilter =>
  Object.fromEntries(
    FILTERS.map((name) => [name, (searchParams.get(name) ?? "").trim().slice(0, 128)]),
  ) as unknown as LeadFilter;

/** Whether a line is wanted; a phone number is looked up by the id that belongs to it. */
export function wanted(
  filter: LeadFilter,
  { identity }: Pick<Platform, "identity">,
  me: string,
): (line: LeadLine) => boolean {
  const { city, source, outcome, care, q } = filter;
  const phone = normalisePhone(q);
  const id = phone ? identity.memberId(phone) : q;
  return (line) =>
    (city === "" || line.from?.city === city) &&
    (source === "" || line.from?.source === source) &&
    (outcome === "" || line.outcome === outcome) &&
    (id === "" || line.memberId.startsWith(id)) &&
    fits(line, care, me);
}

function fits(line: LeadLine, care: string, me: string): boolean {
  const { mergedInto, firstResponseAt, assignee } = line;
  if (care === "merged") return mergedInto !== undefined;
  if (mergedInto !== undefined) return false;
  switch (care) {
    case "new":
      return firstResponseAt === undefined;
    case "answered":
      return firstResponseAt !== undefined;
    case "mine":
      return assignee === me;
    case "unassigned":
      return assignee === undefined;
    default:
      return true;
  }
}

/** All leads, or those of one sale, in the order of their keys. */
export async function* readLeads(
  { system }: Pick<Platform, "system">,
  sale: string,
  limit?: number,
): AsyncGenerator<LeadLine> {
  const rows = system.rows(leadRows).list<LeadRow>(
    sale === "" ? [] : [sale],
    limit === undefined ? {} : { limit },
  );
  for await (const { key, value } of rows) yield { ...value, memberId: key[1] as string };
}

export const OUTCOMES = leadOutcome.options;

/** What a filter offers, the most frequent first. */
export function choices(
  lines: readonly LeadLine[],
  of: (line: LeadLine) => string | undefined,
): string[] {
  const counts = new Map<string, number>();
  for (const line of lines) {
    const name = of(line);
    if (name) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]).slice(0, 100).map(([name]) => name);
}

/** From taking part to the first response, or so far. */
export const waited = (line: LeadLine, now: number): number =>
  Math.max(0, (line.firstResponseAt ?? now) - line.enteredAt);

/** Of the leads that were responded to; undefined where there are none. */
export function medianResponse(lines: readonly LeadLine[]): number | undefined {
  const times = lines.filter(({ firstResponseAt }) => firstResponseAt !== undefined)
    .map((line) => waited(line, 0)).sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)];
}
