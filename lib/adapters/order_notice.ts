/** News of an order; as a text message and on the member's devices. */
export type OrderNotice =
  | { readonly template: "deposit_paid"; readonly memberId: string; readonly orderId: string }
  | {
    readonly template: "paid_back";
    readonly memberId: string;
    readonly orderId: string;
    readonly reason: "no_car_left" | "cancelled" | "paid_twice";
  }
  | {
    readonly template: "car_offered";
    readonly memberId: string;
    readonly orderId: string;
    /** Epoch milliseconds. */
    readonly payBy: number;
  };
