import type { MyText } from "../../../lib/i18n/my.ts";
import { count } from "../../../lib/i18n/figures.ts";
import { fill } from "../../../lib/i18n/language.ts";
import type { PointsEntryRow } from "../../../lib/read_models/points.ts";
import { dayOf, lastDayOf } from "./times.ts";

interface LedgerTableProps {
  readonly entries: readonly PointsEntryRow[];
  readonly my: MyText;
  readonly code: string;
  readonly time: (at: number) => string;
}

/** Every entry with its reason, and under which rules. */
export function LedgerTable({ entries, my, code, time }: LedgerTableProps) {
  const text = my.points;
  if (entries.length === 0) return <p class="quiet">{text.no_entries}</p>;
  const reasons: Readonly<Record<string, string>> = text.reasons;
  const notes = ({ kind, moves, version, bonus, at }: PointsEntryRow): string[] => {
    const begins = moves[0]?.begins;
    if (kind !== "earn" || !begins) return [];
    return [
      begins.activeAt > at ? fill(text.active_from, { day: dayOf(begins.activeAt, code) }) : "",
      fill(text.good_until, { day: lastDayOf(begins.expiresAt, code) }),
      bonus ? fill(text.bonus, { points: count(bonus, code) }) : "",
      version ? fill(text.rule_version, { version: String(version) }) : "",
    ].filter(Boolean);
  };
  return (
    <table class="ledger">
      <thead class="visually-hidden">
        <tr>
          <th scope="col">{text.when}</th>
          <th scope="col">{text.what}</th>
          <th scope="col">{text.change}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.no}>
            <td class="ledger__when quiet small figures">{time(entry.at)}</td>
            <td>
              {reasons[entry.reason] ?? entry.reason}
              <span class="ledger__notes quiet small">{notes(entry).join(" · ")}</span>
            </td>
            <td
              class={entry.points > 0 ? "ledger__change figures" : "ledger__change quiet figures"}
            >
              {entry.points > 0 ? `+${count(entry.points, code)}` : count(entry.points, code)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
