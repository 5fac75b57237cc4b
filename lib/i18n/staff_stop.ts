/** What the console says in the place of a page; in both languages. */
const zh = {
  refused: {
    staff_only: {
      title: "这里是员工的地方",
      text: "这个账号不是员工账号。",
      action: "回到商城",
    },
    permission_missing: {
      title: "这一页不在您的角色里",
      text: "需要的话，请管理员给您加上；一秒之内就能打开。",
      action: "回到我的工作",
    },
    dealer_not_yours: {
      title: "这是另一家门店",
      text: "您的角色只管指定的门店。要加一家，请管理员在“员工”里加上。",
      action: "回到我的工作",
    },
    passkey_required: {
      title: "请用通行密钥登录",
      text: "控制台现在要求通行密钥；只凭短信验证码打不开。",
      action: "重新登录",
    },
  },
  missing: { title: "没有这一页", text: "地址可能写错了，或者已经不在。", action: "回到控制台" },
  broken: {
    title: "这一页出了错",
    text: "已经记录下来。请再试一次。",
    action: "回到控制台",
  },
  foreign: { title: "没有收下", text: "这张表单不是从这里寄出的。", action: "回到控制台" },
  /** Why it does not open, and where to go from here. */
  mayOpen: "能打开这一页的角色",
  mayDo: "能这样做的角色",
  yours: "您的角色",
  dealers: "您的门店",
  noDealers: "还没有指定",
  instead: "您可以去",
};

export type StaffStopText = typeof zh;

const en: StaffStopText = {
  refused: {
    staff_only: {
      title: "This place is for staff",
      text: "This account is not a staff account.",
      action: "Back to the shop",
    },
    permission_missing: {
      title: "Your role does not include this page",
      text: "An admin can give you one that does; it opens within a second.",
      action: "Back to my work",
    },
    dealer_not_yours: {
      title: "This is another dealer's",
      text: "Your role is for the dealers that were chosen. An admin can add one.",
      action: "Back to my work",
    },
    passkey_required: {
      title: "Sign in with your passkey",
      text: "The console asks for a passkey now; a code by text message does not open it.",
      action: "Sign in again",
    },
  },
  missing: {
    title: "There is no such page",
    text: "The address may be mistyped, or it has gone.",
    action: "Back to the console",
  },
  broken: {
    title: "Something broke on this page",
    text: "It has been noted. Please try again.",
    action: "Back to the console",
  },
  foreign: {
    title: "Not taken",
    text: "This form was not sent from here.",
    action: "Back to the console",
  },
  mayOpen: "Roles that open this page",
  mayDo: "Roles that may do this",
  yours: "Your roles",
  dealers: "Your dealers",
  noDealers: "None chosen yet",
  instead: "Where you can go",
};

export const staffStopText = (language: "zh" | "en"): StaffStopText => language === "en" ? en : zh;
