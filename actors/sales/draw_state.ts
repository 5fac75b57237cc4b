/** What a draw knows: what was announced, who is in it, what was revealed. */
import * as z from "zod";
import { givenIdentity, identityAsked, identityState } from "./identities.ts";
import { participantOrigin } from "./origin.ts";

/** Epoch milliseconds. */
const time = z.int().min(0);
const count = z.int().min(1);
/** 32 bytes, hex. */
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const hex = z.string().regex(/^(?:[0-9a-f]{2}){16,96}$/);

/** A public source of randomness that nobody can foretell: enough to verify a round offline. */
const beacon = z.object({
  /** The chain's hash; says whose beacon it is. */
  chain: hash,
  scheme: z.string().max(64),
  publicKey: hex,
  /** When round 1 was published, epoch milliseconds. */
  genesisMs: time,
  /** From one round to the next, milliseconds. */
  periodMs: count,
});

/** What is announced before anybody registers. */
export const plan = z.object({
  drawsAt: time,
  /** SHA-256 of the secret's bytes. */
  commitment: hash,
  beacon,
  round: count,
  /** Whether registrations carry an identity number. Default: none does. */
  identity: identityAsked.optional(),
});

export type DrawPlan = z.infer<typeof plan>;

/** When the announced round is published, epoch milliseconds. */
export const roundAt = ({ beacon, round }: DrawPlan): number =>
  beacon.genesisMs + (round - 1) * beacon.periodMs;

/** What comes out afterwards. */
export const revelation = z.object({
  round: count,
  /** SHA-256 of the signature. */
  randomness: hash,
  /** The beacon's signature of the round. */
  signature: hex,
  secret: hash,
});

export const entrant = z.object({
  /** Ids sort alike in every language: visible ASCII. */
  memberId: z.string().regex(/^[!-~]{1,64}$/),
  /** Of the registration, from 1; withdrawn ones keep theirs. */
  number: count,
  from: participantOrigin.optional(),
  ...givenIdentity,
});

const open = {
  plan,
  registered: z.map(z.string(), entrant.omit({ memberId: true, identity: true, disputed: true })),
  ...identityState,
  /** Registrations so far, withdrawn ones as well. */
  issued: z.int(),
  /** When the secret came out before the list was closed. */
  revealedAt: time.optional(),
};

const closed = {
  ...open,
  /** Hash of the list of entrants. */
  list: hash,
  closedAt: time,
  /** How often the beacon was asked in vain. */
  late: z.int(),
};

const drawn = {
  ...closed,
  revealed: revelation,
  drawnAt: time,
  order: z.array(z.string()),
  /** Places that the lot has taken. */
  handed: z.int(),
  /** Places that were sent to it. */
  sent: z.int(),
};

export const drawState = z.discriminatedUnion("status", [
  z.object({ status: z.literal("none") }),
  z.object({ status: z.literal("registering"), ...open }),
  z.object({ status: z.literal("closed"), ...closed }),
  z.object({ status: z.literal("drawn"), ...drawn }),
  z.object({ status: z.literal("handed_over"), ...drawn }),
  z.object({ status: z.literal("cancelled"), ...open, cancelledAt: time }),
]);

export type DrawState = z.infer<typeof drawState>;
