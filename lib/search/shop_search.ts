/** The shop's search: an index for each language, built when it is first asked for. */
import { trimsOnSale } from "../configurator/offered.ts";
import type { Template } from "../configurator/template.ts";
import type { Language } from "../i18n/language.ts";
import { newsAt } from "../news/news.ts";
import { excerptOf } from "./highlight.ts";
import { type Hit, SearchIndex } from "./search_index.ts";
import { type Kind, type ShopDocument, shopDocuments } from "./shop_documents.ts";

export interface Result {
  readonly kind: Kind;
  readonly href: string;
  readonly title: string;
  /** The part of its text in which the words stand. */
  readonly excerpt: string;
}

const EXCERPT = { zh: 72, en: 150 } as const;

/** More of one's own orders than these must not keep the car itself from being found. */
const OWN_FIRST = 5;

interface Kept {
  readonly index: SearchIndex<ShopDocument>;
  /** What it was made of: it is made anew where another version, trim or piece of news is out. */
  readonly of: string;
}

export interface ShopSearchOptions {
  /** The range as it is offered now. */
  readonly templates: () => readonly Template[];
  readonly now: () => number;
}

export interface Asked {
  readonly query: string;
  readonly language: Language;
  readonly most: number;
  /** What only the person who asks may see; found before what all may see. */
  readonly own?: readonly ShopDocument[];
}

export class ShopSearch {
  readonly #options: ShopSearchOptions;
  readonly #kept = new Map<Language, Kept>();

  constructor(options: ShopSearchOptions) {
    this.#options = options;
  }

  /** The best first: some of what is one's own, what is everybody's, the rest of one's own. */
  find({ query, language, most, own = [] }: Asked): Result[] {
    const mine = own.length > 0 ? new SearchIndex(own).find(query, most) : [];
    const hits: Hit<ShopDocument>[] = [
      ...mine.slice(0, OWN_FIRST),
      ...this.#index(language).find(query, most),
      ...mine.slice(OWN_FIRST),
    ];
    return hits.slice(0, most).map(({ document: { kind, href, title, text } }) => ({
      kind,
      href,
      title,
      excerpt: excerptOf(text, query, EXCERPT[language]),
    }));
  }

  #index(language: Language): SearchIndex<ShopDocument> {
    const templates = this.#options.templates();
    const now = this.#options.now();
    const range = templates.map((template) =>
      [template.model, template.version, ...trimsOnSale(template).map(({ code }) => code)].join()
    );
    const of = [newsAt(now).length, ...range].join(" ");
    const before = this.#kept.get(language);
    if (before?.of === of) return before.index;
    const index = new SearchIndex(shopDocuments(templates, language, now));
    this.#kept.set(language, { index, of });
    return index;
  }
}
