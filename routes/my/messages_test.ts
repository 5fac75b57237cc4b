import { assertEquals, assertStringIncludes } from "@std/assert";
import { inbox } from "../../actors/members/inbox.ts";
import { noticeText } from "../../lib/adapters/sms/messages.ts";
import { withMembers } from "./_testing.ts";

// Walked: a reminder read "tomorrow 2026-12-07 15:00", also on the day itself.
Deno.test("messages: a visit's and a deadline's day are said as people say them, wherever they are read", () =>
  withMembers(async ({ platform, member }) => {
    const one = member(1);
    const told = [
      ["visit_near", "service", { time: "2026-12-07 15:00" }],
      ["points_end", "points", { points: "1200", day: "2026-12-31" }],
    ] as const;
    for (const [code, topic, values] of told) {
      const message = { id: code, topic, code, values, href: null };
      await platform.system.ask(inbox(one.id), "deliver", message);
    }
    for (const page of ["/my/inbox", "/my"]) {
      const zh = await one.text(page);
      assertStringIncludes(zh, "12月7日 周一 15:00 有预约");
      assertStringIncludes(zh, "2026年12月31日 结束时失效");
      const en = await one.text(page, "en");
      assertStringIncludes(en, "You are expected on Mon, Dec 7, 15:00");
      assertStringIncludes(en, "end with Dec 31, 2026");
    }
    assertEquals(
      noticeText({
        template: "notice",
        memberId: one.id,
        code: "visit_near",
        values: { time: "2026-12-07 15:00" },
      }),
      "【晴川】提醒：您预约了 12月7日 周一 15:00 到店。" +
        "Reminder: you are expected on Mon, Dec 7, 15:00.",
    );
  }));
