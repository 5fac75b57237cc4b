/** Messages to staff's chat groups. A request names the group; where that is, the adapter knows. */
import { definePort } from "../../kernel/mod.ts";

/** A message as its group gathered it: what to say, and the numbers of what had no room. */
export type ChatRequest = {
  readonly group: string;
  /** The number under which the group knows it. */
  readonly message: number;
  readonly lines: readonly ChatLine[];
  readonly more: readonly { readonly code: string; readonly count: number }[];
  /** Whether everybody in the group is to be called. */
  readonly everybody: boolean;
};

export type ChatLine = {
  readonly code: string;
  readonly values: Readonly<Record<string, string>>;
  /** A path of the console. */
  readonly href: string | null;
  readonly count: number;
};

export const chat = definePort<ChatRequest, { sent: boolean }>("chat");

export interface ChatMessage {
  readonly title: string;
  /** Markdown. */
  readonly text: string;
  readonly severity: "info" | "warn" | "alert";
  /** Buttons under the message, with addresses. */
  readonly actions: readonly { readonly title: string; readonly url: string }[];
  readonly everybody: boolean;
}

/**
 * What an adapter sends. Throws where sending again later may help, as when too much was said too
 * quickly, and {@linkcode ChatRefused} where it cannot.
 */
export interface ChatGateway {
  send(group: string, message: ChatMessage, signal: AbortSignal): Promise<void>;
}

/** The other end does not take this message, whenever it is sent. */
export class ChatRefused extends Error {
  override readonly name = "ChatRefused";
}
