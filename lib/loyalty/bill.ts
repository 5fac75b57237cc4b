/**
 * A visit's bill with what the member puts on it. Coupons come first, by what their faces say; points
 * then pay at most the rules' share of what is left, in whole steps.
 */
import { type Held, priceWith, type Unfit } from "./coupons.ts";
import { payableWithPoints, type Programme } from "./programme.ts";

export interface BillWish {
  readonly amountFen: number;
  readonly at: number;
  readonly chosen: readonly Held[];
  readonly usePoints: boolean;
  /** Points that can be spent now; below zero where some are owed. */
  readonly available: number;
}

export interface PricedBill {
  readonly priceFen: number;
  readonly coupons: readonly { readonly id: string; readonly fen: number }[];
  readonly unfit: readonly { readonly id: string; readonly why: Unfit }[];
  readonly points: number;
  readonly pointsFen: number;
  readonly toPayFen: number;
  /** What points could pay beside these coupons, whether they are used or not. */
  readonly payable: { readonly points: number; readonly fen: number };
}

export function billWith(
  { burn }: Pick<Programme, "burn">,
  { amountFen, at, chosen, usePoints, available }: BillWish,
): PricedBill {
  const { used, unfit, toPayFen } = priceWith({ on: "maintenance", amountFen, at }, chosen);
  const payable = payableWithPoints({ burn }, toPayFen, available);
  const { points, fen } = usePoints ? payable : { points: 0, fen: 0 };
  return {
    priceFen: amountFen,
    coupons: used,
    unfit,
    points,
    pointsFen: fen,
    toPayFen: toPayFen - fen,
    payable,
  };
}
