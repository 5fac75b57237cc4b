/** What of a text was looked for, to be marked, and the part of a long one in which it stands. */
import { fold } from "./fold.ts";
import { queryRuns } from "./search_index.ts";
import { pairsOf, type Run, runsOf } from "./terms.ts";

export interface Part {
  readonly text: string;
  readonly hit: boolean;
}

type Span = readonly [from: number, until: number];

/** Where it is found in the folded text: the whole run, or else its pairs. */
function spansOf(folded: string, runs: readonly Run[]): Span[] {
  const spans: Span[] = [];
  const words = runsOf(folded).filter(({ kind }) => kind === "word");
  for (const { kind, text } of runs) {
    if (kind === "word") {
      for (const word of words) {
        if (word.text.startsWith(text)) spans.push([word.at, word.at + text.length]);
      }
      continue;
    }
    const sought = folded.includes(text) ? [text] : pairsOf(text);
    for (const one of sought) {
      for (let at = folded.indexOf(one); at >= 0; at = folded.indexOf(one, at + one.length)) {
        spans.push([at, at + one.length]);
      }
    }
  }
  return spans.sort((a, b) => a[0] - b[0]);
}

/** Spans of the original text, in order and apart from each other. */
export function hitsIn(text: string, query: string): Span[] {
  const { text: folded, from, until } = fold(text);
  const merged: [number, number][] = [];
  for (const [start, end] of spansOf(folded, queryRuns(query))) {
    const span: [number, number] = [from[start]!, until[end - 1]!];
    const last = merged.at(-1);
    if (last && span[0] <= last[1]) last[1] = Math.max(last[1], span[1]);
    else merged.push(span);
  }
  return merged;
}

/** The text in parts, each found or not; together they are the text. */
export function highlight(text: string, query: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const [from, until] of hitsIn(text, query)) {
    if (from > at) parts.push({ text: text.slice(at, from), hit: false });
    parts.push({ text: text.slice(from, until), hit: true });
    at = until;
  }
  if (at < text.length) parts.push({ text: text.slice(at), hit: false });
  return parts;
}

/** Signs after which an excerpt may begin. */
const STOPS = /[。！？；.!?;]\s*/g;

/** At most `length` characters of a text, from a sentence's beginning where one is near the first hit. */
export function excerptOf(text: string, query: string, length: number): string {
  if (text.length <= length) return text;
  const [first] = hitsIn(text, query);
  const hit = first?.[0] ?? 0;
  if (hit < length * 0.6) return `${cut(text, 0, length)}…`;
  const earliest = Math.max(0, hit - Math.floor(length / 2));
  let from = Math.max(0, hit - Math.floor(length / 4));
  for (const stop of text.slice(earliest, hit).matchAll(STOPS)) {
    from = earliest + stop.index + stop[0].length;
  }
  const end = from + length;
  return `…${cut(text, from, end)}${end < text.length ? "…" : ""}`;
}

/** Never through the middle of a character that takes two units. */
const cut = (text: string, from: number, until: number): string =>
  text.slice(from, until).replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, "");
