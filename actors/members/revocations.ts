/**
 * The sessions that were ended before they expired. One actor, `all`, that every node follows, so
 * that tokens are checked in memory.
 *
 * SESSION-1: a revoked session stays listed until its token would have expired by itself.
 */
import * as z from "zod";
import { defineActor } from "../../lib/kernel/actor.ts";

const revocation = z.object({ sessionId: z.string(), expiresAt: z.int() });

export const revocations = defineActor("revocations", {
  version: 1,
  live: true,
  state: z.object({ sessions: z.map(z.string(), z.int()) }),
  initial: { sessions: new Map() },
  commands: { revoke: revocation },
  events: { revoked: revocation },
  refusals: [],
  decide: {
    revoke(list, revocation, turn) {
      const known = list.sessions.has(revocation.sessionId) || revocation.expiresAt <= turn.at;
      if (!known) turn.emit("revoked", revocation);
      return turn.reply({});
    },
  },
  evolve: {
    revoked: (list, { sessionId, expiresAt }, { at }) => {
      for (const [id, until] of list.sessions) if (until <= at) list.sessions.delete(id);
      list.sessions.set(sessionId, expiresAt);
    },
  },
});
