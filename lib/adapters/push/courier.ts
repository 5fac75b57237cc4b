/** Carries news to each of a member's devices that wants it. */
import { defineCourier, Undeliverable } from "../../kernel/mod.ts";
import { messageText, type PushLanguage } from "./messages.ts";
import {
  push,
  type PushGateway,
  PushRefused,
  type PushRequest,
  type PushSubscription,
} from "./port.ts";

/** News of an order are worth something for a day; a car on offer until it is given on. */
const NEWS_SECONDS = 86_400;
const TOPIC_LENGTH = 32;

export interface Device {
  readonly id: string;
  readonly subscription: PushSubscription;
  readonly language: PushLanguage;
}

export interface PushDelivery {
  readonly gateway: PushGateway;
  readonly now: () => number;
  /** The devices that want news of this kind. */
  readonly devicesFor: (
    memberId: string,
    topic: "turn" | "orders" | "inbox",
  ) => Promise<readonly Device[]>;
  /** Nobody is there any more. Called again for the same one, it does nothing. */
  readonly drop: (memberId: string, deviceId: string) => Promise<void>;
}

export const pushCourier = ({ gateway, now, devicesFor, drop }: PushDelivery) =>
  defineCourier(push, async (request, { signal }) => {
    const { memberId } = request;
    const ttlSeconds = worthSeconds(request, now());
    if (ttlSeconds <= 0) return { sent: 0, gone: 0 };
    const offered = request.template === "car_offered";
    const devices = await devicesFor(memberId, kindOf(request));
    let sent = 0, gone = 0, refused = 0;
    let failure: unknown;
    for (const { id, subscription, language } of devices) {
      try {
        const outcome = await gateway.send({
          subscription,
          text: messageText(request, language),
          ttlSeconds,
          topic: topicOf(request.template === "inbox" ? request.messageId : request.orderId),
          urgency: offered ? "high" : "normal",
          signal,
        });
        if (outcome === "sent") sent++;
        else {
          gone++;
          await drop(memberId, id);
        }
      } catch (error) {
        if (error instanceof PushRefused) refused++;
        failure = error;
      }
    }
    // Trying again would ring once more where it has rung already.
    if (failure === undefined || sent > 0) return { sent, gone };
    if (refused === devices.length - gone) throw new Undeliverable(String(failure));
    throw failure;
  }, { maxAttempts: 6, firstPauseMs: 1_000, longestPauseMs: 60_000, timeoutMs: 20_000 });

const worthSeconds = (request: PushRequest, now: number): number =>
  request.template === "car_offered" ? Math.floor((request.payBy - now) / 1_000) : NEWS_SECONDS;

/** What the member chooses by; of the inbox's topics they have chosen there. */
const kindOf = ({ template }: PushRequest) =>
  template === "car_offered" ? "turn" : template === "inbox" ? "inbox" : "orders";

/** At most 32 letters, of base64url's alphabet (RFC 8030, 5.4); the end tells orders apart. */
const topicOf = (orderId: string): string => orderId.replace(/[^\w-]/g, "-").slice(-TOPIC_LENGTH);
