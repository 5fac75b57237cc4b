import type { StaffMembersText } from "../../../lib/i18n/staff_members.ts";
import type { Programme } from "../../../lib/loyalty/programme.ts";
import { fieldsOf } from "../../../lib/members/draft.ts";

interface ProgrammeFormProps {
  readonly programme: Programme;
  readonly begins: string;
  readonly text: StaffMembersText["points"];
  readonly code: string;
}

/** The numbers of the rules, each a field of the form. */
export function ProgrammeForm({ programme, begins, text, code }: ProgrammeFormProps) {
  const fields = fieldsOf(programme);
  const named = (name: { zh: string; en: string }) => code === "en" ? name.en : name.zh;
  const cell = (field: string, label: string) =>
    fields.has(field) && (
      <input
        class="rule-number figures"
        type="number"
        name={field}
        min={0}
        required
        value={fields.get(field)}
        aria-label={label}
      />
    );
  return (
    <div class="rules-form">
      <table class="rules-table">
        <caption class="console-title">{text.rules}</caption>
        <thead>
          <tr>
            {[text.rule, text.gives, text.pending, text.months, text.cap].map((title) => (
              <th key={title} scope="col">{title}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {programme.rules.map(({ id, name, gives, caps }) => (
            <tr key={id}>
              <th scope="row">{named(name)}</th>
              <td>
                {cell(`rule.${id}.gives`, `${named(name)} ${text.gives}`)}
                <span class="quiet small">{"points" in gives ? text.each : text.per100}</span>
              </td>
              <td>{cell(`rule.${id}.pendingDays`, `${named(name)} ${text.pending}`)}</td>
              <td>{cell(`rule.${id}.months`, `${named(name)} ${text.months}`)}</td>
              <td>
                {caps.map(({ per }, i) => (
                  <span key={per} class="rule-cap">
                    {cell(`rule.${id}.cap.${i}`, `${named(name)} ${text.cap} ${per}`)}
                    <span class="quiet small">{`/ ${PERIODS[per][code === "en" ? 1 : 0]}`}</span>
                  </span>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <table class="rules-table">
        <caption class="console-title">{text.tiers}</caption>
        <thead>
          <tr>
            {[text.tiers, text.from, text.bonus].map((title) => (
              <th key={title} scope="col">{title}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {programme.tiers.map(({ id, name }) => (
            <tr key={id}>
              <th scope="row">{named(name)}</th>
              <td>{cell(`tier.${id}.from`, `${named(name)} ${text.from}`)}</td>
              <td>{cell(`tier.${id}.bonusPct`, `${named(name)} ${text.bonus}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="rules-line">
        <label>
          {text.fen} {cell("burn.fenPerPoint", text.fen)}
        </label>
        <label>
          {text.most} {cell("burn.mostPct", text.most)}
        </label>
        <label>
          {text.begins}{" "}
          <input class="rule-number rule-number--day" type="date" name="begins" value={begins} />
        </label>
      </p>
    </div>
  );
}

const PERIODS = {
  day: ["天", "day"],
  month: ["月", "month"],
  year: ["年", "year"],
  ever: ["总", "ever"],
} as const;
