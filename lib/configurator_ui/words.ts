/** What the configurator says of options, prices and reasons. */
import type { Change, Choice } from "../configurator/choose.ts";
import type { Label } from "../configurator/priced.ts";
import type { Template } from "../configurator/template.ts";
import type { ConfiguratorText } from "../i18n/configurator.ts";
import { yuan } from "../i18n/figures.ts";
import { fill } from "../i18n/language.ts";

/** Words that choosing needs; the other pages of configurations have more. */
const NEEDED = [
  "language",
  "code",
  "trims",
  "included",
  "standard",
  "total",
  "tax",
  "breakdown",
  "withOption",
  "next",
  "undo",
  "ask",
  "askOut",
  "adds",
  "removes",
  "swaps",
  "because",
  "cameWith",
  "standardBack",
  "notInTrim",
  "accept",
  "keep",
  "same",
  "carLabel",
  "share",
  "newerList",
  "newerText",
  "newerWithout",
  "toNewer",
  "toDraft",
] as const satisfies readonly (keyof ConfiguratorText)[];

export type WordsText = Pick<ConfiguratorText, typeof NEEDED[number]>;

/** Only those are sent along with a page. */
export const wordsOf = (text: ConfiguratorText): WordsText =>
  Object.fromEntries(NEEDED.map((name) => [name, text[name]])) as WordsText;

export class Words {
  readonly text: WordsText;
  readonly #names: ReadonlyMap<string, Label>;

  constructor(template: Template, text: WordsText) {
    this.text = text;
    this.#names = new Map(
      [...template.trims, ...template.options].map(({ code, name }) => [code, name]),
    );
  }

  of(label: Label): string {
    return label[this.text.language];
  }

  name(code: string): string {
    const label = this.#names.get(code);
    return label ? this.of(label) : code;
  }

  price(fen: number): string {
    return yuan(fen, this.text.code);
  }

  /** "+ ¥6,000", "− ¥6,000". */
  difference(fen: number): string {
    if (fen === 0) return this.text.same;
    return `${fen > 0 ? "+" : "−"} ${this.price(Math.abs(fen))}`;
  }

  reason({ reason }: Change, { next }: Choice): string {
    const { text } = this;
    switch (reason.kind) {
      case "rule":
        return fill(text.because, { because: this.of(reason.because) });
      case "came_with":
        return fill(text.cameWith, { name: this.name(reason.by) });
      case "standard":
        return text.standardBack;
      case "trim":
        return fill(text.notInTrim, { name: this.name(next.trim) });
      default:
        throw reason satisfies never;
    }
  }
}
