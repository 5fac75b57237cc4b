/** Keeps messages in memory instead of sending them; `GET /sandbox/sms?phone=` shows them. */
import type { SmsGateway } from "./port.ts";

export interface SandboxMessage {
  readonly messageId: string;
  readonly phone: string;
  readonly text: string;
  /** Epoch milliseconds. */
  readonly sentAt: number;
}

const MESSAGES_A_PHONE = 20;
const PHONES = 10_000;

export class SmsSandbox implements SmsGateway {
  readonly #sent = new Map<string, SandboxMessage[]>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  send(
    { phone, text, idempotencyKey }: Parameters<SmsGateway["send"]>[0],
  ): Promise<{ messageId: string }> {
    const messages = this.#sent.get(phone) ?? [];
    if (!messages.some(({ messageId }) => messageId === idempotencyKey)) {
      messages.push({ messageId: idempotencyKey, phone, text, sentAt: this.#now() });
    }
    this.#sent.set(phone, messages.slice(-MESSAGES_A_PHONE));
    if (this.#sent.size > PHONES) this.#sent.delete(this.#sent.keys().next().value!);
    return Promise.resolve({ messageId: idempotencyKey });
  }

  /** Messages to a phone, the newest last. */
  messages(phone: string): readonly SandboxMessage[] {
    return this.#sent.get(phone) ?? [];
  }
}
