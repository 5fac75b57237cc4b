/** The console's words about identity numbers of a sale. */
const zh = {
  asked: "身份证号码",
  ask: {
    none: { label: "不要", detail: "不问，也不存" },
    optional: { label: "可填", detail: "填了的，一个号码一辆车" },
    required: { label: "必填", detail: "没有号码不能参加" },
  },
  title: "证件核对",
  link: "证件核对",
  intro:
    "会员填的号码没有核实过。有人说自己的号码被别人用了，请当面看身份证，再在这里查是谁填的，写明理由把号码放开。对方的车和位置不变；若那辆车不该给他，到订单里取消。",
  notAsked: "这一场不要身份证号码。",
  number: "证件上的号码",
  numberHint: "只用来查，不会存下来",
  look: "查",
  found: "填过这个号码的会员",
  nobody: "没有人用这个号码参加。",
  disputes: "几位会员都说是自己的号码",
  noDispute: "没有这样的号码。",
  member: "会员",
  has: "现在",
  outcomes: {
    held: "车在保留中",
    sold: "已付订金",
    waiting: "在候补",
    registered: "已登记摇号",
    gone: "已退出",
  },
  order: "订单",
  reason: "理由",
  reasonHint: "写进员工日志，例如：杭州店看过身份证原件",
  free: "放开号码",
  done: "号码放开了，本人可以用它参加。",
  refused: {
    invalid_identity: "这不是一个身份证号码。",
    reason_missing: "请写明理由。",
    no_identity: "这位会员没有填过号码，或已经放开。",
    other: "没有成功，请再试一次。",
  },
};

const en: typeof zh = {
  asked: "Identity numbers",
  ask: {
    none: { label: "Not asked for", detail: "Neither asked nor kept" },
    optional: { label: "Optional", detail: "One car for each number that is given" },
    required: { label: "Required", detail: "Nobody takes part without one" },
  },
  title: "Identity numbers",
  link: "Identity numbers",
  intro:
    "What members write is not proved. When somebody says that another uses their number, look at the card itself, see here who gave it, and free the number with a reason. The other keeps their car or place; a car that is not theirs to have is cancelled in its order.",
  notAsked: "This sale asks for no identity numbers.",
  number: "Number on the card",
  numberHint: "Only to look; it is not kept",
  look: "Look",
  found: "Members who gave this number",
  nobody: "Nobody takes part with this number.",
  disputes: "Numbers that several members say are theirs",
  noDispute: "There are none.",
  member: "Member",
  has: "Now",
  outcomes: {
    held: "Car held",
    sold: "Deposit paid",
    waiting: "In line",
    registered: "In the draw",
    gone: "Not in the sale any more",
  },
  order: "Order",
  reason: "Reason",
  reasonHint: "Stands in the staff's journal, such as: card seen in the Hangzhou shop",
  free: "Free the number",
  done: "The number is free; its owner may take part with it.",
  refused: {
    invalid_identity: "That is no identity number.",
    reason_missing: "Give a reason.",
    no_identity: "This member gave no number, or it is free already.",
    other: "That did not work. Please try again.",
  },
};

export type StaffIdentityText = typeof zh;

export const staffIdentityText = (language: string): StaffIdentityText =>
  language === "en" ? en : zh;
