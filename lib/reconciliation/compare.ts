/** What a provider's bill says against what we know: pure, and the same in whatever order. */

/** A payment or a refund, as either side has it. */
export interface Entry {
  readonly paymentId: string;
  /** Of a refund. */
  readonly refundId?: string;
  readonly transactionId: string;
  readonly amountFen: number;
  readonly status: "succeeded" | "processing" | "failed";
}

export const DIFFERENCES = [
  /** The provider has it, we do not. */
  "missing_with_us",
  /** We have it, the provider does not. */
  "missing_there",
  "amount_differs",
  "state_differs",
] as const;

export interface Difference {
  readonly kind: (typeof DIFFERENCES)[number];
  readonly paymentId: string;
  readonly refundId?: string;
  readonly oursFen?: number;
  readonly theirsFen?: number;
  readonly ours?: Entry["status"];
  readonly theirs?: Entry["status"];
}

export interface Sides {
  /** The bill's lines. */
  readonly bill: readonly Entry[];
  /** What we know of each line of the bill, whatever day it is of with us. */
  readonly known: ReadonlyMap<string, Entry>;
  /** What has to be in the bill. */
  readonly due: readonly Entry[];
  /** What bills of the days before had already: a refund is asked for before it is done. */
  readonly before?: ReadonlySet<string>;
}

export const keyOf = ({ paymentId, refundId }: Pick<Entry, "paymentId" | "refundId">): string =>
  refundId === undefined ? paymentId : `${paymentId}/${refundId}`;

export function compare({ bill, known, due, before = new Set() }: Sides): Difference[] {
  const found: Difference[] = [];
  const seen = new Set<string>();
  for (const line of bill) {
    const key = keyOf(line);
    const ours = known.get(key);
    const again = seen.has(key);
    seen.add(key);
    // A second payment of the same number is one that nobody here knows of.
    if (!ours || again && line.transactionId !== ours.transactionId) {
      found.push({
        kind: "missing_with_us",
        ...idsOf(line),
        theirsFen: line.amountFen,
        theirs: line.status,
      });
    } else if (ours.amountFen !== line.amountFen) {
      found.push({
        kind: "amount_differs",
        ...idsOf(line),
        oursFen: ours.amountFen,
        theirsFen: line.amountFen,
      });
    } else if (ours.status !== line.status && !isAhead(ours, line)) {
      found.push({
        kind: "state_differs",
        ...idsOf(line),
        oursFen: ours.amountFen,
        theirsFen: line.amountFen,
        ours: ours.status,
        theirs: line.status,
      });
    }
  }
  for (const ours of due) {
    const key = keyOf(ours);
    if (seen.has(key) || before.has(key)) continue;
    found.push({
      kind: "missing_there",
      ...idsOf(ours),
      oursFen: ours.amountFen,
      ours: ours.status,
    });
  }
  return found.sort((one, other) =>
    keyOf(one) < keyOf(other) ? -1 : keyOf(one) > keyOf(other) ? 1 : 0
  );
}

/** A bill is a snapshot: what was under way in it may have ended since. */
const isAhead = (ours: Entry, theirs: Entry): boolean =>
  theirs.status === "processing" && ours.status !== "processing";

const idsOf = ({ paymentId, refundId }: Entry) => ({
  paymentId,
  ...(refundId === undefined ? {} : { refundId }),
});
