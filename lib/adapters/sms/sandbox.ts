/**
 * Keeps messages in the store instead of sending them, so that every node shows them;
 * `GET /sandbox/sms?phone=` does.
 */
import type { Key, Store } from "../../kernel/store.ts";
import type { SmsGateway } from "./port.ts";

export interface SandboxMessage {
  readonly messageId: string;
  readonly phone: string;
  readonly text: string;
  /** Epoch milliseconds. */
  readonly sentAt: number;
}

const MESSAGES_A_PHONE = 20;
const KEPT_MS = 3_600_000;
const TRIES = 10;

const keyOf = (phone: string): Key => ["sms_sandbox", phone];

export class SmsSandbox implements SmsGateway {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #kept: boolean;

  /** Nothing is `kept` where nobody is shown it: numbers and codes have no business in the store. */
  constructor(store: Store, now: () => number, { kept = true } = {}) {
    this.#store = store;
    this.#now = now;
    this.#kept = kept;
  }

  /** @throws where others keep sending to the same phone; the courier comes again */
  async send(
    { phone, text, idempotencyKey: messageId }: Parameters<SmsGateway["send"]>[0],
  ): Promise<{ messageId: string }> {
    if (!this.#kept) return { messageId };
    const key = keyOf(phone);
    for (let tries = 0; tries < TRIES; tries++) {
      const { messages, versionstamp } = await this.#read(phone);
      if (messages.some((one) => one.messageId === messageId)) return { messageId };
      const kept = [...messages, { messageId, phone, text, sentAt: this.#now() }];
      const value = new TextEncoder().encode(JSON.stringify(kept.slice(-MESSAGES_A_PHONE)));
      const { ok } = await this.#store.commit({
        checks: [{ key, versionstamp }],
        sets: [{ key, value, expireInMs: KEPT_MS }],
        deletes: [],
      });
      if (ok) return { messageId };
    }
    throw new Error("others are writing to this phone");
  }

  /** Messages to a phone, the newest last. */
  async messages(phone: string): Promise<readonly SandboxMessage[]> {
    return (await this.#read(phone)).messages;
  }

  async #read(phone: string) {
    const [row] = await this.#store.getMany([keyOf(phone)]);
    const messages: SandboxMessage[] = row ? JSON.parse(new TextDecoder().decode(row.value)) : [];
    return { messages, versionstamp: row?.versionstamp ?? null };
  }
}
