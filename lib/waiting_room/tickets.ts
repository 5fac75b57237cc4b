/**
 * What a waiting person is given: a ticket, which shows that this member waits for this sale, and
 * once admitted a pass, which the sale's other endpoints take. Both are checked without any I/O.
 *
 * `t1.<sale>.<member>.<expires>.<mac>` and `p1.…` alike: `expires` counts seconds in base 36.
 */
import { createSeal } from "./seal.ts";

/** Why a pass or a ticket is not taken. */
export type Refusal = "missing" | "invalid" | "not_yours" | "expired";

export interface Tickets {
  ticket(saleId: string, memberId: string, expiresAtMs: number): string;
  pass(saleId: string, memberId: string, expiresAtMs: number): string;
  /** Whose ticket it is, where it is one for this sale and not expired. */
  holderOf(ticket: string, saleId: string, nowMs: number): string | undefined;
  /** Undefined where the ticket is this member's for this sale. */
  refuseTicket(ticket: string, who: Bearer, nowMs: number): Refusal | undefined;
  refusePass(pass: string | undefined, who: Bearer, nowMs: number): Refusal | undefined;
}

export interface Bearer {
  readonly saleId: string;
  readonly memberId: string;
}

export const PASS_HEADER = "admission-pass";
const PASS_COOKIE = "admission_pass";

export function createTickets(secrets: readonly string[]): Tickets {
  const { seal, open } = createSeal(secrets, "waiting-room");
  const mint = (kind: string) => (saleId: string, memberId: string, expiresAtMs: number) =>
    seal(`${kind}.${saleId}.${memberId}.${Math.floor(expiresAtMs / 1_000).toString(36)}`);
  const read = (kind: string, sealed: string) => {
    const [is, saleId, memberId, expires, ...more] = open(sealed)?.split(".") ?? [];
    if (is !== kind || more.length > 0 || !saleId || !memberId || !expires) return undefined;
    return { saleId, memberId, expiresAtMs: parseInt(expires, 36) * 1_000 };
  };
  const refuse = (kind: string) =>
  (
    sealed: string | undefined,
    { saleId, memberId }: Bearer,
    nowMs: number,
  ): Refusal | undefined => {
    if (sealed === undefined || sealed === "") return "missing";
    const claims = read(kind, sealed);
    if (!claims) return "invalid";
    if (claims.saleId !== saleId || claims.memberId !== memberId) return "not_yours";
    return nowMs < claims.expiresAtMs ? undefined : "expired";
  };
  return {
    ticket: mint("t1"),
    pass: mint("p1"),
    holderOf(ticket, saleId, nowMs) {
      const claims = read("t1", ticket);
      return claims?.saleId === saleId && nowMs < claims.expiresAtMs ? claims.memberId : undefined;
    },
    refuseTicket: refuse("t1"),
    refusePass: refuse("p1"),
  };
}

/** The admission pass that a request carries, in a header or as a cookie. */
export function passOf(request: Request): string | undefined {
  const header = request.headers.get(PASS_HEADER);
  if (header !== null) return header;
  const cookies = request.headers.get("cookie");
  if (cookies === null || !cookies.includes(PASS_COOKIE)) return undefined;
  return new RegExp(`(?:^|; )${PASS_COOKIE}=([^;]*)`).exec(cookies)?.[1];
}
