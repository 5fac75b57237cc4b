/**
 * A member's passkeys: public keys under opaque ids. Their names are in the vault. Signatures are
 * checked at the edge; whether a challenge and a counter may count is decided here, once for all nodes.
 *
 * PASSKEY-1: a member has at most ten passkeys, each of them once.
 * PASSKEY-2: a challenge serves once, and not after it has expired.
 * PASSKEY-3: a counter that has not gone on is a copy's: it is refused, and the key is marked.
 * PASSKEY-4: how many there are is told to the list of staff, for whoever of the staff they are.
 */
import * as z from "zod";
import { defineActor } from "../../lib/kernel/actor.ts";

const PASSKEYS = 10;

const time = z.int().min(0);
const keyId = z.string().min(1).max(64);
/** What the authenticator signs with, as the credential's registration said. */
const credential = z.object({
  keyId,
  credentialId: z.string().min(1).max(1_400),
  publicKey: z.string().min(1).max(4_096),
  counter: z.int().min(0),
  /** Where it was registered: it opens nothing elsewhere. */
  rpId: z.string().min(1).max(253),
  transports: z.array(z.string().max(20)).max(8),
});
const challenge = z.object({ challenge: z.string().min(1).max(200), until: time });
const used = challenge.extend({ keyId, counter: z.int().min(0) });

const state = z.object({
  keys: z.map(
    z.string(),
    credential.omit({ keyId: true }).extend({
      addedAt: time,
      lastUsedAt: time.nullable(),
      /** When somebody came with a counter that had been seen before. */
      copiedAt: time.nullable(),
    }),
  ),
  /** Challenges that have served, until they would have expired. */
  spent: z.map(z.string(), time),
  /** The list of staff is told. */
  watched: z.boolean(),
});

export type PasskeysState = z.infer<typeof state>;

export const passkeys = defineActor("passkeys", {
  version: 1,
  state,
  initial: { keys: new Map(), spent: new Map(), watched: false },
  commands: {
    register: credential.extend(challenge.shape),
    use: used,
    remove: z.object({ keyId }),
    remove_all: z.object({}),
    recount: z.object({}),
  },
  events: {
    registered: credential.extend(challenge.shape),
    used,
    copied: used,
    removed: z.object({ keyId }),
    counted: z.object({ keys: z.int().min(0) }),
  },
  refusals: [
    "challenge_expired",
    "challenge_used",
    "unknown_passkey",
    "passkey_known",
    "too_many_passkeys",
    "counter_went_back",
  ],
  decide: {
    register(state, wish, turn) {
      if (turn.at >= wish.until) return turn.refuse("challenge_expired");
      if (state.spent.has(wish.challenge)) return turn.refuse("challenge_used");
      if (state.keys.has(wish.keyId)) return turn.refuse("passkey_known");
      if (state.keys.size >= PASSKEYS) return turn.refuse("too_many_passkeys");
      turn.emit("registered", wish);
      if (state.watched || turn.by.role === "staff") {
        turn.emit("counted", { keys: state.keys.size + 1 });
      }
      return turn.reply({ keyId: wish.keyId });
    },
    use(state, wish, turn) {
      if (turn.at >= wish.until) return turn.refuse("challenge_expired");
      if (state.spent.has(wish.challenge)) return turn.refuse("challenge_used");
      const key = state.keys.get(wish.keyId);
      if (!key) return turn.refuse("unknown_passkey");
      // Many passkeys count nothing and always say zero (WebAuthn, 7.2, step 22).
      const counts = key.counter > 0 || wish.counter > 0;
      if (counts && wish.counter <= key.counter) {
        return turn.emit("copied", wish).refuse("counter_went_back");
      }
      return turn.emit("used", wish).reply({ keyId: wish.keyId });
    },
    remove(state, { keyId }, turn) {
      if (!state.keys.has(keyId)) return turn.refuse("unknown_passkey");
      turn.emit("removed", { keyId });
      if (state.watched) turn.emit("counted", { keys: state.keys.size - 1 });
      return turn.reply({});
    },
    remove_all(state, _none, turn) {
      const removed = [...state.keys.keys()];
      for (const keyId of removed) turn.emit("removed", { keyId });
      if (state.watched && removed.length > 0) turn.emit("counted", { keys: 0 });
      return turn.reply({ removed });
    },
    recount(state, _none, turn) {
      if (!state.watched) turn.emit("counted", { keys: state.keys.size });
      return turn.reply({});
    },
  },
  evolve: {
    registered: (state, { keyId, challenge, until, ...key }, { at }) => {
      state.keys.set(keyId, { ...key, addedAt: at, lastUsedAt: null, copiedAt: null });
      spend(state, challenge, until, at);
    },
    used: (state, { keyId, counter, challenge, until }, { at }) => {
      const key = state.keys.get(keyId)!;
      key.counter = counter;
      key.lastUsedAt = at;
      spend(state, challenge, until, at);
    },
    copied: (state, { keyId, challenge, until }, { at }) => {
      state.keys.get(keyId)!.copiedAt = at;
      spend(state, challenge, until, at);
    },
    removed: (state, { keyId }) => void state.keys.delete(keyId),
    counted: (state) => void (state.watched = true),
  },
  invariant: ({ keys }) => keys.size <= PASSKEYS,
});

function spend({ spent }: PasskeysState, challenge: string, until: number, at: number): void {
  for (const [known, ends] of spent) if (ends <= at) spent.delete(known);
  spent.set(challenge, until);
}
