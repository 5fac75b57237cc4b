/** Tokens of load-test members, minted alike by the command line and by a server started for one. */
import { DAY_MS } from "../time/day.ts";
import type { Role, Tokens } from "./token.ts";

export interface TestTokens {
  readonly count: number;
  /** Number of the first member. */
  readonly first: number;
  readonly role: Role;
  /** Epoch milliseconds from which the tokens are valid for a day. */
  readonly nowMs: number;
}

const TOKENS_A_PART = 2_000;

export const TEST_SESSION = "lt";

export function testMemberId(number: number): string {
  return `t-${String(number).padStart(9, "0")}`;
}

/** Yields one token a member, each with a line feed, in parts of about 150 KB. */
export function* testTokenLines(tokens: Tokens, wanted: TestTokens): Generator<string> {
  const end = wanted.first + wanted.count;
  const expiresAtMs = wanted.nowMs + DAY_MS;
  for (let from = wanted.first; from < end; from += TOKENS_A_PART) {
    let part = "";
    for (let number = from; number < Math.min(from + TOKENS_A_PART, end); number++) {
      const memberId = testMemberId(number);
      part += tokens.mint({ memberId, role: wanted.role, sessionId: TEST_SESSION, expiresAtMs });
      part += "\n";
    }
    yield part;
  }
}
