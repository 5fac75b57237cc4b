/** Text messages. A message names the member, never the phone: the adapter looks that up. */
import { definePort } from "../../kernel/mod.ts";

/** A one-time code for signing in; the adapter computes it from the nonce, so it is stored nowhere. */
export type SmsRequest = {
  readonly template: "sign_in_code";
  readonly memberId: string;
  readonly nonce: string;
};

export const sms = definePort<SmsRequest, { messageId: string }>("sms");

/** What an adapter sends. Throws where the provider did not accept; sending again is safe. */
export interface SmsGateway {
  send(message: {
    /** Eleven digits. */
    readonly phone: string;
    readonly text: string;
    readonly idempotencyKey: string;
    readonly signal: AbortSignal;
  }): Promise<{ messageId: string }>;
}
