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
};

export const payText = (language: Language): PayText => language === "en" ? en : zh;
