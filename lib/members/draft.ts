/** The rules of points as a form's fields, and back. */
import { type Programme, programme } from "../loyalty/programme.ts";

/** Names of fields: `rule.deposit.gives`, `tier.river.from`, `burn.fenPerPoint`. */
export function fieldsOf({ rules, tiers, burn }: Programme): Map<string, number> {
  const fields = new Map<string, number>();
  for (const { id, gives, pendingDays, expires, caps } of rules) {
    fields.set(`rule.${id}.gives`, "points" in gives ? gives.points : gives.pointsPer100Yuan);
    fields.set(`rule.${id}.pendingDays`, pendingDays);
    if ("months" in expires) fields.set(`rule.${id}.months`, expires.months);
    caps.forEach(({ points }, i) => fields.set(`rule.${id}.cap.${i}`, points));
  }
  for (const { id, from, bonusPct } of tiers) {
    fields.set(`tier.${id}.from`, from);
    fields.set(`tier.${id}.bonusPct`, bonusPct);
  }
  fields.set("burn.fenPerPoint", burn.fenPerPoint);
  fields.set("burn.mostPct", burn.mostPct);
  return fields;
}

/** `base` with what the form says, or the name of the field that is wrong. */
export function draftOf(
  base: Programme,
  form: { get(name: string): unknown },
  from: number,
): Programme | string {
  const whole = (name: string, fallback: number): number => {
    const given = form.get(name);
    return given === null || given === undefined ? fallback : Number(given);
  };
  const draft = {
    ...base,
    from,
    rules: base.rules.map((rule) => ({
      ...rule,
      gives: "points" in rule.gives
        ? { points: whole(`rule.${rule.id}.gives`, rule.gives.points) }
        : { pointsPer100Yuan: whole(`rule.${rule.id}.gives`, rule.gives.pointsPer100Yuan) },
      pendingDays: whole(`rule.${rule.id}.pendingDays`, rule.pendingDays),
      expires: "months" in rule.expires
        ? { months: whole(`rule.${rule.id}.months`, rule.expires.months) }
        : rule.expires,
      caps: rule.caps.map((cap, i) => ({
        ...cap,
        points: whole(`rule.${rule.id}.cap.${i}`, cap.points),
      })),
    })),
    tiers: base.tiers.map((tier) => ({
      ...tier,
      from: whole(`tier.${tier.id}.from`, tier.from),
      bonusPct: whole(`tier.${tier.id}.bonusPct`, tier.bonusPct),
    })),
    burn: {
      ...base.burn,
      fenPerPoint: whole("burn.fenPerPoint", base.burn.fenPerPoint),
      mostPct: whole("burn.mostPct", base.burn.mostPct),
    },
  };
  const parsed = programme.safeParse(draft);
  if (parsed.success) return parsed.data;
  const { path } = parsed.error.issues[0]!;
  const [part, index, ...rest] = path.map(String);
  const list = part === "rules" ? base.rules : part === "tiers" ? base.tiers : [];
  return [part, list[Number(index)]?.id ?? index, ...rest].filter(Boolean).join(".");
}
