/** What notifications say. A screen that is locked shows them: no names, no sums. */
import { beijingClock } from "../../time/beijing.ts";
import { inboxSentences } from "../sms/messages.ts";
import type { PushRequest } from "./port.ts";

export type PushLanguage = "zh" | "en";

interface Words {
  readonly title: string;
  readonly body: string;
}

const PAID_BACK = {
  zh: {
    no_car_left: "付款到达时已没有余车，订金正在退回。",
    cancelled: "订单已取消，订金正在退回。",
    paid_twice: "您付了两次，多付的一笔正在退回。",
  },
  en: {
    no_car_left: "Your payment came when no car was left. It is being paid back.",
    cancelled: "The order was cancelled. Your deposit is being paid back.",
    paid_twice: "You paid twice. The second payment is being paid back.",
  },
} as const;

function wordsOf(request: PushRequest, language: PushLanguage): Words {
  const zh = language === "zh";
  switch (request.template) {
    case "car_offered": {
      const until = beijingClock(request.payBy);
      return zh ? { title: "轮到您了", body: `一辆车为您保留到 ${until}，请支付订金。` } : {
        title: "It is your turn",
        body: `A car is held for you until ${until}. Pay the deposit.`,
      };
    }
    case "deposit_paid":
      return zh
        ? { title: "订金已到账", body: "这辆车是您的了。" }
        : { title: "Deposit received", body: "The car is yours." };
    case "paid_back": {
      const body = PAID_BACK[language][request.reason];
      return { title: zh ? "退款" : "Refund", body };
    }
    case "inbox": {
      const [chinese = "", english = ""] = inboxSentences(request);
      return zh
        ? { title: "晴川", body: `${chinese}。` }
        : { title: "Qingchuan", body: `${english}.` };
    }
  }
}

/** What the app's worker is sent: JSON with what to show, and where a tap leads. */
export const messageText = (request: PushRequest, language: PushLanguage): string =>
  JSON.stringify({
    ...wordsOf(request, language),
    lang: language === "zh" ? "zh-Hans" : "en",
    ...(request.template === "inbox"
      ? { tag: `inbox-${request.messageId}`, url: request.href ?? "/my/inbox" }
      : { tag: `order-${request.orderId}`, url: `/orders/${request.orderId}` }),
  });
