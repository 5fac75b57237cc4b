/** What waits in a mailbox. */
import type { Asker, Json, Outcome } from "./actor.ts";
import { fromJson, toBytes, unlessItThrows } from "./codec.ts";
import { KernelError } from "./errors.ts";
import { sha256 } from "./journal.ts";
import type { Key, Row } from "./store.ts";
import type { TracePoint } from "./trace.ts";

export type AnyOutcome = Outcome<unknown, string>;

/** A key under which the first answer is kept, and what was asked, to tell a repeat from a misuse. */
export interface Idempotency {
  readonly key: string;
  /** Distinguishes bodies: the payload's hash or its canonical text. */
  readonly fingerprint: string;
}

export interface CommandItem {
  readonly type: "command";
  readonly command: string;
  readonly payload: Json;
  readonly by: Asker;
  readonly idempotency?: Idempotency;
  trace?: TracePoint;
  readonly resolve: (outcome: AnyOutcome) => void;
  readonly reject: (error: KernelError) => void;
  /** Set after the command has spoiled a turn: it is not decided again, but kept as a dead letter. */
  poison?: string;
}

/** Reads the state in the order of turns. */
export interface ViewItem {
  readonly type: "view";
  readonly read: (state: never) => unknown;
  readonly trace?: TracePoint;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export interface LetterItem {
  readonly type: "letter";
  readonly id: string;
  readonly key: Key;
  readonly command: string;
  readonly payload: Json;
  readonly trace?: TracePoint;
  /**
   * The letter is known to have existed at this versionstamp. It may be applied on head version v
   * only if `seenAt` is v or greater: consuming a letter moves the head.
   */
  seenAt: string;
  poison?: string;
}

export interface ReminderItem {
  readonly type: "reminder";
  readonly name: string;
  /** Valid as long as the head says that the reminder `name` is due at this time. */
  readonly due: number;
  readonly key: Key;
  command: string;
  payload: Json;
  /**
   * Command and payload are known to be the reminder's at this versionstamp. It may have been
   * cleared since and set again to the very same time, so it follows the same rule as a letter.
   */
  seenAt: string;
  poison?: string;
}

/** A command as it travels between nodes. */
export interface HandedCommand {
  readonly command: string;
  readonly payload: Json;
  readonly by: Asker;
  readonly idempotency?: Idempotency;
  poison?: string;
}

/** Commands that another node handed over, or that this node takes back from a dead steward. */
export interface HandedItem {
  readonly type: "handed";
  readonly from: string;
  /** Valid as long as it is greater than the last number the head says was taken from that node. */
  readonly n: number;
  readonly key: Key;
  readonly commands: readonly HandedCommand[];
  /** Who waits, where `from` is this node. */
  readonly own?: readonly CommandItem[];
}

export type Item = CommandItem | ViewItem | LetterItem | ReminderItem | HandedItem;

/** What one handed-over command came to. `again` says it was not decided and may be asked anew. */
export type HandedAnswer =
  | { readonly outcome: AnyOutcome }
  | { readonly error: { readonly code: KernelError["code"]; readonly message: string } }
  | { readonly again: true };

/** The item for a letter's row. */
export function letterItem({ key, value, versionstamp }: Row): LetterItem {
  const { command, payload } = fromJson(value);
  return { type: "letter", id: key[3] as string, key, command, payload, seenAt: versionstamp };
}

/** The item for a reminder's row. */
export const reminderItem = ({ key, value, versionstamp }: Row): ReminderItem => {
  const [, due, , , name] = key as [string, number, string, string, string];
  return { type: "reminder", name, due, key, ...fromJson(value), seenAt: versionstamp };
};

/** Tells whoever waits for a command what a handed-over letter's answer says. */
export function settleAnswer(
  command: CommandItem,
  answer: HandedAnswer,
  again: () => void,
): void {
  if ("outcome" in answer) command.resolve(answer.outcome);
  else if ("error" in answer) {
    command.reject(new KernelError(answer.error.code, answer.error.message));
  } else again();
}

/** Tells whoever waits for the item. */
export function rejectItem(item: Item, error: KernelError): void {
  if (item.type === "command" || item.type === "view") item.reject(error);
  else if (item.type === "handed") { for (const command of item.own ?? []) command.reject(error); }
  // Letters, reminders and other nodes' commands stay in the store; a sweep brings them back.
}

export const handedId = (from: string, n: number): string => `handed ${from} ${n}`;

/** Tells letters, reminders and handed-over letters apart, so that none waits twice. */
export const idOf = (item: Item): string | undefined => {
  switch (item.type) {
    case "letter":
      return `letter ${item.id}`;
    case "reminder":
      return `reminder ${item.name} ${item.due}`;
    case "handed":
      return item.own ? undefined : handedId(item.from, item.n);
    default:
      return undefined;
  }
};

/** What lies in the store as a row of its own, and is taken by deleting it. */
export const isSeen = (item: Item): item is LetterItem | ReminderItem =>
  item.type === "letter" || item.type === "reminder";

export const isKeyed = (item: Item): boolean =>
  (item.type === "command" && item.idempotency !== undefined) ||
  (item.type === "handed" && item.commands.some((command) => command.idempotency !== undefined));

export const commandsOf = (item: Item) =>
  item.type === "command" ? [item] : item.type === "handed" ? item.commands : [];

/** An answer that cannot travel must not cost the turn: the command holds, its reply is lost. */
export function answerText(answer: HandedAnswer, most: number): string {
  const json = unlessItThrows(() => JSON.stringify(answer));
  if (json !== undefined && json.length <= most) return json;
  const message = `Cannot carry the reply to another node: expected at most ${most} units of JSON`;
  return JSON.stringify({ error: { code: "unavailable", message } });
}

/** A longer body is kept as its hash. */
const PLAIN_BODY_UNITS = 64;

export const notJson = (command: string): KernelError =>
  new KernelError("invalid_command", `Cannot ${command}: expected a payload that is JSON`);

/**
 * Bodies that differ in the order of their names alone are the same.
 * @throws {KernelError} `invalid_command` for one that is no JSON.
 */
export function idempotencyOf(key: string, command: string, payload: Json): Idempotency {
  const json = unlessItThrows(() => ({ body: JSON.stringify(payload, inOrder) ?? "" }));
  if (!json) throw notJson(command);
  const { body } = json;
  return { key, fingerprint: body.length <= PLAIN_BODY_UNITS ? body : sha256(toBytes(body)) };
}

function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const names = Object.keys(value);
  if (names.every((name, i) => i === 0 || names[i - 1]! < name)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1));
}
