/**
 * The sessions that were ended before they expired. One actor, `all`, that every node follows, so
 * that tokens are checked in memory.
 *
 * SESSION-1: a revoked session stays listed until its token would have expired by itself, and no
 * more than an hour longer.
 */
import * as z from "zod";
import { defineActor } from "../../lib/kernel/actor.ts";

/** How often those that have expired are looked for: at each sign-out it took as long as the list is. */
const PRUNE_EVERY_MS = 3_600_000;

const revocation = z.object({ sessionId: z.string(), expiresAt: z.int() });

export const revocations = defineActor("revocations", {
  version: 2,
  live: true,
  state: z.object({ sessions: z.map(z.string(), z.int()), prunedAt: z.int() }),
  initial: { sessions: new Map(), prunedAt: 0 },
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
      if (at >= list.prunedAt + PRUNE_EVERY_MS) {
        for (const [id, until] of list.sessions) if (until <= at) list.sessions.delete(id);
        list.prunedAt = at;
      }
      list.sessions.set(sessionId, expiresAt);
    },
  },
});
