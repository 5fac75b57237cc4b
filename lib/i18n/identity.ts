/** The shop's words about the identity number that a sale asks for. */
const zh = {
  label: "身份证号码",
  hint: "一个证件号码限一辆。我们只存这一场专用的指纹，不存号码。",
  optional: "可不填",
  mine: "这就是我的号码，交车前出示身份证",
  rejoin: "您填的身份证号码已有另一位会员在用。请带身份证到门店，核对后就能重新排队。",
  refused: {
    invalid_identity: "号码不对：应是十八位，末位可能是 X。请核对后再提交。",
    identity_required: "这一场要填身份证号码。",
    identity_taken:
      "这个号码已有另一位会员在用。写错了请改正；确实是您的，勾选下面一项照常参加，由门店看证件为准。",
  },
};

const en: typeof zh = {
  label: "Identity card number",
  hint: "One car for each number. We keep a fingerprint for this sale alone, never the number.",
  optional: "may stay empty",
  mine: "This is my number; I will show my card",
  rejoin:
    "Another member takes part with the number you gave. Show your card at a shop; then you " +
    "can join the line again.",
  refused: {
    invalid_identity: "That is no such number: it has eighteen characters, the last may be an X. " +
      "Please check it and send it again.",
    identity_required: "This sale asks for your identity card number.",
    identity_taken: "Another member takes part with this number. Correct a slip; or, if it is " +
      "yours, tick below and take part as anyone: the card itself decides.",
  },
};

export type IdentityText = typeof zh;

export const identityText = (language: string): IdentityText => language === "en" ? en : zh;
