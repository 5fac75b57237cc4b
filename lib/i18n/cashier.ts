/** The words of the sandbox's cashier page. */
import type { Language } from "./language.ts";

const zh = {
  cashier: "收银台",
  rehearsal: "演练环境，不动真钱。",
  due: "应付",
  amount: "金额",
  payee: "收款方",
  subject: "款项",
  number: "付款单号",
  timeLeft: "剩余时间",
  until: "{time} 截止（北京时间）",
  pay: "付款 {amount}",
  back: "不付了，返回",
  rehearse: "付款，但通知……",
  late: "晚 30 秒到",
  twice: "到两次",
  ten: "到十次",
  never: "不到",
  wrongAmount: "金额不符，少扣一分",
  outOfOrder: "排在退款通知之后",
  refundFails: "正常到，日后退款失败",
  paid: {
    title: "已付款",
    text: "收款方收到通知后才会确认。页面跳转不算数。",
    go: "返回收款方",
  },
  closed: { title: "付款已关闭", text: "已过期，或已被收款方撤销。没有扣款。", go: "返回收款方" },
  missing: { title: "没有这笔付款", text: "请回到订单，重新打开付款页。", go: "回到首页" },
};

const en: typeof zh = {
  cashier: "Cashier",
  rehearsal: "A rehearsal: no money moves.",
  due: "To pay",
  amount: "Amount",
  payee: "Payee",
  subject: "For",
  number: "Payment",
  timeLeft: "Time left",
  until: "until {time}, Beijing time",
  pay: "Pay {amount}",
  back: "Go back without paying",
  rehearse: "Pay, but the notice comes …",
  late: "30 seconds late",
  twice: "twice",
  ten: "ten times",
  never: "never",
  wrongAmount: "with one fen too little",
  outOfOrder: "after that of a refund",
  refundFails: "in time, and refunds fail later",
  paid: {
    title: "Paid",
    text: "The payee confirms once the notice has arrived. Coming back proves nothing.",
    go: "Back to the payee",
  },
  closed: {
    title: "This payment is closed",
    text: "It has expired, or the payee has withdrawn it. Nothing was charged.",
    go: "Back to the payee",
  },
  missing: {
    title: "There is no such payment",
    text: "Go back to your order and open the payment again.",
    go: "Front page",
  },
};

export type CashierText = typeof zh;

export const cashierText: Readonly<Record<Language, CashierText>> = { zh, en };
