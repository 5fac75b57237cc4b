/**
 * Words of a text. Chinese is written without spaces, so that a run of it is taken as its pairs of
 * characters: 支持中文吗 has 中文 in it, whatever stands around. Of Latin letters and digits a word is a
 * word, and its beginning finds it.
 */

export interface Run {
  readonly kind: "han" | "word";
  readonly text: string;
  /** Where it begins in the folded text. */
  readonly at: number;
}

const RUNS = /(\p{Script=Han}+)|[\p{L}\p{N}]+/gu;
/** Letters and Han characters may touch, as in 鹭Lu: each is a run of its own. */
const PARTS = /\p{Script=Han}+|[^\p{Script=Han}]+/gu;

export function runsOf(folded: string): Run[] {
  const runs: Run[] = [];
  for (const { 0: found, index } of folded.matchAll(RUNS)) {
    for (const { 0: text, index: within } of found.matchAll(PARTS)) {
      const kind = /^\p{Script=Han}/u.test(text) ? "han" : "word";
      runs.push({ kind, text, at: index + within });
    }
  }
  return runs;
}

/** Every character of a Chinese run, and every pair; of a word itself. */
export function tokensOf({ kind, text }: Run): string[] {
  return kind === "word" ? [text] : [...text, ...pairsOf(text)];
}

/** What has to be found of a run that is looked for. */
export function pairsOf(text: string): string[] {
  const characters = [...text];
  return characters.slice(1).map((character, index) => characters[index]! + character);
}
