/** Options of the command line tools. */
import { parseArgs } from "node:util";

export interface Option {
  readonly name: string;
  /** A flag takes no value. */
  readonly flag?: boolean;
}

export type Given = Readonly<Record<string, string | boolean | undefined>>;

/** Thrown for what the caller typed; its message is all they need to see. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Reads `--name value`, `--name=value` and `--flag`; refuses what is not in `options`. */
export function readArgs(args: readonly string[], options: readonly Option[]): Given {
  try {
    const known = Object.fromEntries(
      options.map(({ name, flag }) => [name, { type: flag ? "boolean" : "string" } as const]),
    );
    return parseArgs({ args: [...args], options: known, strict: true }).values as Given;
  } catch (error) {
    throw new UsageError(asWords(error));
  }
}

/** What `parseArgs` did not take. Its advice on values that begin with a dash fits no option here. */
export function asWords(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const unclear = /^Option '(?:-\w, )?(--[\w-]+)[^']*' argument (?:is ambiguous|missing)/.exec(
    message,
  );
  return unclear ? `${unclear[1]} takes a value, got none or one that begins with -` : message;
}

/** The option as a whole number from `min` to `max`, or `fallback` where it was not given. */
export function wholeNumber(
  given: Given,
  name: string,
  { min, max = Number.MAX_SAFE_INTEGER, fallback }: {
    min: number;
    max?: number;
    fallback?: number;
  },
): number {
  const text = given[name];
  if (text === undefined && fallback !== undefined) return fallback;
  const number = typeof text === "string" && /^\d{1,15}$/.test(text) ? Number(text) : NaN;
  if (!(number >= min && number <= max)) {
    const range = max === Number.MAX_SAFE_INTEGER ? `from ${min}` : `from ${min} to ${max}`;
    throw new UsageError(
      `--${name} takes a whole number ${range}, got ${text === undefined ? "none" : `"${text}"`}`,
    );
  }
  return number;
}

/** What an option or argument names as an address, where it is one. */
export function httpAddress(name: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new UsageError(`${name} takes an address like http://127.0.0.1:8000, got "${text}"`);
}

/**
 * Runs `main` and ends the process: 2 with a line of usage for a `UsageError`, 1 for others. Whoever
 * asks for `--help` gets the usage alone.
 */
export async function runTool(usage: string, main: () => Promise<number>): Promise<never> {
  if (Deno.args.some((arg) => arg === "--help" || arg === "-h")) {
    console.log(`usage: ${usage}`);
    Deno.exit(0);
  }
  try {
    Deno.exit(await main());
  } catch (error) {
    // Whoever read has had enough, as `head` has: nothing went wrong.
    if (error instanceof Deno.errors.BrokenPipe) Deno.exit(0);
    if (error instanceof UsageError) {
      console.error(`${error.message}\nusage: ${usage}`);
      Deno.exit(2);
    }
    console.error(error instanceof Error ? error.message : error);
    Deno.exit(1);
  }
}
