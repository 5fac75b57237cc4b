/** Text messages. A message names the member, never the phone: the adapter looks that up. */
import { definePort } from "../../kernel/mod.ts";
import type { OrderNotice } from "../order_notice.ts";

/** A one-time code for signing in; the adapter computes it from the nonce, so it is stored nowhere. */
export type SignInCode = {
  readonly template: "sign_in_code";
  readonly memberId: string;
  readonly nonce: string;
};

/** A message of the member's inbox that they also want as a text. */
export type InboxNotice = {
  readonly template: "notice";
  readonly memberId: string;
  readonly code: string;
  readonly values: Readonly<Record<string, string>>;
};

export type SmsRequest = SignInCode | OrderNotice | InboxNotice;

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
