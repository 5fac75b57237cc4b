/**
 * What a member is told, in one place, and how else they want to hear of it.
 *
 * INBOX-1: a message is delivered once by its id, and is kept until fifty newer ones have come.
 * INBOX-2: a text message goes along only where the member wants one for the topic.
 * INBOX-3: what is read stays read on every device.
 * INBOX-4: a notification goes along to the member's devices unless they do not want one for the
 * topic; offers never by themselves. Orders have notifications of their own.
 * INBOX-5: what happened more than three days before it arrives is no news, and is not told.
 */
import * as z from "zod";
import { defineActor } from "../../lib/kernel/actor.ts";
import { DAY_MS } from "../../lib/time/day.ts";

/** Messages that an inbox keeps, the newest. */
export const KEPT = 50;
/** Longer than a node or a store is ever away; whoever looks later sees how it stands by itself. */
const NEWS_FOR_MS = 3 * DAY_MS;

export const TOPICS = ["orders", "sales", "points", "cars", "service", "data", "offers"] as const;
const topic = z.enum(TOPICS);

/** Topics that come by text message unless the member says otherwise. Offers never do. */
const BY_SMS: ReadonlySet<string> = new Set(["sales", "points", "cars", "service"]);

/** `code` is a sentence of the message files; `values` hold nothing personal, as they are journaled. */
const message = z.object({
  id: z.string(),
  topic,
  code: z.string(),
  values: z.record(z.string(), z.string()),
  href: z.string().nullable(),
});

const state = z.object({
  messages: z.array(message.extend({ at: z.int(), read: z.boolean() })),
  sms: z.map(topic, z.boolean()),
  /** Not there where nothing was chosen. */
  push: z.map(topic, z.boolean()).optional(),
});

export type InboxState = z.infer<typeof state>;
export type Message = InboxState["messages"][number];

export const inbox = defineActor("inbox", {
  version: 1,
  live: true,
  state,
  initial: { messages: [], sms: new Map() } as InboxState,
  commands: {
    deliver: message.extend({
      /** When it happened, where that may be long before it is told. */
      happenedAt: z.int().optional(),
    }),
    read: z.object({ ids: z.union([z.literal("all"), z.array(z.string()).max(KEPT)]) }),
    prefer: z.object({ topic, sms: z.boolean(), push: z.boolean().optional() }),
  },
  events: {
    delivered: message.extend({ sms: z.boolean(), push: z.boolean().optional() }),
    read: z.object({ ids: z.array(z.string()) }),
    preferred: z.object({ topic, sms: z.boolean(), push: z.boolean().optional() }),
  },
  refusals: [],
  decide: {
    deliver(state, { happenedAt, ...message }, turn) {
      if (turn.at - (happenedAt ?? turn.at) > NEWS_FOR_MS) return turn.reply({});
      if (state.messages.some(({ id }) => id === message.id)) return turn.reply({});
      const sms = wantsSms(state, message.topic);
      const push = wantsPush(state, message.topic);
      return turn.emit("delivered", { ...message, sms, push }).reply({});
    },
    read({ messages }, { ids }, turn) {
      const unread = messages.filter(({ id, read }) => !read && (ids === "all" || ids.includes(id)))
        .map(({ id }) => id);
      if (unread.length > 0) turn.emit("read", { ids: unread });
      return turn.reply({ read: unread.length });
    },
    prefer(state, { topic, sms, push = wantsPush(state, topic) }, turn) {
      if (wantsSms(state, topic) !== sms || wantsPush(state, topic) !== push) {
        turn.emit("preferred", { topic, sms, push });
      }
      return turn.reply({});
    },
  },
  evolve: {
    delivered(state, { sms: _, push: _push, ...message }, { at }) {
      state.messages = [
        { ...message, values: { ...message.values }, at, read: false },
        ...state.messages,
      ]
        .slice(0, KEPT);
    },
    read(state, { ids }) {
      for (const one of state.messages) if (ids.includes(one.id)) one.read = true;
    },
    preferred(state, { topic, sms, push }) {
      state.sms.set(topic, sms);
      if (push !== undefined) (state.push ??= new Map()).set(topic, push);
    },
  },
});

/** Topics of which the inbox itself sends notifications. */
export const PUSHED = TOPICS.filter((topic) => topic !== "orders");

export const wantsPush = (
  { push }: Pick<InboxState, "push">,
  topic: (typeof TOPICS)[number],
): boolean => topic !== "orders" && (push?.get(topic) ?? topic !== "offers");

export const wantsSms = (
  { sms }: Pick<InboxState, "sms">,
  topic: (typeof TOPICS)[number],
): boolean => sms.get(topic) ?? BY_SMS.has(topic);
