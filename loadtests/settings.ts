/** What the scripts are told by environment variables: `k6 run -e URL=… script.ts`. */

/** The server under test, without a trailing slash. */
export const URL = (__ENV.URL || "http://127.0.0.1:8000").replace(/\/$/, "");

export const SALE = __ENV.SALE || "launch-2017";

/** File with one session token a line, from `deno task tokens`; relative to the script. */
export const TOKENS = __ENV.TOKENS || "../tokens.txt";

export function wholeNumber(name: string, fallback: number): number {
  const text = __ENV[name];
  if (text === undefined || text === "") return fallback;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) {
    throw new Error(`read ${name}: expected a whole number from 1, got "${text}"`);
  }
  return number;
}

/** What `GET /api/sales/{sale}` answers, as far as the scripts look at it. */
export interface SaleView {
  readonly state: string;
  readonly capacity: number;
  readonly allocated: number;
  readonly participants: number;
}
