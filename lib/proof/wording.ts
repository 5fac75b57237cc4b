/** How the verifier writes numbers, times and what it quotes. */

export const amount = (n: number): string => n.toLocaleString("en-US");

export const counted = (n: number, one: string, many = `${one}s`): string =>
  `${amount(n)} ${n === 1 ? one : many}`;

/** Epoch milliseconds as UTC. */
export function time(epochMs: number): string {
  const date = new Date(epochMs);
  return Number.isNaN(date.getTime()) ? String(epochMs) : date.toISOString();
}

const LONGEST_QUOTE = 80;

/** Quotes what somebody else wrote: cut short, and without anything a terminal would obey. */
export function quoted(value: unknown): string {
  const text = jsonOf(value).replace(
    // deno-lint-ignore no-control-regex -- these are what has to go
    /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return text.length <= LONGEST_QUOTE ? text : `${text.slice(0, LONGEST_QUOTE)}…`;
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return "something nested too deep to show";
  }
}

/** Enough of a hash to tell it from others by eye. */
export const short = (hash: string): string => hash.length > 12 ? `${hash.slice(0, 12)}…` : hash;
