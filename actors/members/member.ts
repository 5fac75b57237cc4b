/**
 * A member: who signs in with a phone. The actor knows neither the phone nor the codes: the phone is
 * in the vault, and whether a code was right is computed at the edge from a nonce that is kept here.
 *
 * MEMBER-1: a code is asked for at most once a minute and ten times a day.
 * MEMBER-2: a code is good for five minutes and one sign-in.
 * MEMBER-3: after five wrong tries the code is void.
 * MEMBER-4: a session ends when it is revoked or expires; at most twenty are open at once.
 */
import * as z from "zod";
import { defineActor } from "../../lib/kernel/actor.ts";
import { DAY_MS } from "../../lib/time/day.ts";

const CODE_PAUSE_MS = 60_000;
const CODES_A_DAY = 10;
const CODE_MS = 5 * 60_000;
const WRONG_TRIES = 5;
const SESSIONS = 20;

const code = z.object({ nonce: z.string(), expiresAt: z.int(), wrongTries: z.int() });

const state = z.object({
  joinedAt: z.int().nullable(),
  code: code.nullable(),
  /** When codes were asked for in the last day, epoch milliseconds. */
  codesAt: z.array(z.int()),
  /** Session ids and when they expire, epoch milliseconds, oldest first. */
  sessions: z.array(z.tuple([z.string(), z.int()])),
});

export type MemberState = z.infer<typeof state>;

const initial: MemberState = { joinedAt: null, code: null, codesAt: [], sessions: [] };

const session = z.object({ sessionId: z.string(), expiresAt: z.int() });

export const member = defineActor("member", {
  version: 1,
  state,
  initial,
  commands: {
    request_code: z.object({ nonce: z.string() }),
    sign_in: z.object({ nonce: z.string(), correct: z.boolean(), ...session.shape }),
    /** By a passkey, which has its own actor. */
    open_session: session,
    sign_out: z.object({ sessionId: z.string() }),
    sign_out_everywhere: z.object({}),
  },
  events: {
    code_requested: z.object({ nonce: z.string(), expiresAt: z.int() }),
    code_failed: z.object({ nonce: z.string() }),
    joined: z.object({}),
    signed_in: session,
    signed_out: session,
  },
  refusals: ["too_many_codes", "no_code", "code_expired", "code_void", "wrong_code"],
  decide: {
    request_code(member, { nonce }, turn) {
      const retryAfterMs = codeWaitMs(member, turn.at);
      if (retryAfterMs > 0) return turn.refuse("too_many_codes", { retryAfterMs });
      const expiresAt = turn.at + CODE_MS;
      return turn.emit("code_requested", { nonce, expiresAt }).reply({ expiresAt });
    },
    sign_in(member, { nonce, correct, sessionId, expiresAt }, turn) {
      const { code } = member;
      if (code === null || code.nonce !== nonce) return turn.refuse("no_code");
      if (turn.at >= code.expiresAt) return turn.refuse("code_expired");
      if (code.wrongTries >= WRONG_TRIES) return turn.refuse("code_void");
      if (!correct) {
        return turn.emit("code_failed", { nonce }).refuse("wrong_code", {
          triesLeft: WRONG_TRIES - code.wrongTries - 1,
        });
      }
      const joined = member.joinedAt === null;
      if (joined) turn.emit("joined", {});
      for (const one of makingRoom(member, turn.at)) turn.emit("signed_out", one);
      return turn.emit("signed_in", { sessionId, expiresAt }).reply({ joined });
    },
    open_session(member, session, turn) {
      for (const one of makingRoom(member, turn.at)) turn.emit("signed_out", one);
      return turn.emit("signed_in", session).reply({});
    },
    sign_out(member, { sessionId }, turn) {
      const session = openSessions(member, turn.at).find(([id]) => id === sessionId);
      if (session) turn.emit("signed_out", { sessionId, expiresAt: session[1] });
      return turn.reply({ ended: session ? 1 : 0 });
    },
    sign_out_everywhere(member, _none, turn) {
      const open = openSessions(member, turn.at);
      for (const [sessionId, expiresAt] of open) turn.emit("signed_out", { sessionId, expiresAt });
      return turn.reply({ ended: open.length });
    },
  },
  evolve: {
    code_requested: (member, { nonce, expiresAt }, { at }) => {
      member.code = { nonce, expiresAt, wrongTries: 0 };
      member.codesAt = [...member.codesAt.filter((earlier) => earlier > at - DAY_MS), at];
    },
    code_failed: (member) => {
      if (member.code) member.code.wrongTries++;
    },
    joined: (member, _event, { at }) => void (member.joinedAt = at),
    signed_in: (member, { sessionId, expiresAt }, { at }) => {
      member.code = null;
      member.sessions = [...openSessions(member, at), [sessionId, expiresAt]];
    },
    signed_out: (member, { sessionId }) => {
      member.sessions = member.sessions.filter(([id]) => id !== sessionId);
    },
  },
});

/** Milliseconds until the member may ask for a code (MEMBER-1); 0 when it may now. */
export function codeWaitMs({ codesAt }: MemberState, at: number): number {
  const recent = codesAt.filter((earlier) => earlier > at - DAY_MS);
  const last = recent.at(-1);
  if (last !== undefined && at < last + CODE_PAUSE_MS) return last + CODE_PAUSE_MS - at;
  return recent.length >= CODES_A_DAY ? recent[0]! + DAY_MS - at : 0;
}

const openSessions = (member: MemberState, at: number): [string, number][] =>
  member.sessions.filter(([, expiresAt]) => expiresAt > at);

/** The oldest sessions, which go where there are as many as may be (MEMBER-4). */
function makingRoom(member: MemberState, at: number) {
  const open = openSessions(member, at);
  return open.slice(0, Math.max(0, open.length + 1 - SESSIONS))
    .map(([sessionId, expiresAt]) => ({ sessionId, expiresAt }));
}
