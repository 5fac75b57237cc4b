/**
 * A push service with devices on it, in this process: it takes what the services of browsers take,
 * checks it as they do, and its devices can read it. Nothing leaves the machine.
 */
import { forgetOldest } from "../../collections/forget_oldest.ts";
import { decrypt, toBase64Url } from "./encrypt.ts";
import { MOST_BYTES, type PushSubscription } from "./port.ts";
import { readVapid } from "./vapid.ts";

/** A name that is nobody's (RFC 6761). */
const HOST = "push.sandbox.invalid";
const ORIGIN = `https://${HOST}`;
/** What encryption adds: its head of 86 bytes, the end of the text, and the seal. */
const OVERHEAD = 86 + 1 + 16;
const DAY_S = 86_400;
const DEVICES = 10_000;
const MESSAGES = 20;

export interface Delivered {
  readonly text: string;
  readonly topic: string | null;
  readonly urgency: string | null;
  readonly ttlSeconds: number;
}

interface Device {
  readonly keys: CryptoKeyPair;
  readonly auth: Uint8Array<ArrayBuffer>;
  readonly applicationServerKey: string;
  readonly messages: Delivered[];
  status: "on" | "gone";
}

export class PushSandbox {
  static readonly services: readonly string[] = [HOST];
  readonly #devices = new Map<string, Device>();
  readonly #now: () => number;
  /** Answers everything with this status, as a service that is down. */
  failing: number | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** What a browser does when its user allows notifications. */
  async subscribe(applicationServerKey: string): Promise<PushSubscription> {
    const keys = await crypto.subtle.generateKey(
      { name: "ECDH", namedCurve: "P-256" },
      false,
      ["deriveBits"],
    ) as CryptoKeyPair;
    const auth = crypto.getRandomValues(new Uint8Array(16));
    const id = crypto.randomUUID();
    if (this.#devices.size >= DEVICES) forgetOldest(this.#devices);
    this.#devices.set(id, { keys, auth, applicationServerKey, messages: [], status: "on" });
    const point = new Uint8Array(await crypto.subtle.exportKey("raw", keys.publicKey));
    return {
      endpoint: `${ORIGIN}/send/${id}`,
      keys: { p256dh: toBase64Url(point), auth: toBase64Url(auth) },
    };
  }

  /** What a device has shown, the newest last. */
  delivered({ endpoint }: Pick<PushSubscription, "endpoint">): readonly Delivered[] {
    return this.#device(endpoint)?.messages ?? [];
  }

  /** The user takes the permission back, or the app is removed. */
  leave({ endpoint }: Pick<PushSubscription, "endpoint">): void {
    const device = this.#device(endpoint);
    if (device) device.status = "gone";
  }

  /** The service itself, by RFC 8030 with RFC 8291 and RFC 8292. */
  async fetch(request: Request): Promise<Response> {
    return new Response(null, { status: this.failing ?? await this.#take(request) });
  }

  async #take(request: Request): Promise<number> {
    const { headers } = request;
    if (request.method !== "POST") return 405;
    const device = this.#device(request.url);
    if (!device) return 404;
    if (device.status === "gone") return 410;
    const sender = await readVapid(headers.get("authorization"));
    if (!sender) return 401;
    const now = this.#now() / 1_000;
    const valid = sender.aud === ORIGIN && sender.exp > now && sender.exp <= now + DAY_S &&
      /^(?:mailto:|https:)/.test(sender.sub ?? "");
    if (!valid || sender.publicKey !== device.applicationServerKey) return 403;
    if (headers.get("content-encoding") !== "aes128gcm") return 415;
    const ttl = headers.get("ttl") ?? "";
    if (!/^\d+$/.test(ttl)) return 400;
    const topic = headers.get("topic");
    if (topic !== null && !/^[\w-]{1,32}$/.test(topic)) return 400;
    const body = await request.bytes();
    if (body.length > MOST_BYTES + OVERHEAD) return 413;
    const text = await decrypt(body, device);
    const urgency = headers.get("urgency");
    const kept = device.messages.filter((one) => topic === null || one.topic !== topic);
    kept.push({ text, topic, urgency, ttlSeconds: Number(ttl) });
    device.messages.splice(0, Infinity, ...kept.slice(-MESSAGES));
    return 201;
  }

  #device(endpoint: string): Device | undefined {
    return this.#devices.get(new URL(endpoint).pathname.slice("/send/".length));
  }
}
