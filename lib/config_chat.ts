/** The settings of staff's chat groups. */
import * as z from "zod";
import { FALLBACK, isGroup } from "./alerts/notices.ts";

const ROBOT = /^([^=]+)=([\w-]{16,128}):(SEC\w{16,128})$/;

export const chatSettings = {
  CHAT: z.enum(["sandbox", "dingtalk"], {
    error: ({ input }) => `expected sandbox or dingtalk, got "${input}"`,
  }).default("sandbox"),
  /** Quoted in no message: both parts are secrets. */
  DINGTALK_ROBOTS: z.string().transform((text, context) => {
    const robots = text.split(",").map((part) => part.trim()).filter(Boolean).map((part) => {
      const [, group = "", accessToken = "", secret = ""] = ROBOT.exec(part) ?? [];
      const named = part.split("=")[0]!.slice(0, 40);
      if (!isGroup(group)) {
        context.addIssue(
          "expected sales, service or alerts, or one of these with a dealer as in " +
            `service.sh-xuhui, then =ACCESS_TOKEN:SECRET, got "${named}=…"`,
        );
      }
      return [group, { accessToken, secret }] as const;
    });
    return Object.fromEntries(robots);
  }).optional(),
};

/** Names what is missing of the chat that was chosen. */
export function expectChat(
  settings: {
    readonly CHAT: string;
    readonly DINGTALK_ROBOTS?: Readonly<Record<string, unknown>> | undefined;
    readonly PUBLIC_ORIGIN?: string | undefined;
  },
  context: z.core.$RefinementCtx,
): void {
  if (settings.CHAT !== "dingtalk") return;
  const missing = (name: string, message: string) =>
    context.addIssue({ code: "custom", path: [name], message });
  if (!settings.DINGTALK_ROBOTS?.[FALLBACK]) {
    missing("DINGTALK_ROBOTS", `expected a robot for ${FALLBACK}, since CHAT is dingtalk`);
  }
  if (settings.PUBLIC_ORIGIN === undefined) {
    missing("PUBLIC_ORIGIN", "expected a value, since messages of CHAT=dingtalk link here");
  }
}
