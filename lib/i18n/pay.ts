/** The words of the page on which a code is scanned; Chinese first. */
import type { Language } from "./language.ts";

const zh = {
  title: "付款",
  scan: {
    alipay: "用支付宝扫一扫",
    wechat: "用微信扫一扫",
    stripe: "用手机扫一扫",
    other: "扫码付款",
  },
  code: "付款二维码",
  due: "应付",
  until: "请在 {time} 前付款（北京时间）",
  open: {
    alipay: "打开支付宝付款",
    wechat: "在微信中打开",
    stripe: "前往 Stripe 付款",
    other: "打开付款页",
  },
  proof: "付款结果以渠道通知为准，收到后这一页会自己转回订单。",
  paid: "我已付款，查看订单",
  live: "等待付款",
  how: "怎样付款",
  name: {
    alipay: "支付宝",
    wechat: "微信支付",
    stripe: "银行卡",
    sandbox: "演示收银台",
    other: "其他",
  },
  onDesk: {
    alipay: "用手机扫码",
    wechat: "用手机扫码",
    stripe: "在 Stripe 的页面付款",
    sandbox: "不产生真实扣款",
    other: "",
  },
  onPhone: {
    alipay: "打开支付宝",
    wechat: "打开微信",
    stripe: "在 Stripe 的页面付款",
    sandbox: "不产生真实扣款",
    other: "",
  },
  otherWay: "换一种方式付款",
  away: "{provider}暂时连不上，没有扣款。请换一种方式。",
  inApp: "微信里的浏览器打不开支付。请点右上角的 ···，选“在浏览器打开”。",
  closing: "正在关闭原来的付款",
  closingText: "先向{provider}确认原来的付款没有完成，并把它关闭，这样不会付两次。",
  closingLate: "{provider}有时过几分钟才允许关闭，最晚到 {time}。原来的付款若已完成，就以它为准。",
  goOn: "改用{provider}",
  back: "回到订单",
  mispaid: {
    less: "收到一笔 {got}，比应付的 {due} 少 {by}，不能入账，正在全额原路退回。",
    more: "收到一笔 {got}，比应付的 {due} 多 {by}，不能入账，正在全额原路退回。",
    lessBack: "收到过一笔 {got}，比应付的 {due} 少 {by}，没有入账，已全额原路退回。",
    moreBack: "收到过一笔 {got}，比应付的 {due} 多 {by}，没有入账，已全额原路退回。",
    again: "请按 {due} 重新付一次。",
  },
};

export type PayText = typeof zh;

const en: PayText = {
  title: "Payment",
  scan: {
    alipay: "Scan with Alipay",
    wechat: "Scan with WeChat",
    stripe: "Scan with your phone",
    other: "Scan to pay",
  },
  code: "Payment code",
  due: "Due",
  until: "Pay before {time}, Beijing time",
  open: {
    alipay: "Open Alipay",
    wechat: "Open in WeChat",
    stripe: "Pay at Stripe",
    other: "Open the payment page",
  },
  proof:
    "What the provider tells us counts; once it does, this page goes back to your order by itself.",
  paid: "I have paid; see the order",
  live: "Waiting for the payment",
  how: "How would you like to pay",
  name: {
    alipay: "Alipay",
    wechat: "WeChat Pay",
    stripe: "Bank card",
    sandbox: "Rehearsal cashier",
    other: "Another way",
  },
  onDesk: {
    alipay: "Scan with your phone",
    wechat: "Scan with your phone",
    stripe: "On a page of Stripe",
    sandbox: "No money moves",
    other: "",
  },
  onPhone: {
    alipay: "Opens Alipay",
    wechat: "Opens WeChat",
    stripe: "On a page of Stripe",
    sandbox: "No money moves",
    other: "",
  },
  otherWay: "Pay in another way",
  away: "{provider} cannot be reached just now; nothing was charged. Please choose another way.",
  inApp: "The browser within WeChat cannot open a payment. Choose ··· and then “Open in browser”.",
  closing: "Closing the former payment",
  closingText:
    "{provider} is asked whether the former payment went through, and closes it, so that nothing is paid twice.",
  closingLate:
    "{provider} may take some minutes before it lets a payment be closed, until {time} at the latest. If it was paid, that counts.",
  goOn: "Go on with {provider}",
  back: "Back to the order",
  mispaid: {
    less: "{got} arrived, {by} less than the {due} to pay. It cannot be booked and is going back " +
      "in full, the way it came.",
    more: "{got} arrived, {by} more than the {due} to pay. It cannot be booked and is going back " +
      "in full, the way it came.",
    lessBack:
      "{got} had arrived, {by} less than the {due} to pay. It was not booked and has gone " +
      "back in full, the way it came.",
    moreBack:
      "{got} had arrived, {by} more than the {due} to pay. It was not booked and has gone " +
      "back in full, the way it came.",
    again: "Please pay {due} once more.",
  },
};

export const payText = (language: Language): PayText => language === "en" ? en : zh;
