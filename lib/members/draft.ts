/** The rules of points as a form's fields, and back. */
import { BEHAVIOURS, type Item, type Programme, programme } from "../loyalty/programme.ts";

const YUAN = 100;

type Field = number | string;

/**
 * Names of fields: `rule.deposit.gives`, `tier.river.from`, `item.model_lu.stock`, `burn.fenPerPoint`,
 * `text.zh`. A stock without end is an empty field; money is in yuan.
 */
export function fieldsOf(
  { text, rules, tiers, burn, coupons, shop }: Programme,
): Map<string, Field> {
  const fields = new Map<string, Field>([["text.zh", text.zh], ["text.en", text.en]]);
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
  for (const { id, takesOff, fromFen, validDays } of coupons) {
    fields.set(`coupon.${id}.takesOff`, "fen" in takesOff ? takesOff.fen / YUAN : takesOff.pct);
    fields.set(`coupon.${id}.from`, fromFen / YUAN);
    fields.set(`coupon.${id}.validDays`, validDays);
  }
  for (const { id, points, stock, each } of shop) {
    fields.set(`item.${id}.points`, points);
    fields.set(`item.${id}.stock`, stock ?? "");
    fields.set(`item.${id}.each`, each);
  }
  fields.set("burn.fenPerPoint", burn.fenPerPoint);
  fields.set("burn.step", burn.step);
  fields.set("burn.mostPct", burn.mostPct);
  return fields;
}

export interface Form {
  get(name: string): unknown;
}

/** `base` with what the form says, or the name of the field that is wrong. */
export function draftOf(base: Programme, form: Form, from: number): Programme | string {
  const read = readerOf(form);
  const { whole, said, isOff } = read;
  const draft = {
    ...base,
    from,
    text: { zh: said("text.zh", base.text.zh), en: said("text.en", base.text.en) },
    rules: [
      ...base.rules.filter(({ id }) => !isOff(`rule.${id}`)).map((rule) => ruleOf(rule, read)),
      ...newRule(base, read),
    ],
    tiers: base.tiers.map((tier) => ({
      ...tier,
      from: whole(`tier.${tier.id}.from`, tier.from),
      bonusPct: whole(`tier.${tier.id}.bonusPct`, tier.bonusPct),
    })),
    coupons: base.coupons.map((coupon) => couponOf(coupon, read)),
    shop: [
      ...base.shop.filter(({ id }) => !isOff(`item.${id}`)).map((item) => itemOf(item, read)),
      ...newItem(base, read),
    ],
    burn: {
      fenPerPoint: whole("burn.fenPerPoint", base.burn.fenPerPoint),
      step: whole("burn.step", base.burn.step),
      mostPct: whole("burn.mostPct", base.burn.mostPct),
    },
  };
  const parsed = programme.safeParse(draft);
  if (parsed.success) return parsed.data;
  const { path } = parsed.error.issues[0]!;
  const [part, index, ...rest] = path.map(String);
  const { rules, tiers, coupons, shop } = draft;
  const lists: Readonly<Record<string, readonly { readonly id: string }[]>> = {
    rules,
    tiers,
    coupons,
    shop,
  };
  const list = lists[part!] ?? [];
  return [part, list[Number(index)]?.id ?? index, ...rest].filter(Boolean).join(".");
}

type Reader = ReturnType<typeof readerOf>;

const readerOf = (form: Form) => ({
  /** What is no number does not fit the rules, and is named by them. */
  whole(name: string, fallback: number): number {
    const given = form.get(name);
    return given === null || given === undefined || given === "" ? fallback : Number(given);
  },
  said(name: string, fallback = ""): string {
    const given = form.get(name);
    return typeof given === "string" ? given.trim() : fallback;
  },
  isOff: (name: string): boolean => form.get(`${name}.off`) === "on",
});

function ruleOf(rule: Programme["rules"][number], { whole }: Reader) {
  const { id, gives, expires } = rule;
  return {
    ...rule,
    gives: "points" in gives
      ? { points: whole(`rule.${id}.gives`, gives.points) }
      : { pointsPer100Yuan: whole(`rule.${id}.gives`, gives.pointsPer100Yuan) },
    pendingDays: whole(`rule.${id}.pendingDays`, rule.pendingDays),
    expires: "months" in expires ? { months: whole(`rule.${id}.months`, expires.months) } : expires,
    caps: rule.caps.map((cap, i) => ({
      ...cap,
      points: whole(`rule.${id}.cap.${i}`, cap.points),
    })),
  };
}

function couponOf(coupon: Programme["coupons"][number], { whole }: Reader) {
  const { id, takesOff, fromFen } = coupon;
  const fen = (name: string, fallback: number) =>
    Math.round(whole(`coupon.${id}.${name}`, fallback / YUAN) * YUAN);
  return {
    ...coupon,
    takesOff: "fen" in takesOff
      ? { fen: fen("takesOff", takesOff.fen) }
      : { ...takesOff, pct: whole(`coupon.${id}.takesOff`, takesOff.pct) },
    fromFen: fen("from", fromFen),
    validDays: whole(`coupon.${id}.validDays`, coupon.validDays),
  };
}

function itemOf(item: Item, { whole, said }: Reader): Item {
  const { id, points, stock, each } = item;
  const left = said(`item.${id}.stock`, stock === null ? "" : String(stock));
  return {
    ...item,
    points: whole(`item.${id}.points`, points),
    stock: left === "" ? null : Number(left),
    each: whole(`item.${id}.each`, each),
  };
}

/** A rule begins with the version that brings it; its name tells later ones of the same behaviour apart. */
function newRule({ version }: Programme, { whole, said }: Reader): Programme["rules"] {
  const behaviour = BEHAVIOURS.find((one) => one === said("newRule.behaviour"));
  if (!behaviour) return [];
  const gives = whole("newRule.gives", 0);
  return [{
    id: `${behaviour}_${version + 1}`,
    behaviour,
    name: { zh: said("newRule.zh"), en: said("newRule.en") },
    gives: said("newRule.by") === "per100" ? { pointsPer100Yuan: gives } : { points: gives },
    pendingDays: whole("newRule.pendingDays", 0),
    expires: { months: whole("newRule.months", 12) },
    caps: [],
    qualifies: said("newRule.qualifies") === "on",
  }];
}

function newItem({ version, shop }: Programme, { whole, said }: Reader): Programme["shop"] {
  const [zh, en] = [said("newItem.zh"), said("newItem.en")];
  if (zh === "" && en === "") return [];
  const stock = said("newItem.stock");
  const wanted = said("newItem.gives");
  return [{
    id: `item_${version + 1}_${shop.length}`,
    name: { zh, en },
    points: whole("newItem.points", 0),
    stock: stock === "" ? null : Number(stock),
    each: whole("newItem.each", 1),
    gives: wanted === "posted" || wanted === "at_dealer" ? { goods: wanted } : { coupon: wanted },
  }];
}
