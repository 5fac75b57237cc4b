/**
 * What a member has agreed to, who was given their data and who has looked at it. It holds no personal
 * data itself: names of fields, partners and reasons only.
 *
 * PRIVACY-1: seven consents, each given by itself and to the version of the text that was shown; none
 * is there from the beginning.
 * PRIVACY-2: a consent counts for its version and older ones; a newer text has to be agreed to again.
 * PRIVACY-3: each consent can be withdrawn at any time, which works at once.
 * PRIVACY-4: data goes to a partner only under a consent, looked at when it is asked for and once more
 * in the moment it leaves.
 * PRIVACY-5: withdrawn on its way, data that has not left stays; for what has left the partner is told
 * to delete it, and its receipt is kept.
 * PRIVACY-6: whoever of the staff looks says why before; the member sees it.
 * PRIVACY-7: an erasure waits while business is open, or is refused with what is open; it is carried
 * out when the last has ended, and can be taken back until then.
 */
import * as z from "zod";
import { defineActor, type Turn } from "../../lib/kernel/actor.ts";

export const CONSENTS = [
  "terms",
  "marketing",
  "dealer_sharing",
  "insurer_sharing",
  "location",
  "id_images",
  "recommendations",
] as const;
const consent = z.enum(CONSENTS);
export type Consent = z.infer<typeof consent>;

const KEPT = 100;

const evidence = z.object({
  version: z.int().min(1),
  /** SHA-256 of the text as it was shown, hex. */
  textHash: z.string(),
  language: z.enum(["zh", "en"]),
  /** Where it was agreed to: a page's path. */
  where: z.string().max(100),
});

const share = z.object({
  shareId: z.string(),
  partner: z.string(),
  under: consent,
  /** Names of the fields, never what stands in them. */
  fields: z.array(z.string()).min(1).max(20),
  purpose: z.string().max(60),
});

const shareState = share.extend({
  status: z.enum(["asked", "left", "received", "stopped", "recalling", "recalled", "failed"]),
  at: z.int(),
  receipt: z.string().nullable(),
});

const look = z.object({
  by: z.string(),
  why: z.string(),
  fields: z.array(z.string()),
  at: z.int(),
});

const state = z.object({
  consents: z.map(consent, evidence.extend({ at: z.int() })),
  shares: z.array(shareState),
  looks: z.array(look),
  /** Business that an erasure waits for; null where none was asked for. */
  erasure: z.object({ open: z.array(z.string()), at: z.int() }).nullable(),
  erasedAt: z.int().nullable(),
});

export type PrivacyState = z.infer<typeof state>;

const receipt = z.object({ status: z.string(), receipt: z.string().nullable() });

const commands = {
  give: evidence.extend({ consent }),
  withdraw: z.object({ consent, where: z.string().max(100) }),
  /** `version` is that of the text in force. */
  share: share.extend({ version: z.int() }),
  /** The courier asks in the moment before the data leaves. */
  leave: z.object({ shareId: z.string() }),
  arrived: z.object({ shareId: z.string(), result: receipt.optional() }),
  not_arrived: z.object({ shareId: z.string(), reason: z.string().optional() }),
  recalled: z.object({ shareId: z.string(), result: receipt.optional() }),
  look: z.object({ why: z.string().max(200), fields: z.array(z.string()).min(1).max(20) }),
  ask_erasure: z.object({ open: z.array(z.string()).max(200), wait: z.boolean() }),
  take_back_erasure: z.object({}),
  business_ended: z.object({ ref: z.string() }),
  erased: z.object({
    result: z.object({ status: z.enum(["erased", "open"]), open: z.array(z.string()) }),
  }),
};

const events = {
  given: evidence.extend({ consent }),
  withdrawn: z.object({ consent, where: z.string() }),
  share_asked: share,
  share_left: z.object({ shareId: z.string() }),
  share_received: z.object({ shareId: z.string(), receipt: z.string().nullable() }),
  share_stopped: z.object({ shareId: z.string() }),
  share_failed: z.object({ shareId: z.string() }),
  recall_due: z.object({ shareId: z.string(), partner: z.string() }),
  share_recalled: z.object({ shareId: z.string(), receipt: z.string().nullable() }),
  looked: look.omit({ at: true }),
  erasure_waits: z.object({ open: z.array(z.string()) }),
  erasure_taken_back: z.object({}),
  erasure_due: z.object({}),
  erased: z.object({}),
};

export const privacy = defineActor("privacy", {
  version: 1,
  live: true,
  state,
  initial: {
    consents: new Map(),
    shares: [],
    looks: [],
    erasure: null,
    erasedAt: null,
  } as PrivacyState,
  commands,
  events,
  refusals: [
    "reason_missing",
    "consent_missing",
    "consent_withdrawn",
    "unknown_share",
    "open_business",
    "erasure_not_asked",
  ],
  decide: {
    give(state, { consent, ...proof }, turn) {
      if (!covers(state, consent, proof.version)) turn.emit("given", { consent, ...proof });
      return turn.reply({});
    },
    withdraw(state, { consent, where }, turn) {
      if (!state.consents.has(consent)) return turn.reply({});
      turn.emit("withdrawn", { consent, where });
      for (const { shareId, partner, under, status } of state.shares) {
        if (under !== consent) continue;
        if (status === "asked") turn.emit("share_stopped", { shareId });
        if (status === "left" || status === "received") {
          turn.emit("recall_due", { shareId, partner });
        }
      }
      return turn.reply({});
    },
    share(state, { version, ...share }, turn) {
      if (state.shares.some(({ shareId }) => shareId === share.shareId)) return turn.reply({});
      if (!covers(state, share.under, version)) {
        return turn.refuse("consent_missing", { consent: share.under });
      }
      return turn.emit("share_asked", share).reply({});
    },
    leave(state, { shareId }, turn) {
      const found = shareOf(state, shareId);
      if (!found) return turn.refuse("unknown_share");
      if (found.status !== "asked" && found.status !== "left") {
        return turn.refuse("consent_withdrawn");
      }
      if (found.status === "asked") turn.emit("share_left", { shareId });
      return turn.reply({ fields: found.fields });
    },
    arrived(state, { shareId, result }, turn) {
      const found = shareOf(state, shareId);
      if (found?.status === "left" && result?.status === "received") {
        turn.emit("share_received", { shareId, receipt: result.receipt });
      }
      return turn.reply({});
    },
    not_arrived(state, { shareId }, turn) {
      const status = shareOf(state, shareId)?.status;
      if (status === "asked" || status === "left") turn.emit("share_failed", { shareId });
      return turn.reply({});
    },
    recalled(state, { shareId, result }, turn) {
      if (shareOf(state, shareId)?.status === "recalling") {
        turn.emit("share_recalled", { shareId, receipt: result?.receipt ?? null });
      }
      return turn.reply({});
    },
    look(_state, { why, fields }, turn) {
      if (why.trim().length < 4) return turn.refuse("reason_missing");
      return turn.emit("looked", { by: turn.by.id, why: why.trim(), fields }).reply({});
    },
    ask_erasure(state, { open, wait }, turn) {
      if (open.length === 0) return turn.emit("erasure_due", {}).reply({ status: "due" });
      if (!wait) return turn.refuse("open_business", { open });
      if (state.erasure === null) turn.emit("erasure_waits", { open });
      return turn.reply({ status: "waits" });
    },
    take_back_erasure(state, _none, turn) {
      if (state.erasure === null) return turn.refuse("erasure_not_asked");
      return turn.emit("erasure_taken_back", {}).reply({});
    },
    business_ended(state, { ref }, turn) {
      if (state.erasure?.open.includes(ref)) {
        const open = state.erasure.open.filter((one) => one !== ref);
        if (open.length === 0) turn.emit("erasure_due", {});
        else turn.emit("erasure_waits", { open });
      }
      return turn.reply({});
    },
    erased(state, { result }, turn) {
      // Something was begun between the asking and the doing: it waits for that now.
      if (result.status === "open") turn.emit("erasure_waits", { open: result.open });
      else withdrawAll(state, turn).emit("erased", {});
      return turn.reply({});
    },
  },
  evolve: {
    given: (state, { consent, ...proof }, { at }) =>
      void state.consents.set(consent, { ...proof, at }),
    withdrawn: (state, { consent }) => void state.consents.delete(consent),
    share_asked(state, share, { at }) {
      const kept = {
        ...share,
        fields: [...share.fields],
        status: "asked" as const,
        at,
        receipt: null,
      };
      state.shares = [kept, ...state.shares].slice(0, KEPT);
    },
    share_left: (state, { shareId }) => put(state, shareId, "left"),
    share_received: (state, { shareId, receipt }) => put(state, shareId, "received", receipt),
    share_stopped: (state, { shareId }) => put(state, shareId, "stopped"),
    share_failed: (state, { shareId }) => put(state, shareId, "failed"),
    recall_due: (state, { shareId }) => put(state, shareId, "recalling"),
    share_recalled: (state, { shareId, receipt }) => put(state, shareId, "recalled", receipt),
    looked(state, { fields, ...rest }, { at }) {
      state.looks = [{ ...rest, fields: [...fields], at }, ...state.looks].slice(0, KEPT);
    },
    erasure_waits: (state, { open }, { at }) => void (state.erasure = { open: [...open], at }),
    erasure_taken_back: (state) => void (state.erasure = null),
    erasure_due: (state) => void (state.erasure = null),
    erased: (state, _event, { at }) => void (state.erasedAt = at),
  },
});

/** Whether a consent is there for this version of its text (PRIVACY-2). */
export const covers = (
  { consents }: Pick<PrivacyState, "consents">,
  consent: Consent,
  version: number,
) => (consents.get(consent)?.version ?? 0) >= version;

const shareOf = ({ shares }: PrivacyState, shareId: string) =>
  shares.find((one) => one.shareId === shareId);

function put(
  state: PrivacyState,
  shareId: string,
  status: PrivacyState["shares"][number]["status"],
  receipt: string | null = null,
): void {
  const found = shareOf(state, shareId);
  if (found) Object.assign(found, { status, receipt: receipt ?? found.receipt });
}

/** Who is erased has agreed to nothing, and partners are told. */
function withdrawAll<T extends Turn<typeof commands, typeof events, never>>(
  state: PrivacyState,
  turn: T,
): T {
  for (const consent of state.consents.keys()) {
    turn.emit("withdrawn", { consent, where: "erasure" });
  }
  for (const { shareId, partner, status } of state.shares) {
    if (status === "asked") turn.emit("share_stopped", { shareId });
    if (status === "left" || status === "received") turn.emit("recall_due", { shareId, partner });
  }
  return turn;
}
