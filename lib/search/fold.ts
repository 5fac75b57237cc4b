/**
 * One way to write what is the same to a reader: full-width and half-width, capitals and small letters,
 * letters with and without accents. Each folded character knows where it came from, so that a hit in
 * the folded text can be shown in the original.
 */

export interface Folded {
  readonly text: string;
  /** For each UTF-16 unit of `text`, where its character begins in the original. */
  readonly from: readonly number[];
  /** And where it ends. */
  readonly until: readonly number[];
}

const ACCENTS = /\p{M}+/gu;

export function fold(original: string): Folded {
  let text = "";
  const from: number[] = [];
  const until: number[] = [];
  let at = 0;
  for (const character of original) {
    // Decomposed, so that accents fall away; nothing that is ours has letters that need composing again.
    const plain = character.normalize("NFKD").replace(ACCENTS, "").toLowerCase();
    for (let unit = 0; unit < plain.length; unit++) {
      from.push(at);
      until.push(at + character.length);
    }
    text += plain;
    at += character.length;
  }
  return { text, from, until };
}
