/**
 * The seven consents, as they are shown and agreed to. Whoever changes a text raises its version: what
 * members have agreed to is the text of their version, and its hash is their evidence.
 */
interface ConsentText {
  readonly version: number;
  readonly zh: { readonly title: string; readonly text: string };
  readonly en: { readonly title: string; readonly text: string };
}

export const CONSENT_TEXTS = {
  terms: {
    version: 1,
    zh: {
      title: "会员条款",
      text: "成为晴川会员后，我们用您的手机号识别您，保存您的订单、预约、积分与消息，直到您注销。" +
        "目的只有一个：把您要的服务办好。不成为会员也可以看车、问价、买车。",
    },
    en: {
      title: "Member's terms",
      text:
        "As a member you are known to us by your mobile number; we keep your orders, bookings, " +
        "points and messages until you close the account. The only purpose is the service you ask " +
        "for. You can look, ask and buy without being a member.",
    },
  },
  marketing: {
    version: 1,
    zh: {
      title: "新品与优惠的消息",
      text: "我们通过短信和站内消息告诉您新车、活动和优惠，每月不超过四次。随时可以撤回，" +
        "订单与服务的通知不受影响。",
    },
    en: {
      title: "News and offers",
      text:
        "We tell you of new cars, events and offers by text and message, at most four times a " +
        "month. Withdraw at any time; notices about orders and service go on.",
    },
  },
  dealer_sharing: {
    version: 1,
    zh: {
      title: "提供给经销商",
      text:
        "当您请门店联系时，我们把您的称呼和手机号提供给您选的那一家授权经销商，用于那一次联系。" +
        "撤回后，还没发出的不再发出，已发出的我们要求对方删除并取得回执。",
    },
    en: {
      title: "Sharing with dealers",
      text:
        "When you ask a dealer to call, we give your name and number to that authorised dealer, " +
        "for that contact. After you withdraw, what has not left stays, and for what has left we " +
        "have the dealer delete it and keep the receipt.",
    },
  },
  insurer_sharing: {
    version: 1,
    zh: {
      title: "提供给保险公司",
      text: "当您要保险报价时，我们把车辆与投保所需的信息提供给您选的保险公司，用于报价与投保。" +
        "撤回的做法与经销商相同。",
    },
    en: {
      title: "Sharing with insurers",
      text:
        "When you ask for an insurance quotation, we give what it needs about you and the car to " +
        "the insurer you choose. Withdrawing works as with dealers.",
    },
  },
  location: {
    version: 1,
    zh: {
      title: "位置",
      text: "找最近的门店和道路救援时使用您的位置。只在当时使用，不保存，不用于分析您的行踪。",
    },
    en: {
      title: "Location",
      text: "Your location is used to find the nearest dealer and for road assistance, in that " +
        "moment only. It is not kept and never used to learn where you go.",
    },
  },
  id_images: {
    version: 1,
    zh: {
      title: "证件影像",
      text: "试驾与上牌需要驾驶证或身份证的影像。只用于核验，加密保存，办结三十天后删除。" +
        "不同意时可以带原件到店办理。",
    },
    en: {
      title: "Images of papers",
      text:
        "A test drive and registration need an image of your licence or ID. It is used to check, " +
        "kept encrypted and deleted thirty days after. If you refuse, bring the papers instead.",
    },
  },
  recommendations: {
    version: 1,
    zh: {
      title: "个性化推荐",
      text: "根据您看过的车与用过的服务安排页面的先后。不使用行驶轨迹与驾驶习惯。" +
        "不同意时，您看到的与所有人一样。",
    },
    en: {
      title: "Personal recommendations",
      text:
        "Pages are ordered by the cars you have seen and the services you used. Where and how " +
        "you drive is not used. If you refuse, you see what everybody sees.",
    },
  },
} as const satisfies Readonly<Record<string, ConsentText>>;

export type ConsentName = keyof typeof CONSENT_TEXTS;

export const consentVersion = (consent: ConsentName): number => CONSENT_TEXTS[consent].version;
