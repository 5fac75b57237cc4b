/** What can be wrong with a template, and how each flaw is told. */
import { BEIJING_ZONE } from "../time/beijing.ts";
import type { Label } from "./priced.ts";

const WORDS = {
  twice: { zh: "有两个{what}都叫“{code}”", en: "two {what} are called “{code}”" },
  unknown: {
    zh: "{where}提到了没有的{what}“{code}”",
    en: "{where} names an unknown {what} “{code}”",
  },
  rule_names_itself: {
    zh: "“{when}”的规则提到了它自己",
    en: "the rule of “{when}” names itself",
  },
  standard_not_had: {
    zh: "版本“{trim}”：标配“{code}”在这个版本里选不到",
    en: "trim “{trim}”: its standard “{code}” is not to be had in it",
  },
  standard_count: {
    zh: "版本“{trim}”：“{group}”应当恰好有一个标配，现在有 {count} 个",
    en: "trim “{trim}”: expected one standard option of “{group}”, got {count}",
  },
  standard_brings: {
    zh: "版本“{trim}”：标配“{code}”会带上别的选项，客户的选择可能因此落空",
    en: "trim “{trim}”: its standard “{code}” brings others along",
  },
  brings_what_it_cannot_have: {
    zh: "版本“{trim}”：“{code}”要带上这个版本选不到的 {others}",
    en: "trim “{trim}”: “{code}” brings along what it cannot have: {others}",
  },
  clashes_with_itself: {
    zh: "版本“{trim}”：“{code}”带上的选项彼此矛盾，永远选不成",
    en: "trim “{trim}”: “{code}” brings along what does not go together",
  },
  clashes_with_standard: {
    zh: "版本“{trim}”：“{code}”与标配“{standard}”矛盾，又没有可替换的",
    en: "trim “{trim}”: “{code}” does not go with its standard “{standard}”",
  },
  unreachable: {
    zh: "“{code}”在任何版本里都选不到",
    en: "no trim can have “{code}”",
  },
  empty_group: { zh: "“{group}”里没有选项", en: "there is no option in “{group}”" },
  backwards: {
    zh: "“{code}”的停售时间不晚于开售时间",
    en: "“{code}” goes off sale before it comes on",
  },
  no_trim_on_sale: {
    zh: "{from}起没有一个版本在售",
    en: "from {from} on, no trim is on sale",
  },
  dead_end: {
    zh: "版本“{trim}”：依次选 {clicks} 之后，配置不再完整",
    en: "trim “{trim}”: after clicks on {clicks} the car is not whole",
  },
} as const satisfies Record<string, Label>;

export type ProblemKind = keyof typeof WORDS;

/** What the parts of a template are called. */
const WHATS: Readonly<Record<string, Label>> = {
  specs: { zh: "参数行", en: "row of the specification" },
  groups: { zh: "选项组", en: "group" },
  options: { zh: "选项", en: "option" },
  trims: { zh: "版本", en: "trim" },
  rules: { zh: "规则", en: "rule" },
};

export interface TemplateProblem {
  readonly kind: ProblemKind;
  /** Codes and numbers that the words name; `what` and the list of `where` are lists' names. */
  readonly params: Readonly<Record<string, string>>;
}

/** The flaw as a sentence without its period; `nameOf` may give a code its name. */
export function problemWords(
  { kind, params }: TemplateProblem,
  language: "zh" | "en",
  nameOf: (code: string) => string = (code) => code,
): string {
  const value = (key: string): string => {
    const given = params[key] ?? "";
    if (key === "what") return WHATS[given]?.[language] ?? given;
    if (key === "where") {
      const [list = "", code = ""] = given.split(" ");
      const what = WHATS[list]?.[language] ?? list;
      return language === "zh" ? `${what}“${nameOf(code)}”` : `${what} “${nameOf(code)}”`;
    }
    if (key === "from") return dayIn(Number(given), language);
    return given.split(", ").map(nameOf).join(language === "zh" ? "、" : ", ");
  };
  return WORDS[kind][language].replace(/\{(\w+)\}/g, (_, key: string) => value(key));
}

function dayIn(at: number, language: "zh" | "en"): string {
  if (at === 0) return language === "zh" ? "现在" : "now";
  return new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: BEIJING_ZONE,
  }).format(at);
}
