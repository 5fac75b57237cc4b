import { count, yuan } from "../../../lib/i18n/figures.ts";
import { fill } from "../../../lib/i18n/language.ts";
import type { StaffMembersText } from "../../../lib/i18n/staff_members.ts";
import type { Programme } from "../../../lib/loyalty/programme.ts";
import type { Effect } from "../../../lib/members/effect.ts";
import { RulesTable } from "./RulesTable.tsx";

interface EffectTablesProps {
  readonly effect: Effect;
  readonly programme: Programme;
  readonly text: StaffMembersText["points"];
  readonly code: string;
}

/** What the draft would have given for what members did, beside what was given. */
export function EffectTables({ effect, programme, text, code }: EffectTablesProps) {
  const named = (name: { zh: string; en: string } | undefined, id: string) =>
    name ? (code === "en" ? name.en : name.zh) : id;
  const signed = (value: number) => `${value > 0 ? "+" : ""}${count(value, code)}`;
  const worth = (points: number) => yuan(points * programme.burn.fenPerPoint, code);
  const line = (key: string, name: string, before: number, after: number, money: boolean) => ({
    key,
    name,
    cells: {
      before: <span class="figures">{count(before, code)}</span>,
      after: <span class="figures">{count(after, code)}</span>,
      change: <span class="figures">{after === before ? "–" : signed(after - before)}</span>,
      value: money && after !== before && <span class="figures quiet">{worth(after - before)}
      </span>,
    },
  });
  const { before, after, change, value } = text;
  const columns = { before, after, change, value };
  const rules = effect.rules.filter(({ times }) => times > 0).map(({ rule, before, after }) => {
    const name = programme.rules.find(({ id }) => id === rule)?.name;
    return line(rule, named(name, rule), before, after, true);
  });
  const tiers = effect.tiers.map(({ tier, before, after }) => {
    const name = programme.tiers.find(({ id }) => id === tier)?.name;
    return line(tier, named(name, tier), before, after, false);
  });
  return (
    <section class="rules-effect" aria-labelledby="effect">
      <h2 id="effect" class="console-title">
        {fill(text.effect, { count: count(effect.entries, code) })}
      </h2>
      <RulesTable
        of={text.rule}
        columns={columns}
        rows={[...rules, line("outcome", text.outcome, effect.before, effect.after, true)]}
      />
      <p>
        {fill(text.held, {
          points: count(effect.held, code),
          before: yuan(effect.heldFen.before, code),
          after: yuan(effect.heldFen.after, code),
        })}
      </p>
      <RulesTable of={text.members} columns={columns} rows={tiers} />
    </section>
  );
}
