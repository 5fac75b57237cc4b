/** The words of the page that shows what the sandbox's chat groups were told. */
import type { Language } from "./language.ts";

const zh = {
  title: "群消息",
  lead: "钉钉机器人的沙箱：真实环境里，这些消息会出现在各个群里。",
  none: "还没有消息。预约一次试驾，或开售一场，就会有。",
  everybody: "@所有人",
  groups: { sales: "销售群", service: "售后群", alerts: "告警群" },
};

const en: typeof zh = {
  title: "Group messages",
  lead: "A sandbox of DingTalk's robots: elsewhere, these messages would be in their groups.",
  none: "Nothing yet. Book a test drive, or open a sale.",
  everybody: "@everybody",
  groups: { sales: "Sales", service: "Service", alerts: "Alerts" },
};

export type SandboxChatText = typeof zh;

export const sandboxChatText = (language: Language): SandboxChatText => language === "en" ? en : zh;
