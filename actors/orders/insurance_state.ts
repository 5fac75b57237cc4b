/** What the insurance of a car on order knows. */
import * as z from "zod";
import { policy, quote, wish } from "../../lib/insurance/cover.ts";

const time = z.int().min(0);

/** A premium that is being paid, was paid, or goes back. */
const premium = z.object({
  paymentId: z.string(),
  amountFen: z.int().min(0),
  expiresAt: time,
  status: z.enum(["open", "closed", "paid", "returning", "returned"]),
});
export type Premium = z.infer<typeof premium>;

export const insuranceState = z.object({
  memberId: z.string(),
  wish: wish.nullable(),
  /** Of the quotes that are being asked for or are shown. */
  requestId: z.string().nullable(),
  status: z.enum([
    "none",
    "asking",
    "quoted",
    "no_quotes",
    /** The premium of the chosen quote is being paid. */
    "paying",
    "buying",
    "failed",
    "insured",
    /** The insurer is asked to cancel the policy, which has not begun. */
    "cancelling",
    "cancelled",
  ]),
  quotes: z.array(quote),
  chosen: z.string().nullable(),
  /** When the policy that is being bought begins. */
  from: time.nullable(),
  /** The version of the wording of the consent. */
  consent: z.int().nullable(),
  policies: z.array(policy),
  premiums: z.array(premium),
  /** The order has ended: what is still being bought is cancelled as soon as it is there. */
  orderEnded: z.boolean(),
});
export type InsuranceState = z.infer<typeof insuranceState>;

export const notInsured: InsuranceState = {
  memberId: "",
  wish: null,
  requestId: null,
  status: "none",
  quotes: [],
  chosen: null,
  from: null,
  consent: null,
  policies: [],
  premiums: [],
  orderEnded: false,
};

export const openPremium = ({ premiums }: InsuranceState): Premium | undefined =>
  premiums.find(({ status }) => status === "open");

/** The premium that was paid and has not gone back. */
export const paidPremium = ({ premiums }: InsuranceState): Premium | undefined =>
  premiums.find(({ status }) => status === "paid");

export const premiumOf = ({ premiums }: InsuranceState, paymentId: string): Premium | undefined =>
  premiums.find((one) => one.paymentId === paymentId);
