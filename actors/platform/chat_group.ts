/**
 * One chat group of staff: what it is told, in how few messages, and who took note. The actor's id is
 * the group's name; what its robot's address is, the adapter knows.
 *
 * CHAT-1: a notice is told once by its id, however often it comes.
 * CHAT-2: one message is on its way at a time and at most twelve go out in a minute; what comes
 * meanwhile is gathered into the next.
 * CHAT-3: nothing is dropped: a message that did not arrive goes out again with what came since, and
 * where too many notices wait, those of one kind become one with their number.
 * CHAT-4: a newer notice of the same matter takes the place of the one before and adds up its number.
 * CHAT-5: the first who acknowledges a notice is recorded, with the time; it is not told again.
 * CHAT-6: what nobody acknowledges is repeated after its time; unless it is mere news, the last time
 * calls everybody, and another group is told. After that it stays open.
 */
import * as z from "zod";
import { NOTICE_CODES, NOTICES, REPEATS } from "../../lib/alerts/notices.ts";
import { defineActor, type Turn } from "../../lib/kernel/actor.ts";

/** What comes within so long goes out together. */
const GATHER_MS = 1_000;
/** A robot takes twenty messages a minute, and none for ten minutes after the twenty-first. */
const APART_MS = 5_000;
/** A message that was given up is tried again when the robot may speak again. */
const AGAIN_MS = 10 * 60_000;
/** Beyond so many open notices each kind is one. */
const MOST_OPEN = 200;
const MOST_KEPT = 300;
const MOST_TOLD = 1_000;
/** Lines of one message; the others are told as numbers. */
export const MOST_LINES = 20;

const code = z.enum(NOTICE_CODES);
const values = z.record(z.string(), z.string());

const news = z.object({
  id: z.string().min(1).max(160),
  code,
  values,
  href: z.string().max(200).nullable(),
  count: z.int().min(1),
  /** Notices of the same matter; null for one by itself. */
  about: z.string().max(120).nullable(),
});

const notice = news.extend({
  key: z.string(),
  at: z.int(),
  status: z.enum(["waiting", "sending", "sent", "acknowledged"]),
  /** The messages it stood in, the newest last. */
  messages: z.array(z.int()),
  repeats: z.int(),
  repeatAt: z.int().nullable(),
  acknowledged: z.object({ by: z.string(), at: z.int() }).nullable(),
});
export type Notice = z.infer<typeof notice>;

const state = z.object({
  notices: z.array(notice),
  told: z.array(z.string()),
  /** How far somebody who counts has counted, by what. */
  marks: z.map(z.string(), z.string()),
  sending: z.int().nullable(),
  /** When the next message is due; null where nothing waits, or one is on its way. */
  dueAt: z.int().nullable(),
  lastAt: z.int(),
  messages: z.int(),
});
export type ChatGroupState = z.infer<typeof state>;

const line = news.pick({ code: true, values: true, href: true, count: true });
export type ChatLine = z.infer<typeof line>;

const mark = z.object({
  name: z.string().max(80),
  was: z.string().max(80).nullable(),
  is: z.string().max(80),
});

const commands = {
  /** With `mark` it counts only where nobody else has counted on since `was`. */
  notify: news.extend({ mark: mark.optional() }),
  flush: z.object({}),
  delivered: z.object({ message: z.int(), result: z.object({ sent: z.boolean() }).optional() }),
  undelivered: z.object({ message: z.int(), reason: z.string().optional() }),
  /** All that stood in a message, or one notice. */
  acknowledge: z.union([z.object({ message: z.int() }), z.object({ key: z.string() })]),
  repeat: z.object({}),
};

const events = {
  noticed: news.extend({ key: z.string() }),
  marked: z.object({ name: z.string(), is: z.string() }),
  message_due: z.object({
    message: z.int(),
    keys: z.array(z.string()),
    lines: z.array(line),
    more: z.array(z.object({ code, count: z.int() })),
    everybody: z.boolean(),
  }),
  delivered: z.object({ message: z.int() }),
  undelivered: z.object({ message: z.int(), reason: z.string() }),
  acknowledged: z.object({ keys: z.array(z.string()), by: z.string() }),
  repeat_due: z.object({ keys: z.array(z.string()) }),
  escalated: z.object({ key: z.string(), code, at: z.int() }),
};

type ChatTurn = Turn<typeof commands, typeof events, "unknown_message">;

export const chatGroup = defineActor("chat_group", {
  version: 1,
  live: true,
  state,
  initial: {
    notices: [],
    told: [],
    marks: new Map(),
    sending: null,
    dueAt: null,
    lastAt: 0,
    messages: 0,
  } as ChatGroupState,
  commands,
  events,
  refusals: ["unknown_message"],
  decide: {
    notify(group, { mark, ...news }, turn) {
      if (group.told.includes(news.id)) return turn.reply({});
      if (mark) {
        if ((group.marks.get(mark.name) ?? null) !== mark.was) return turn.reply({});
        turn.emit("marked", { name: mark.name, is: mark.is });
      }
      turn.emit("noticed", { ...news, key: keyOf(group, news) });
      if (group.sending === null) {
        turn.remind("flush", group.dueAt ?? nextDue(group, turn.at), "flush", {});
      }
      return turn.reply({});
    },
    flush(group, _none, turn) {
      const waiting = group.notices.filter(({ status }) => status === "waiting");
      if (group.sending !== null || waiting.length === 0) return turn.forget("flush").reply({});
      const shown = waiting.slice(0, MOST_LINES);
      return turn.emit("message_due", {
        message: group.messages + 1,
        keys: waiting.map(({ key }) => key),
        lines: shown.map(({ code, values, href, count }) => ({
          code,
          values: { ...values },
          href,
          count,
        })),
        more: numbers(waiting.slice(MOST_LINES)),
        everybody: waiting.some(({ code, repeats }) => isLastCall(code, repeats)),
      }).forget("flush").reply({});
    },
    delivered(group, { message }, turn) {
      if (group.sending !== message) return turn.reply({});
      turn.emit("delivered", { message });
      const repeatAts = group.notices.flatMap((one) =>
        one.status === "sending"
          ? repeatAtOf(one, turn.at) ?? []
          : open(one)
          ? one.repeatAt ?? []
          : []
      );
      return goOn(group, turn, repeatAts, nextDue({ lastAt: turn.at }, turn.at)).reply({});
    },
    undelivered(group, { message, reason = "" }, turn) {
      if (group.sending !== message) return turn.reply({});
      turn.emit("undelivered", { message, reason: reason.slice(0, 300) });
      return turn.remind("flush", turn.at + AGAIN_MS, "flush", {}).reply({});
    },
    acknowledge(group, which, turn) {
      const found = group.notices.filter(({ key, messages }) =>
        "key" in which ? key === which.key : messages.includes(which.message)
      );
      if (found.length === 0) return turn.refuse("unknown_message");
      const keys = found.filter(open).map(({ key }) => key);
      if (keys.length > 0) turn.emit("acknowledged", { keys, by: turn.by.id });
      return turn.reply({ acknowledged: keys.length });
    },
    repeat(group, _none, turn) {
      const due = group.notices.filter((one) =>
        one.status === "sent" && one.repeatAt !== null && one.repeatAt <= turn.at
      );
      if (due.length > 0) turn.emit("repeat_due", { keys: due.map(({ key }) => key) });
      for (const { key, code, repeats, at } of due) {
        if (isLastCall(code, repeats + 1) && code !== "nobody_answers") {
          turn.emit("escalated", { key, code, at });
        }
      }
      const others = group.notices.filter((one) => open(one) && !due.includes(one)).flatMap((
        { repeatAt },
      ) => repeatAt ?? []);
      remindOfRepeat(turn, others);
      if (due.length > 0 && group.sending === null) {
        turn.remind("flush", group.dueAt ?? nextDue(group, turn.at), "flush", {});
      }
      return turn.reply({});
    },
  },
  evolve: {
    noticed(group, { key, ...news }, { at }) {
      const before = group.notices.find((one) => one.key === key && open(one));
      const count = (before?.count ?? 0) + news.count;
      const fresh: Notice = {
        ...news,
        values: { ...news.values },
        key,
        at,
        count,
        // What is on its way tells of the older number: this one goes with the next message.
        status: "waiting",
        messages: [],
        repeats: 0,
        repeatAt: null,
        acknowledged: null,
      };
      group.notices = trimmed([...group.notices.filter((one) => one !== before), fresh]);
      group.told = [...group.told, news.id].slice(-MOST_TOLD);
      if (group.sending === null) group.dueAt ??= nextDue(group, at);
    },
    marked: (group, { name, is }) => void group.marks.set(name, is),
    message_due(group, { message, keys }, { at }) {
      const chosen = new Set(keys);
      for (const one of group.notices) {
        if (!chosen.has(one.key) || one.status !== "waiting") continue;
        one.status = "sending";
        one.messages = [...one.messages, message];
      }
      Object.assign(group, { sending: message, messages: message, dueAt: null, lastAt: at });
    },
    delivered(group, _message, { at }) {
      for (const one of group.notices) {
        if (one.status !== "sending") continue;
        one.status = "sent";
        one.repeatAt = repeatAtOf(one, at);
      }
      settled(group, nextDue({ lastAt: at }, at));
    },
    undelivered(group, _message, { at }) {
      for (const one of group.notices) if (one.status === "sending") one.status = "waiting";
      settled(group, at + AGAIN_MS);
    },
    acknowledged(group, { keys, by }, { at }) {
      for (const one of group.notices) {
        if (!keys.includes(one.key) || !open(one)) continue;
        Object.assign(one, { status: "acknowledged", acknowledged: { by, at }, repeatAt: null });
      }
    },
    repeat_due(group, { keys }, { at }) {
      for (const one of group.notices) {
        if (!keys.includes(one.key) || one.status !== "sent") continue;
        Object.assign(one, { status: "waiting", repeats: one.repeats + 1, repeatAt: null });
      }
      if (group.sending === null) group.dueAt ??= nextDue(group, at);
    },
    escalated: () => {},
  },
  invariant: ({ notices }) =>
    new Set(notices.filter(open).map(({ key }) => key)).size === notices.filter(open).length ||
    "two open notices have one key",
});

export const open = ({ status }: Pick<Notice, "status">): boolean => status !== "acknowledged";

/** Of the same matter it is one; and where too many are open, all of a kind are. */
function keyOf(
  { notices }: ChatGroupState,
  { id, about, code }: Pick<Notice, "id" | "about" | "code">,
): string {
  if (about !== null) return about;
  return notices.filter(open).length >= MOST_OPEN ? `many ${code}` : id;
}

const nextDue = ({ lastAt }: Pick<ChatGroupState, "lastAt">, at: number): number =>
  Math.max(at + GATHER_MS, lastAt + APART_MS);

const repeatAtOf = ({ code, repeats }: Notice, at: number): number | null => {
  const { afterMs, times } = REPEATS[NOTICES[code].severity];
  return repeats < times ? at + afterMs : null;
};

/** News may wait for its turn unanswered; what is more than news calls everybody in the end. */
function isLastCall(code: Notice["code"], repeats: number): boolean {
  const { severity } = NOTICES[code];
  return severity !== "info" && repeats >= REPEATS[severity].times;
}

function settled(group: ChatGroupState, dueAt: number): void {
  group.sending = null;
  group.dueAt = group.notices.some(({ status }) => status === "waiting") ? dueAt : null;
}

function remindOfRepeat<T extends ChatTurn>(turn: T, ats: readonly number[]): T {
  return ats.length > 0
    ? turn.remind("repeat", Math.max(turn.at + 1, Math.min(...ats)), "repeat", {})
    : turn.forget("repeat");
}

/** After a message has arrived: the next one where something waits, and what may have to be repeated. */
function goOn<T extends ChatTurn>(
  { notices }: ChatGroupState,
  turn: T,
  repeatAts: readonly number[],
  dueAt: number,
): T {
  if (notices.some(({ status }) => status === "waiting")) turn.remind("flush", dueAt, "flush", {});
  return remindOfRepeat(turn, repeatAts);
}

function numbers(notices: readonly Notice[]): { code: Notice["code"]; count: number }[] {
  const counts = new Map<Notice["code"], number>();
  for (const { code, count } of notices) counts.set(code, (counts.get(code) ?? 0) + count);
  return [...counts].map(([code, count]) => ({ code, count }));
}

/** Those who are settled make room first; what is open is never let go of. */
function trimmed(notices: Notice[]): Notice[] {
  let over = notices.length - MOST_KEPT;
  return over <= 0 ? notices : notices.filter((one) => open(one) || over-- <= 0);
}
