/** The buyers on a thread of their own: the load of claims leaves them no room on its own. */
import { Buyers, type BuyersOutcome, type BuyersPlan } from "./buyers.ts";

export type ToBuyers =
  | { readonly plan: BuyersPlan }
  | { readonly allocated: number }
  /** Members and their places in line, one after the other. */
  | { readonly waits: Int32Array }
  | { readonly claimed: true };

export type FromBuyers = { readonly outcome: BuyersOutcome };

const scope = globalThis as unknown as Worker;
let buyers: Buyers;

scope.onmessage = ({ data }: MessageEvent<ToBuyers>) => {
  if ("plan" in data) {
    buyers = new Buyers(data.plan);
    void buyers.run().then((outcome) => scope.postMessage({ outcome } satisfies FromBuyers));
  } else if ("allocated" in data) buyers.allocated(data.allocated);
  else if ("claimed" in data) buyers.claimed();
  else {
    for (let i = 0; i < data.waits.length; i += 2) buyers.waits(data.waits[i]!, data.waits[i + 1]!);
  }
};
