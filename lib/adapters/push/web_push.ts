/** Sends to the push service of a browser's maker (RFC 8030). */
import { encrypt } from "./encrypt.ts";
import { MOST_BYTES, type PushGateway, type PushMessage, PushRefused } from "./port.ts";
import type { Vapid } from "./vapid.ts";

/**
 * The services of all browsers that have one. A device names its own address, and whatever else it
 * named, this server would knock at.
 */
export const SERVICES: readonly string[] = [
  "fcm.googleapis.com",
  "jmt17.google.com",
  "updates.push.services.mozilla.com",
  ".push.services.mozilla.com",
  ".notify.windows.com",
  ".push.apple.com",
];

export interface WebPushOptions {
  readonly vapid: Vapid;
  readonly fetch?: (request: Request) => Promise<Response>;
  /** Hosts of push services; one that begins with a dot stands for all below it. */
  readonly services?: readonly string[];
}

export function createWebPush(options: WebPushOptions): PushGateway {
  const { vapid, services = SERVICES } = options;
  const ask = options.fetch ?? fetch;
  return {
    publicKey: vapid.publicKey,
    knows: (endpoint) => isOf(services, endpoint),
    async send(message) {
      const { subscription: { endpoint } } = message;
      if (!isOf(services, endpoint)) {
        throw new PushRefused(`expected the address of a known push service, got "${endpoint}"`);
      }
      const response = await ask(await requestOf(message, vapid));
      await response.body?.cancel();
      return outcomeOf(response.status);
    },
  };
}

function isOf(services: readonly string[], endpoint: string): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { protocol, hostname, port, username } = new URL(endpoint);
  return protocol === "https:" && port === "" && username === "" &&
    services.some((one) => one.startsWith(".") ? hostname.endsWith(one) : hostname === one);
}

async function requestOf(message: PushMessage, vapid: Vapid): Promise<Request> {
  const { subscription, text, ttlSeconds, topic, urgency, signal } = message;
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > MOST_BYTES) {
    throw new PushRefused(`expected ${MOST_BYTES} bytes at most, got ${bytes}`);
  }
  return new Request(subscription.endpoint, {
    method: "POST",
    // What a service answers is for us; an address it leads to may be anywhere.
    redirect: "manual",
    signal,
    headers: {
      authorization: await vapid.authorization(new URL(subscription.endpoint).origin),
      "content-encoding": "aes128gcm",
      "content-type": "application/octet-stream",
      ttl: String(ttlSeconds),
      topic,
      urgency,
    },
    body: await encrypt(text, subscription),
  });
}

function outcomeOf(status: number): "sent" | "gone" {
  if (status >= 200 && status < 300) return "sent";
  if (status === 404 || status === 410) return "gone";
  const message = `a push service answered ${status}`;
  // Too many requests and faults of the service pass; whatever else it refuses, it refuses again.
  throw status === 429 || status >= 500 ? new Error(message) : new PushRefused(message);
}
