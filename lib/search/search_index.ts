/**
 * An index in memory over some hundred documents, built in milliseconds. A document fits if every run
 * of the query is in it: a word by its beginning, Chinese by at least half of its pairs. Titles count
 * more than texts, rare words more than frequent ones, whole runs more than their parts.
 */
import { fold } from "./fold.ts";
import { pairsOf, type Run, runsOf, tokensOf } from "./terms.ts";

export interface Document {
  readonly title: string;
  readonly text: string;
  /** Other names that find it and are not shown: of the other language, of everyday speech. */
  readonly also?: string;
}

export interface Hit<D extends Document> {
  readonly document: D;
  readonly score: number;
}

const TITLE = 6;
const ALSO = 4;
const TEXT = 1;
/** A whole word is worth more than one that begins like it. */
const PREFIX = 0.6;
/** What a run of Chinese that is there as a whole adds, in weights of its field. */
const WHOLE_RUN = 2;
/** A document about the very words: its title is the query. */
const EXACT_TITLE = 4;

/** What a query may have; the rest is not looked for. */
export const MOST_CHARACTERS = 80;
const MOST_RUNS = 8;

interface Fields {
  readonly title: string;
  readonly also: string;
  readonly text: string;
}

export const queryRuns = (query: string): Run[] =>
  runsOf(fold(query.slice(0, MOST_CHARACTERS)).text).slice(0, MOST_RUNS);

export class SearchIndex<D extends Document> {
  readonly #documents: readonly D[];
  readonly #fields: readonly Fields[];
  /** Token → documents that have it, with the weight of the best field. */
  readonly #postings = new Map<string, Map<number, number>>();
  /** Tokens of words in order, so that a beginning is a range. */
  readonly #words: readonly string[];

  constructor(documents: readonly D[]) {
    this.#documents = documents;
    this.#fields = documents.map(({ title, also = "", text }) => ({
      title: fold(title).text,
      also: fold(also).text,
      text: fold(text).text,
    }));
    const words = new Set<string>();
    this.#fields.forEach(({ title, also, text }, number) => {
      for (const [field, weight] of [[title, TITLE], [also, ALSO], [text, TEXT]] as const) {
        for (const run of runsOf(field)) {
          if (run.kind === "word") words.add(run.text);
          for (const token of tokensOf(run)) this.#post(token, number, weight);
        }
      }
    });
    this.#words = [...words].sort();
  }

  get size(): number {
    return this.#documents.length;
  }

  /** The best first; equals in the order of the documents. */
  find(query: string, most = 50): Hit<D>[] {
    const runs = queryRuns(query);
    if (runs.length === 0) return [];
    const scores = runs.map((run) =>
      run.kind === "word" ? this.#word(run.text) : this.#han(run.text)
    );
    const whole = fold(query.slice(0, MOST_CHARACTERS)).text.trim();
    const [first, ...others] = scores;
    const hits: { number: number; score: number }[] = [];
    for (const [number, score] of first!) {
      if (!others.every((one) => one.has(number))) continue;
      const sum = others.reduce((sum, one) => sum + one.get(number)!, score);
      const exact = this.#fields[number]!.title === whole ? EXACT_TITLE : 1;
      hits.push({ number, score: sum * exact });
    }
    return hits.sort((a, b) => b.score - a.score || a.number - b.number).slice(0, most)
      .map(({ number, score }) => ({ document: this.#documents[number]!, score }));
  }

  #post(token: string, number: number, weight: number): void {
    let posting = this.#postings.get(token);
    if (!posting) this.#postings.set(token, posting = new Map());
    posting.set(number, Math.max(posting.get(number) ?? 0, weight));
  }

  #rarity(posting: ReadonlyMap<number, number>): number {
    return Math.log(1 + this.#documents.length / posting.size);
  }

  #word(word: string): Map<number, number> {
    const scores = new Map<number, number>();
    for (let at = this.#firstFrom(word); at < this.#words.length; at++) {
      const known = this.#words[at]!;
      if (!known.startsWith(word)) break;
      const posting = this.#postings.get(known)!;
      const worth = this.#rarity(posting) * (known === word ? 1 : PREFIX);
      for (const [number, weight] of posting) {
        scores.set(number, Math.max(scores.get(number) ?? 0, weight * worth));
      }
    }
    return scores;
  }

  /** The first word that is not before this one. */
  #firstFrom(word: string): number {
    let [low, high] = [0, this.#words.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#words[middle]! < word) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #han(run: string): Map<number, number> {
    const pairs = new Set(pairsOf(run));
    const looked = pairs.size === 0 ? new Set([run]) : pairs;
    const found = new Map<number, { pairs: number; score: number }>();
    for (const token of looked) {
      const posting = this.#postings.get(token);
      if (!posting) continue;
      const worth = this.#rarity(posting);
      for (const [number, weight] of posting) {
        const before = found.get(number);
        found.set(number, {
          pairs: (before?.pairs ?? 0) + 1,
          score: (before?.score ?? 0) + weight * worth / looked.size,
        });
      }
    }
    const scores = new Map<number, number>();
    for (const [number, { pairs, score }] of found) {
      if (pairs * 2 < looked.size) continue;
      scores.set(number, score + this.#wholeRun(number, run));
    }
    return scores;
  }

  #wholeRun(number: number, run: string): number {
    const { title, also, text } = this.#fields[number]!;
    const weight = title.includes(run)
      ? TITLE
      : also.includes(run)
      ? ALSO
      : text.includes(run)
      ? TEXT
      : 0;
    return weight * WHOLE_RUN;
  }
}
