/** HTML from template literals. What is put in is escaped, unless it is markup already. */

export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** `undefined`, `null` and `false` put in nothing. */
export type Part = Markup | string | number | undefined | null | false | readonly Part[];

/**
 * @example
 * ```ts
 * import { markup } from "./markup.ts";
 * const page = markup`<p title="${'"'}">${"a < b"}</p>`;
 * if (page.text !== '<p title="&quot;">a &lt; b</p>') throw new Error("never");
 * ```
 */
export function markup(texts: TemplateStringsArray, ...parts: Part[]): Markup {
  let all = texts[0]!;
  parts.forEach((part, i) => all += textOf(part) + texts[i + 1]!);
  return new Markup(all);
}

/** Text that is HTML already. Never for anything that came from outside. */
export const raw = (text: string): Markup => new Markup(text);

function textOf(part: Part): string {
  if (part === undefined || part === null || part === false) return "";
  if (part instanceof Markup) return part.text;
  if (typeof part === "object") return part.map(textOf).join("");
  return String(part).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
