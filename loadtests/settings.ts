/** What the scripts are told by environment variables: `k6 run -e URL=… script.ts`. */

import { SharedArray } from "k6/data";

/** The server under test, without a trailing slash. */
export const URL = (__ENV.URL || "http://127.0.0.1:8000").replace(/\/$/, "");

export const SALE = __ENV.SALE || "launch-2017";

const TOKENS = __ENV.TOKENS || "../tokens.txt";

export function wholeNumber(
  name: string,
  fallback: number,
  { min = 1, max = Infinity }: { min?: number; max?: number } = {},
): number {
  const text = __ENV[name];
  if (text === undefined || text === "") return fallback;
  const number = Number(text);
  if (!Number.isInteger(number) || number < min || number > max) {
    const range = max === Infinity ? `from ${min}` : `from ${min} to ${max}`;
    throw new Error(`read ${name}: expected a whole number ${range}, got "${text}"`);
  }
  return number;
}

export const percentage = (name: string, fallback: number): number =>
  wholeNumber(name, fallback, { min: 0, max: 100 });

/** Session tokens, one a line of the file, and how many of their owners are to come. */
export function readPeople(): { tokens: string[]; people: number } {
  const tokens = new SharedArray<string>("tokens", () => {
    const lines = textOf(TOKENS).split("\n").filter((line) => line !== "");
    if (lines.length === 0) throw new Error(`read TOKENS: ${TOKENS} holds none`);
    return lines;
  });
  // Fewer than were asked for would pass for them.
  const people = wholeNumber("PARTICIPANTS", tokens.length, { max: tokens.length });
  return { tokens, people };
}

/** Relative to the scripts. */
function textOf(path: string): string {
  try {
    return open(path);
  } catch (cause) {
    throw new Error(
      `read TOKENS: expected a file like that of "deno task tokens --count 1000 > tokens.txt", ` +
        `got ${cause instanceof Error ? cause.message : cause}`,
    );
  }
}

/** What `GET /api/sales/{sale}` answers, as far as the scripts look at it. */
export interface SaleView {
  readonly state: string;
  readonly capacity: number;
  readonly allocated: number;
  readonly participants: number;
}
