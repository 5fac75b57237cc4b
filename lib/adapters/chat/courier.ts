/** Carries gathered messages to their group: again after growing pauses, in the end to the dead letters. */
import { type Courier, defineCourier, Undeliverable } from "../../kernel/mod.ts";
import { type ChatLinks, composed } from "./messages.ts";
import { chat, type ChatGateway, ChatRefused } from "./port.ts";

export interface ChatDelivery {
  readonly gateway: ChatGateway;
  readonly links: ChatLinks;
}

/** A robot that was spoken to too quickly is silent for ten minutes: the last pauses outlast that. */
export const chatCourier = ({ gateway, links }: ChatDelivery): Courier =>
  defineCourier(chat, async (request, { signal }) => {
    try {
      await gateway.send(request.group, composed(request, links), signal);
      return { sent: true };
    } catch (error) {
      if (error instanceof ChatRefused) throw new Undeliverable(error.message);
      throw error;
    }
  }, {
    maxAttempts: 9,
    firstPauseMs: 5_000,
    longestPauseMs: 11 * 60_000,
    timeoutMs: 15_000,
    concurrency: 4,
  });
