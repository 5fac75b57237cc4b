/** What a provider tells becomes a command for the payment it is about. */
import { payment } from "../../actors/sales/payment.ts";
import type { Notification } from "../../lib/adapters/payments/port.ts";
import type { ApiContext } from "./context.ts";
import { accepted } from "./outcome.ts";

/** Resolves once the notification is kept, whatever it means for the order. */
export const keepNotification =
  ({ system }: ApiContext) => async (_provider: string, told: Notification): Promise<void> => {
    const { paymentId } = told;
    switch (told.type) {
      case "other":
        return;
      case "paid": {
        const { transactionId, amountFen, paidAt } = told;
        accepted(
          await system.ask(payment(paymentId), "notify", { transactionId, amountFen, paidAt }),
        );
        return;
      }
      case "refunded":
      case "refund_failed": {
        const { refundId, type: status } = told;
        const outcome = await system.ask(payment(paymentId), "refunded", {
          refundId,
          result: { status },
        });
        // A refund of a payment that is not known here was made by hand, at the provider.
        if (!outcome.ok) console.warn(`A refund of the unknown payment "${paymentId}"`);
        return;
      }
    }
  };
