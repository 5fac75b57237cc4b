/** What waits in a mailbox. */
import type { Asker, Json, Outcome } from "./actor.ts";
import type { KernelError } from "./errors.ts";
import type { Key } from "./store.ts";

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
  readonly resolve: (outcome: AnyOutcome) => void;
  readonly reject: (error: KernelError) => void;
  /** Set after the command has spoiled a turn: it is not decided again, but kept as a dead letter. */
  poison?: string;
}

/** Reads the state in the order of turns. */
export interface ViewItem {
  readonly type: "view";
  readonly read: (state: never) => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export interface LetterItem {
  readonly type: "letter";
  readonly id: string;
  readonly key: Key;
  readonly command: string;
  readonly payload: Json;
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
  readonly command: string;
  readonly payload: Json;
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
