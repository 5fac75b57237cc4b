/** What is asked once a day: how a provider's bill compares with what we know. */
import { definePort } from "../../kernel/mod.ts";

export type ReconciliationCall = {
  readonly provider: string;
  /** In Beijing, `2027-01-15`. */
  readonly day: string;
};

export type BillComparison = {
  readonly lines: number;
  readonly ours: number;
  /** What was paid less what was paid back. */
  readonly billFen: number;
  readonly oursFen: number;
  readonly differences: {
    readonly kind: "missing_with_us" | "missing_there" | "amount_differs" | "state_differs";
    readonly paymentId: string;
    readonly refundId?: string;
    readonly oursFen?: number;
    readonly theirsFen?: number;
    readonly ours?: "succeeded" | "processing" | "failed";
    readonly theirs?: "succeeded" | "processing" | "failed";
  }[];
  /** Further ones that are not listed. */
  readonly more: number;
};

/** There is no bill yet: nothing has failed, and it is asked for again. */
export type BillLate = { readonly late: string };

export const reconciliations = definePort<ReconciliationCall, BillComparison | BillLate>(
  "reconciliations",
);
