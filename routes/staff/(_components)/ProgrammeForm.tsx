import type { StaffMembersText } from "../../../lib/i18n/staff_members.ts";
import { BEHAVIOURS, type Programme } from "../../../lib/loyalty/programme.ts";
import { fieldsOf } from "../../../lib/members/draft.ts";
import { RulesTable } from "./RulesTable.tsx";

interface ProgrammeFormProps {
  /** The version in force, which the form changes. */
  readonly programme: Programme;
  /** What was written already, by the fields' names. */
  readonly values: ReadonlyMap<string, string>;
  readonly text: StaffMembersText["points"];
  readonly code: string;
}

type Named = { readonly zh: string; readonly en: string };

/** The rules, each number of them a field; what is new stands below what there is. */
export function ProgrammeForm(props: ProgrammeFormProps) {
  const cells = cellsOf(props);
  return (
    <div class="rules-form">
      <Rules {...props} {...cells} />
      <Tiers {...props} {...cells} />
      <Shop {...props} {...cells} />
      <Coupons {...props} {...cells} />
      <Rest {...props} {...cells} />
    </div>
  );
}

function cellsOf({ programme, values, text, code }: ProgrammeFormProps) {
  const fields = fieldsOf(programme);
  const valueOf = (name: string) => values.get(name) ?? fields.get(name);
  return {
    named: (name: Named) => code === "en" ? name.en : name.zh,
    valueOf,
    number: (name: string, label: string, { optional = false, step = "1" } = {}) => (
      <input
        class="rule-number figures"
        type="number"
        name={name}
        min={0}
        step={step}
        required={!optional}
        value={valueOf(name)}
        aria-label={label}
      />
    ),
    words: (name: string, label: string) => (
      <input
        class="rule-number rule-number--words"
        name={name}
        maxLength={60}
        value={valueOf(name)}
        aria-label={label}
        placeholder={label}
      />
    ),
    choice: (name: string, label: string, options: readonly (readonly [string, string])[]) => (
      <select class="rule-number rule-number--words" name={name} aria-label={label}>
        {options.map(([value, title]) => (
          <option key={value} value={value} selected={values.get(name) === value}>{title}</option>
        ))}
      </select>
    ),
    off: (name: string, label: string) => (
      <label class="rule-off small">
        <input
          type="checkbox"
          name={`${name}.off`}
          checked={values.get(`${name}.off`) === "on"}
          aria-label={label}
        />{" "}
        {text.off}
      </label>
    ),
  };
}

type Part = ProgrammeFormProps & ReturnType<typeof cellsOf>;

function Rules({ programme, text, code, named, number, words, choice, off, values }: Part) {
  const fields = fieldsOf(programme);
  const rows = programme.rules.map(({ id, name, gives, caps }) => ({
    key: id,
    name: named(name),
    cells: {
      gives: (
        <>
          {number(`rule.${id}.gives`, `${named(name)} ${text.gives}`)}
          <span class="quiet small">{"points" in gives ? text.each : text.per100}</span>
        </>
      ),
      pending: number(`rule.${id}.pendingDays`, `${named(name)} ${text.pending}`),
      months: fields.has(`rule.${id}.months`) &&
        number(`rule.${id}.months`, `${named(name)} ${text.months}`),
      caps: caps.map(({ per }, i) => (
        <span key={per} class="rule-cap">
          {number(`rule.${id}.cap.${i}`, `${named(name)} ${text.cap} ${per}`)}
          <span class="quiet small">{`/ ${PERIODS[per][code === "en" ? 1 : 0]}`}</span>
        </span>
      )),
      off: off(`rule.${id}`, `${named(name)} ${text.off}`),
    },
  }));
  const fresh = {
    key: "new",
    name: choice("newRule.behaviour", text.newRule, [
      ["", text.newRule],
      ...BEHAVIOURS.map((one) => [one, text.behaviours[one]] as const),
    ]),
    cells: {
      gives: (
        <>
          {number("newRule.gives", `${text.newRule} ${text.gives}`, { optional: true })}
          {choice("newRule.by", `${text.newRule} ${text.each}`, [
            ["each", text.each],
            ["per100", text.per100],
          ])}
        </>
      ),
      pending: number("newRule.pendingDays", `${text.newRule} ${text.pending}`, { optional: true }),
      months: number("newRule.months", `${text.newRule} ${text.months}`, { optional: true }),
      caps: <>{words("newRule.zh", text.nameZh)} {words("newRule.en", text.nameEn)}</>,
      off: (
        <label class="rule-off small">
          <input
            type="checkbox"
            name="newRule.qualifies"
            checked={values.get("newRule.qualifies") === "on"}
          />{" "}
          {text.qualifies}
        </label>
      ),
    },
  };
  return (
    <RulesTable
      caption={text.rules}
      of={text.rule}
      columns={{
        gives: text.gives,
        pending: text.pending,
        months: text.months,
        caps: text.cap,
        off: "",
      }}
      rows={[...rows, fresh]}
    />
  );
}

function Tiers({ programme, text, named, number }: Part) {
  return (
    <RulesTable
      caption={text.tiers}
      of={text.tiers}
      columns={{ from: text.from, bonus: text.bonus }}
      rows={programme.tiers.map(({ id, name }) => ({
        key: id,
        name: named(name),
        cells: {
          from: number(`tier.${id}.from`, `${named(name)} ${text.from}`),
          bonus: number(`tier.${id}.bonusPct`, `${named(name)} ${text.bonus}`),
        },
      }))}
    />
  );
}

function Shop({ programme, text, named, number, words, choice, off }: Part) {
  const { newItem } = text;
  const rows = programme.shop.map(({ id, name }) => ({
    key: id,
    name: named(name),
    cells: {
      costs: number(`item.${id}.points`, `${named(name)} ${text.costs}`),
      stock: number(`item.${id}.stock`, `${named(name)} ${text.stock}`, { optional: true }),
      most: number(`item.${id}.each`, `${named(name)} ${text.eachMost}`),
      rest: off(`item.${id}`, `${named(name)} ${text.off}`),
    },
  }));
  const fresh = {
    key: "new",
    name: (
      <>{words("newItem.zh", `${newItem} · ${text.nameZh}`)} {words("newItem.en", text.nameEn)}</>
    ),
    cells: {
      costs: number("newItem.points", `${newItem} ${text.costs}`, { optional: true }),
      stock: number("newItem.stock", `${newItem} ${text.stock}`, { optional: true }),
      most: number("newItem.each", `${newItem} ${text.eachMost}`, { optional: true }),
      rest: choice("newItem.gives", `${newItem} ${text.how}`, [
        ["posted", text.posted],
        ["at_dealer", text.atDealer],
        ...programme.coupons.map(({ id, name }) => [id, named(name)] as const),
      ]),
    },
  };
  return (
    <RulesTable
      caption={text.shop}
      of={text.item}
      columns={{ costs: text.costs, stock: text.stock, most: text.eachMost, rest: "" }}
      rows={[...rows, fresh]}
    />
  );
}

function Coupons({ programme, text, named, number }: Part) {
  return (
    <RulesTable
      caption={text.coupons}
      of={text.coupon}
      columns={{ takesOff: text.takesOff, from: text.fromYuan, validDays: text.validDays }}
      rows={programme.coupons.map(({ id, name, takesOff }) => ({
        key: id,
        name: named(name),
        cells: {
          takesOff: (
            <>
              {number(`coupon.${id}.takesOff`, `${named(name)} ${text.takesOff}`, { step: "0.01" })}
              <span class="quiet small">{"fen" in takesOff ? text.yuan : "%"}</span>
            </>
          ),
          from: number(`coupon.${id}.from`, `${named(name)} ${text.fromYuan}`, { step: "0.01" }),
          validDays: number(`coupon.${id}.validDays`, `${named(name)} ${text.validDays}`),
        },
      }))}
    />
  );
}

function Rest({ text, number, valueOf, values }: Part) {
  const area = (name: string, label: string) => (
    <label class="rules-text">
      <span class="small quiet">{label}</span>
      <textarea name={name} rows={4} required maxLength={2_000}>{valueOf(name)}</textarea>
    </label>
  );
  return (
    <>
      <div class="rules-texts">
        {area("text.zh", text.textZh)}
        {area("text.en", text.textEn)}
      </div>
      <p class="rules-line">
        <label>
          {text.fen} {number("burn.fenPerPoint", text.fen)}
        </label>
        <label>
          {text.step} {number("burn.step", text.step)}
        </label>
        <label>
          {text.most} {number("burn.mostPct", text.most)}
        </label>
        <label>
          {text.begins}{" "}
          <input
            class="rule-number rule-number--day"
            type="date"
            name="begins"
            value={values.get("begins")}
          />
        </label>
      </p>
    </>
  );
}

const PERIODS = {
  day: ["天", "day"],
  month: ["月", "month"],
  year: ["年", "year"],
  ever: ["总", "ever"],
} as const;
