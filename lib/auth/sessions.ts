/** Who sends a request: checked in memory, without any I/O. */
import { revocations } from "../../actors/members/revocations.ts";
import type { ActorSystem } from "../kernel/mod.ts";
import type { StaffDirectory } from "./staff_directory.ts";
import { type Claims, isTestMember, type Tokens } from "./token.ts";

export const SESSION_COOKIE = "session";

/** How often those revoked that have expired by now are forgotten. */
const FORGET_EVERY_MS = 3_600_000;

/** The scheme's case does not count (RFC 9110, 11.1). */
const BEARER = /^bearer /i;
const BEARER_LENGTH = "Bearer ".length;
/** Browsers put a space after each semicolon, as RFC 6265 asks; not every program does. */
const SESSION = new RegExp(`(?:^|;)[ \\t]*${SESSION_COOKIE}="?([^;"\\s]*)`);

/** Why a request is nobody's. */
export type Anonymous =
  | "no_token"
  | "token_malformed"
  | "token_forged"
  | "token_expired"
  | "token_revoked"
  | "test_member";

export interface SessionsOptions {
  readonly tokens: Tokens;
  readonly now: () => number;
  /** Whether members of load tests are taken for members. */
  readonly testMembers: boolean;
  /** Whose members are staff at this very moment. */
  readonly staff: StaffDirectory;
}

export class Sessions {
  readonly #options: SessionsOptions;
  readonly #revoked = new Map<string, number>();
  #forgotAt = 0;
  #stop: () => void = () => {};

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /** Learns the revoked sessions, and from now on each one as it is revoked, on whatever node. */
  async follow(system: ActorSystem): Promise<void> {
    const list = revocations("all");
    this.#stop = await system.follow(list, {
      entry: ({ events }) => {
        for (const [name, payload] of events) {
          if (name !== "revoked") continue;
          const { sessionId, expiresAt } = payload as { sessionId: string; expiresAt: number };
          this.revoke(sessionId, expiresAt);
        }
      },
    });
    const known = await system.view(list, ({ sessions }) => [...sessions]);
    const now = this.#options.now();
    for (const [sessionId, expiresAt] of known) {
      if (expiresAt > now) this.#revoked.set(sessionId, expiresAt);
    }
  }

  stop(): void {
    this.#stop();
  }

  /** Takes a session out on this node at once; the others learn of it through the feed. */
  revoke(sessionId: string, expiresAt: number): void {
    const now = this.#options.now();
    if (now >= this.#forgotAt + FORGET_EVERY_MS) {
      for (const [id, until] of this.#revoked) if (until <= now) this.#revoked.delete(id);
      this.#forgotAt = now;
    }
    this.#revoked.set(sessionId, expiresAt);
  }

  /** Sessions that are known to have been ended. */
  get revoked(): number {
    return this.#revoked.size;
  }

  /** Who sends `Authorization: Bearer …`. */
  ofAuthorization(header: string): Claims | Anonymous {
    return this.#identify(BEARER.test(header) ? header.slice(BEARER_LENGTH).trim() : "");
  }

  /** Whose session cookie is among the cookies. */
  ofCookie(header: string | null): Claims | Anonymous {
    const token = header === null ? undefined : SESSION.exec(header)?.[1];
    return token === undefined ? "no_token" : this.#identify(token);
  }

  #identify(token: string): Claims | Anonymous {
    const verdict = this.#options.tokens.verify(token, this.#options.now());
    if (!verdict.ok) return `token_${verdict.reason}`;
    const { claims } = verdict;
    if (this.#revoked.size > 0 && this.#revoked.has(claims.sessionId)) return "token_revoked";
    if (!this.#options.testMembers && isTestMember(claims.memberId)) return "test_member";
    const role = this.#options.staff.standingOf(claims) ? "staff" : "member";
    return claims.role === role ? claims : { ...claims, role };
  }
}
