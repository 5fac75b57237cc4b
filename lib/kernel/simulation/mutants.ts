/**
 * Kernels that are broken on purpose. Each must be caught by the simulation within its number of
 * seeds, counted from seed 1; so each rule of the kernel is known to be watched.
 */
import { COMMITS } from "./mutants/commits.ts";
import { FOLLOWERS } from "./mutants/followers.ts";
import { MAIL } from "./mutants/mail.ts";
import { TURNS } from "./mutants/turns.ts";

export interface Edit {
  /** Below `lib/kernel`. */
  readonly file: string;
  /** Found exactly once. */
  readonly find: string;
  readonly replace: string;
}

export interface Mutant {
  readonly name: string;
  /** What is broken, as a sentence. */
  readonly what: string;
  readonly edits: readonly Edit[];
  /** Caught within so many seeds. */
  readonly within: number;
  /** One that caught it quickly when it was last looked for; proves `within` as long as it does. */
  readonly seed: number;
}

export const MUTANTS: readonly Mutant[] = [...TURNS, ...COMMITS, ...MAIL, ...FOLLOWERS];
