/** Notifications on a member's devices. A message names the member; the adapter finds the devices. */
import { definePort } from "../../kernel/mod.ts";
import type { OrderNotice } from "../order_notice.ts";

export type PushRequest =
  | OrderNotice
  | {
    /** A message of the member's inbox. */
    readonly template: "inbox";
    readonly memberId: string;
    readonly messageId: string;
    readonly code: string;
    readonly values: Readonly<Record<string, string>>;
    /** Our own path. */
    readonly href: string | null;
  };

/** How many devices were reached, and how many were dropped as nobody is there any more. */
export type PushResult = { readonly sent: number; readonly gone: number };

export const push = definePort<PushRequest, PushResult>("push");

/** What a browser gives out when its user allows notifications (Push API). */
export interface PushSubscription {
  /** Where messages for this device are posted; a secret of the device's owner. */
  readonly endpoint: string;
  readonly keys: {
    /** The device's P-256 point, uncompressed, base64url. */
    readonly p256dh: string;
    /** 16 random bytes, base64url. */
    readonly auth: string;
  };
}

export interface PushMessage {
  readonly subscription: PushSubscription;
  /** JSON for the app's worker; at most {@linkcode MOST_BYTES}. */
  readonly text: string;
  /** Seconds for which a device that is off may still get it. */
  readonly ttlSeconds: number;
  /** A newer message under the same topic takes the place of one that was not delivered yet. */
  readonly topic: string;
  readonly urgency: "very-low" | "low" | "normal" | "high";
  readonly signal: AbortSignal;
}

/** RFC 8291 guarantees 4,096 bytes in all, of which 103 are not the text's. */
export const MOST_BYTES = 3_993;

/**
 * Sends to a push service. `gone` says that the subscription has ended and is never to be used again.
 * Throws where sending again later may help, and {@linkcode PushRefused} where it cannot.
 */
export interface PushGateway {
  /** The server's public key, which browsers tie a subscription to; base64url. */
  readonly publicKey: string;
  /** Whether a device's address belongs to a push service that is known. */
  knows(endpoint: string): boolean;
  send(message: PushMessage): Promise<"sent" | "gone">;
}

/** The push service does not take this message, whenever it is sent. */
export class PushRefused extends Error {
  override readonly name = "PushRefused";
}
