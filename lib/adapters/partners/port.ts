/** Partners who are given a member's data under a consent: dealers and insurers. */
import { definePort } from "../../kernel/mod.ts";

export type PartnerRequest =
  | {
    readonly ask: "deliver";
    readonly memberId: string;
    readonly shareId: string;
    readonly partner: string;
    readonly purpose: string;
  }
  | { readonly ask: "recall"; readonly shareId: string; readonly partner: string };

export type PartnerResult = { readonly status: string; readonly receipt: string | null };

export const partners = definePort<PartnerRequest, PartnerResult>("partners");

/** Reaches partners. Both calls are safe to repeat, and may come in any order. */
export interface PartnerGateway {
  /** Hands over data. A share that was recalled before it came is not taken. */
  deliver(share: {
    readonly shareId: string;
    readonly partner: string;
    readonly purpose: string;
    readonly data: Readonly<Record<string, string>>;
  }): Promise<{ readonly taken: boolean; readonly receipt: string }>;
  /** Has the partner delete what it was given. */
  recall(share: { readonly shareId: string; readonly partner: string }): Promise<
    { readonly receipt: string }
  >;
}
