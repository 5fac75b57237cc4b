/** What an order's page says of money that came as another amount than was asked for. */
import { payment, type PaymentState } from "../../../actors/sales/payment.ts";
import { yuan } from "../../../lib/i18n/figures.ts";
import { fill, type Language } from "../../../lib/i18n/language.ts";
import { payText } from "../../../lib/i18n/pay.ts";
import { NEWEST_PAYMENTS } from "../../../lib/live/order_watches.ts";
import type { Platform } from "../../../lib/platform.ts";
import { Notice } from "../../../lib/ui/Notice.tsx";

export interface MispaidSum {
  readonly dueFen: number;
  readonly gotFen: number;
  /** Whether it has gone back. */
  readonly back: boolean;
  /** Whether no payment was begun after it. */
  readonly isLast: boolean;
}

/** The newest of an order's payments that brought another amount, unless all of that is past. */
export async function mispaidOf(
  { system }: Pick<Platform, "system">,
  paymentIds: readonly string[],
): Promise<MispaidSum | undefined> {
  const newest = paymentIds.slice(-NEWEST_PAYMENTS).reverse();
  for (const [nth, id] of newest.entries()) {
    const found = await system.view(payment(id), sumOf);
    if (found) return nth === 0 || !found.back ? { ...found, isLast: nth === 0 } : undefined;
  }
  return undefined;
}

/** What was paid as asked for has succeeded; this was closed, and money came all the same. */
function sumOf({ status, request, success, refunds }: PaymentState) {
  if (status !== "closed" || !request || !success) return undefined;
  const back = [...refunds.values()].some(({ status }) => status === "done");
  return { dueFen: request.amountFen, gotFen: success.amountFen, back };
}

export function Mispaid(
  { sum: { dueFen, gotFen, back }, again, language, code }: {
    readonly sum: MispaidSum;
    /** Whether it is still to be paid. */
    readonly again: boolean;
    readonly language: Language;
    readonly code: string;
  },
) {
  const text = payText(language).mispaid;
  const words = gotFen < dueFen
    ? back ? text.lessBack : text.less
    : back
    ? text.moreBack
    : text.more;
  const said = {
    got: yuan(gotFen, code),
    due: yuan(dueFen, code),
    by: yuan(Math.abs(gotFen - dueFen), code),
  };
  return (
    <Notice tone="warn">
      <p>{fill(words, said)}</p>
      {again && <p>{fill(text.again, said)}</p>}
    </Notice>
  );
}
