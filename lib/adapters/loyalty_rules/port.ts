/** What the rules of points in force give for something. In-house; a port because it looks things up. */
import { definePort } from "../../kernel/mod.ts";

export type LoyaltyRulesRequest =
  | { readonly ask: "paid"; readonly paymentId: string; readonly at: number }
  | { readonly ask: "refunded"; readonly paymentId: string; readonly refundId: string }
  | {
    readonly ask: "activity";
    readonly behaviour: "check_in" | "review" | "test_drive" | "referral" | "maintenance";
    readonly amountFen: number;
    readonly at: number;
  };

export type LoyaltyAward = {
  readonly rule: string;
  readonly version: number;
  readonly points: number;
  readonly activeAt: number;
  readonly expiresAt: number;
  readonly caps: readonly { readonly key: string; readonly points: number }[];
  readonly year: string | null;
  readonly tiers: readonly { readonly from: number; readonly bonusPct: number }[];
};

export type LoyaltyRulesResult = {
  readonly awards: readonly LoyaltyAward[];
  readonly paidFen: number;
  readonly refundFen: number;
};

export const loyaltyRules = definePort<LoyaltyRulesRequest, LoyaltyRulesResult>("loyalty_rules");
