import { count, yuan } from "../../../lib/i18n/figures.ts";
import { fill } from "../../../lib/i18n/language.ts";
import type { StaffMembersText } from "../../../lib/i18n/staff_members.ts";
import type { Programme } from "../../../lib/loyalty/programme.ts";
import type { Effect } from "../../../lib/members/effect.ts";

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
  const line = (label: string, before: number, after: number, money: boolean) => (
    <tr key={label}>
      <th scope="row">{label}</th>
      <td class="figures">{count(before, code)}</td>
      <td class="figures">{count(after, code)}</td>
      <td class="figures">{after === before ? "–" : signed(after - before)}</td>
      <td class="figures quiet">{money && after !== before ? worth(after - before) : ""}</td>
    </tr>
  );
  const head = (first: string) => (
    <thead>
      <tr>
        {[first, text.before, text.after, text.change, text.value].map((title) => (
          <th key={title} scope="col">{title}</th>
        ))}
      </tr>
    </thead>
  );
  return (
    <section class="rules-effect" aria-labelledby="effect">
      <h2 id="effect" class="console-title">
        {fill(text.effect, { count: count(effect.entries, code) })}
      </h2>
      <table class="rules-table">
        {head(text.rule)}
        <tbody>
          {effect.rules.filter(({ times }) => times > 0).map(({ rule, before, after }) =>
            line(
              named(programme.rules.find(({ id }) => id === rule)?.name, rule),
              before,
              after,
              true,
            )
          )}
          {line(text.outcome, effect.before, effect.after, true)}
        </tbody>
      </table>
      <p>
        {fill(text.held, {
          points: count(effect.held, code),
          before: yuan(effect.heldFen.before, code),
          after: yuan(effect.heldFen.after, code),
        })}
      </p>
      <table class="rules-table">
        {head(text.members)}
        <tbody>
          {effect.tiers.map(({ tier, before, after }) =>
            line(
              named(programme.tiers.find(({ id }) => id === tier)?.name, tier),
              before,
              after,
              false,
            )
          )}
        </tbody>
      </table>
    </section>
  );
}
