/**
 * A configuration in a few characters that can be read over the phone: model, template version, and
 * one number that counts trim and options in mixed radix. The same car has the same code, and a code
 * needs no store: the template of its version gives the car again.
 */
import type { Model } from "./priced.ts";
import { resolve, type Selection, wishesOf } from "./resolve.ts";
import { type RuleBook, ruleBook } from "./rule_book.ts";
import type { Group, Template } from "./template.ts";

/** Crockford's base 32: no I, L, O, U. */
const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SHAPE = /^(LU|TING|XIU|FAN)([1-9][0-9]{0,3})-([0-9A-HJKMNP-TV-Z]{2,20})$/;

const optionsOf = (template: Template, group: Group): string[] =>
  template.options.flatMap((option) => option.group === group.code ? [option.code] : []);

/** @param options every option of the car, as {@linkcode resolve} gives them */
export function shareCode(book: RuleBook, options: readonly string[]): string {
  const { template, trim } = book;
  let value = 0n;
  for (const group of template.groups) {
    const codes = optionsOf(template, group);
    if (group.kind === "one") {
      const at = codes.findIndex((code) => options.includes(code));
      value = value * BigInt(codes.length) + BigInt(at);
    } else {
      for (const code of codes) value = value * 2n + (options.includes(code) ? 1n : 0n);
    }
  }
  value = value * BigInt(template.trims.length) + BigInt(template.trims.indexOf(trim));
  let digits = "";
  for (let rest = value; rest > 0n; rest /= 32n) digits = DIGITS[Number(rest % 32n)] + digits;
  const head = `${template.model.toUpperCase()}${template.version}-`;
  const body = digits || "0";
  return head + body + checkDigit(head + body);
}

/** Which template a code is of; undefined where it is no code, or was mistyped. */
export function readShareCode(
  text: string,
): { readonly code: string; readonly model: Model; readonly version: number } | undefined {
  const code = text.trim().toUpperCase().replace(
    /(?<=-.*)[OIL]/g,
    (letter) => letter === "O" ? "0" : "1",
  );
  const [, model, version, digits] = SHAPE.exec(code) ?? [];
  if (!model || !version || !digits) return undefined;
  if (checkDigit(code.slice(0, -1)) !== code.at(-1)) return undefined;
  return { code, model: model.toLowerCase() as Model, version: Number(version) };
}

/** What a code says; undefined where the template cannot be built so. */
export function openShareCode(template: Template, text: string): Selection | undefined {
  const read = readShareCode(text);
  if (!read || read.model !== template.model || read.version !== template.version) return undefined;
  let value = 0n;
  for (const digit of read.code.slice(read.code.indexOf("-") + 1, -1)) {
    value = value * 32n + BigInt(DIGITS.indexOf(digit));
  }
  const take = (radix: number): number => {
    const digit = Number(value % BigInt(radix));
    value /= BigInt(radix);
    return digit;
  };
  const trim = template.trims[take(template.trims.length)];
  const options: string[] = [];
  for (const group of template.groups.toReversed()) {
    const codes = optionsOf(template, group);
    if (group.kind === "one") options.push(codes[take(codes.length)]!);
    else options.push(...codes.toReversed().filter(() => take(2) === 1));
  }
  const book = trim && ruleBook(template, trim.code);
  if (!book || value !== 0n) return undefined;
  const wishes = wishesOf(
    book,
    template.options.map(({ code }) => code).filter((code) => options.includes(code)),
  );
  // A number that nobody was given may name options that do not go together.
  const same = shareCode(book, resolve(book, wishes)) === read.code;
  return same ? { trim: trim.code, wishes } : undefined;
}

/** Odd weights modulo 32: any one wrong character changes it. */
function checkDigit(text: string): string {
  let sum = 0;
  for (let at = 0; at < text.length; at++) {
    const digit = DIGITS.indexOf(text[at]!);
    // "-", I, L and U stand in the head only.
    sum += (2 * at + 1) * (digit < 0 ? text.charCodeAt(at) : digit);
  }
  return DIGITS[sum % 32]!;
}
