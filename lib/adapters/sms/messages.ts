/** The words of text messages, Chinese first, with the brand that carriers want in front. */
import type { OrderNotice } from "./port.ts";

const BRAND = "【晴川】";

export const signInText = (code: string): string =>
  `${BRAND}验证码 ${code}，五分钟内有效。Your code is ${code}.`;

const PAID_BACK = {
  no_car_left: [
    "付款到达时保留期已过，且暂无余车，定金已原路退回",
    "Your payment came after the hold and no car was left; it is being paid back",
  ],
  cancelled: [
    "订单已取消，定金已原路退回",
    "The order was cancelled; your deposit is being paid back",
  ],
  paid_twice: [
    "检测到重复付款，多付的一笔已原路退回",
    "You paid twice; the second payment is being paid back",
  ],
} as const;

export function noticeText(notice: OrderNotice): string {
  const { orderId } = notice;
  switch (notice.template) {
    case "deposit_paid":
      return `${BRAND}订单 ${orderId} 定金已到账，这辆车是您的了。` +
        `Deposit received: the car is yours.`;
    case "paid_back": {
      const [zh, en] = PAID_BACK[notice.reason];
      return `${BRAND}订单 ${orderId}：${zh}。${en}.`;
    }
    case "car_offered": {
      const until = clock(notice.payBy);
      return `${BRAND}轮到您了：订单 ${orderId} 为您保留至 ${until}，请尽快支付定金。` +
        `Your turn: a car is held for you until ${until}.`;
    }
  }
}

const clock = (ms: number): string =>
  new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", timeStyle: "short" }).format(ms);
