/** The shop's words about registering before a first-come sale. */
const zh = {
  register: "我要参加，提醒我",
  registering: "登记中 …",
  text: "开售前提醒您。登不登记，先后都只看开售后谁先到。",
  done: "已登记",
  doneText: "开售前我们发短信提醒您；怎么提醒，可以在“消息”里改。",
  withdraw: "取消登记",
  refused: {
    not_registered: "您没有登记。",
    unknown_sale: "登记马上开放，请稍后再试。",
  },
};

const en: typeof zh = {
  register: "I take part: remind me",
  registering: "Registering …",
  text: "We remind you before it opens. Registered or not, cars go to whoever asks first.",
  done: "You are registered",
  doneText: "A text message reminds you before it opens. Change how under Messages.",
  withdraw: "Undo",
  refused: {
    not_registered: "You are not registered.",
    unknown_sale: "Registration opens in a moment; please try again.",
  },
};

export type GuestText = typeof zh;

export const guestText = (language: string): GuestText => language === "en" ? en : zh;

/** The console's word for how many have registered. */
export const guestsLabel = (language: string): string =>
  language === "en" ? "Registered beforehand" : "开售前登记";
