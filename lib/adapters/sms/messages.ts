/** The words of text messages, Chinese first, with the brand that carriers want in front. */
import { beijingClock } from "../../time/beijing.ts";
import { readMoments } from "../../words/moments.ts";
import { withBothTitles } from "../../words/titles.ts";
import type { OrderNotice } from "../order_notice.ts";
import type { InboxNotice } from "./port.ts";

const BRAND = "【晴川】";

export const signInText = (code: string): string =>
  `${BRAND}验证码 ${code}，五分钟内有效。Your code is ${code}.`;

const PAID_BACK = {
  no_car_left: [
    "付款到达时保留期已过，且暂无余车，订金已原路退回",
    "Your payment came after the hold and no car was left; it is being paid back",
  ],
  cancelled: [
    "订单已取消，订金已原路退回",
    "The order was cancelled; your deposit is being paid back",
  ],
  paid_twice: [
    "检测到重复付款，多付的一笔已原路退回",
    "You paid twice; the second payment is being paid back",
  ],
} as const;

const INBOX: Readonly<Record<string, readonly [string, string]>> = {
  sale_soon: [
    "您登记的“{title}”将于 {time} 开售",
    "{titleEn}, which you registered for, opens on {time}",
  ],
  sale_open: [
    "您登记的“{title}”已提前开售，现在就能抢",
    "{titleEn}, which you registered for, has opened ahead of its time",
  ],
  points_end: [
    "您有 {points} 积分将于 {day} 结束时失效",
    "{points} of your points end with {day}",
  ],
  clock_maintenance: ["您的车保养将于 {day} 到期", "Your car's maintenance is due by {day}"],
  clock_insurance: ["您的车险将于 {day} 到期", "Your car's insurance ends on {day}"],
  clock_warranty: ["您的车质保将于 {day} 到期", "Your car's warranty ends on {day}"],
  clock_guarantee: ["您的车三包有效期将于 {day} 到期", "Your car's guarantee ends on {day}"],
  guarantee_near: [
    "您的车三包计数接近上限：累计维修 {days} 天，同一故障 {times} 次",
    "Your car's guarantee counters are near a limit: {days} days in repair, one fault {times} times",
  ],
  guarantee_reached: [
    "您的车已达到三包退换条件：累计维修 {days} 天，同一故障 {times} 次，请联系我们",
    "Your car may be replaced or returned: {days} days in repair, one fault {times} times; contact us",
  ],
  car_paid: ["您的购车款 ¥{sum} 已到账", "¥{sum} for your car has come in"],
  car_cancelled: [
    "您的购车订单已取消，退款情况请看订单",
    "Your car's order was cancelled; what goes back is shown on it",
  ],
  visit_near: ["提醒：您预约了 {time} 到店", "Reminder: you are expected on {time}"],
  visit_moved: ["您的预约已改到 {time}", "Your visit was moved to {time}"],
  visit_cancelled: ["您 {time} 的预约已由门店取消", "The dealer cancelled your visit of {time}"],
  visit_must_move: [
    "您预约的 {time} 门店不营业，请到会员中心另选时间",
    "The dealer is closed on the day of your visit, {time}; please choose another time in your account",
  ],
  slot_offered: [
    "您等候的时段有空位：{time}，为您留到 {until}",
    "A place is free: {time}, held for you until {until}",
  ],
  visit_done: ["感谢到店，欢迎评价这次服务", "Thank you for coming; tell us how it was"],
  review_replied: ["门店回复了您的评价", "The dealer replied to your review"],
};

const UNKNOWN = ["您有一条新消息，请到会员中心查看", "You have a new message in your account"];

/** An inbox message in Chinese and English, as a text or a notification says it. */
export const inboxSentences = (
  { code, values }: Pick<InboxNotice, "code" | "values">,
): readonly string[] => {
  const [zh, en] = INBOX[code] ?? UNKNOWN;
  const all: Readonly<Record<string, string>> = withBothTitles(values);
  const filled = (text: string, language: "zh" | "en") => {
    const said = readMoments(all, language);
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => said[name] ?? whole);
  };
  return [filled(zh, "zh"), filled(en, "en")];
};

function inboxText(notice: InboxNotice): string {
  const [zh, en] = inboxSentences(notice);
  return `${BRAND}${zh}。${en}.`;
}

export function noticeText(notice: OrderNotice | InboxNotice): string {
  if (notice.template === "notice") return inboxText(notice);
  const { orderId } = notice;
  switch (notice.template) {
    case "deposit_paid":
      return `${BRAND}订单 ${orderId} 订金已到账，这辆车是您的了。` +
        `Deposit received: the car is yours.`;
    case "paid_back": {
      const [zh, en] = PAID_BACK[notice.reason];
      return `${BRAND}订单 ${orderId}：${zh}。${en}.`;
    }
    case "car_offered": {
      const until = beijingClock(notice.payBy);
      return `${BRAND}轮到您了：订单 ${orderId} 为您保留至 ${until}，请尽快支付订金。` +
        `Your turn: a car is held for you until ${until}.`;
    }
  }
}
