/** Insurers: quotes for a car that is on order, and a policy for one of them. */
import { definePort } from "../../kernel/mod.ts";

export type InsuranceLine = {
  readonly cover:
    | "compulsory"
    | "damage"
    | "third_party"
    | "seats"
    | "wheels"
    | "scratches"
    | "medical"
    | "charging_pile"
    | "power_grid";
  readonly limitYuan: number | null;
  readonly premiumFen: number;
};

export type InsuranceQuote = {
  readonly quoteId: string;
  readonly insurer: string;
  readonly lines: InsuranceLine[];
  readonly totalFen: number;
  readonly validUntil: number;
};

export type IssuedPolicy = {
  readonly policyNo: string;
  readonly compulsoryNo: string;
  readonly insurer: string;
  readonly lines: InsuranceLine[];
  readonly totalFen: number;
  readonly from: number;
  readonly to: number;
};

/** What a quote needs to know: the car, and nothing of the buyer. */
export type QuoteRequest = {
  readonly requestId: string;
  readonly model: string;
  readonly priceFen: number;
  readonly drive: "new_energy" | "fuel";
  readonly damage: boolean;
  readonly thirdPartyYuan: number;
  readonly seatYuan: number;
  readonly addOns: readonly string[];
};

export type InsuranceCall =
  | { readonly ask: "quote"; readonly request: QuoteRequest }
  /** Asked again with the same quote it is still one policy. */
  | { readonly ask: "buy"; readonly quote: InsuranceQuote; readonly from: number }
  /** Before it begins; asked again it is still cancelled. */
  | { readonly ask: "cancel"; readonly policy: IssuedPolicy };

export type InsuranceResult =
  | { readonly quotes: InsuranceQuote[] }
  | { readonly policy: IssuedPolicy }
  | { readonly cancelled: string };

export const insurancePort = definePort<InsuranceCall, InsuranceResult>("insurance");

export interface Insurers {
  /** One quote of each insurer that takes the car. */
  quote(request: QuoteRequest, signal: AbortSignal): Promise<InsuranceQuote[]>;
  buy(asked: { quote: InsuranceQuote; from: number }, signal: AbortSignal): Promise<IssuedPolicy>;
  /** Ends a policy that has not begun, as if it had never been. */
  cancel(policy: IssuedPolicy, signal: AbortSignal): Promise<void>;
}
