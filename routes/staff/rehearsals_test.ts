import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { eventually } from "../api/_testing.ts";
import { withConsole } from "./_testing.ts";

const FORM = {
  ...{ sale: "launch-2017", participants: "50", cars: "4", abandon: "30", curve: "even" },
  ...{ seconds: "20", room: "own", seed: "11" },
};

Deno.test("rehearsals page: a form starts one, its page tells forecast and outcome, the list keeps it", () =>
  withConsole(async ({ send, text }) => {
    assertStringIncludes(await text("/staff/rehearsals"), "还没有彩排过");
    const started = await send("/staff/rehearsals", FORM);
    assertEquals(started.status, 303);
    const path = started.headers.get("location")!;
    const done = await eventually(async () => {
      const shown = await text(path, "en");
      return shown.includes('data-status="finished"') ? shown : undefined;
    });
    assertStringIncludes(done, "All adds up");
    assertStringIncludes(done, '<span data-outcome="sold">4</span>');
    assertStringIncludes(done, '<span data-outcome="leads">50</span>');
    assertStringIncludes(done, 'aria-labelledby="curve-title curve-summary"');
    const list = await text("/staff/rehearsals");
    assertStringIncludes(list, `href="${path}"`);
    assertStringIncludes(list, "4 (4)");
    assertStringIncludes(
      await text("/staff/sales/launch-2017"),
      "/staff/rehearsals?sale=launch-2017",
    );
  }));

Deno.test("rehearsals page: says what does not fit and keeps what was written", () =>
  withConsole(async ({ send }) => {
    const answer = await send("/staff/rehearsals", {
      ...FORM,
      participants: "20001",
      abandon: "x",
      cars: "7<",
    });
    assertEquals(answer.status, 400);
    const shown = await answer.text();
    for (const id of ["participants", "abandon", "cars"]) {
      assertStringIncludes(shown, `${id}-error`);
    }
    assertStringIncludes(shown, 'value="7&lt;"');
    assertEquals((await send("/staff/rehearsals", { ...FORM, sale: "no-such" })).status, 404);
  }));

Deno.test("rehearsals page: one that runs can be stopped, and another waits for it", () =>
  withConsole(async ({ send, text, get }) => {
    const big = { ...FORM, participants: "20000" };
    const path = (await send("/staff/rehearsals", big)).headers.get("location")!;
    const second = await send("/staff/rehearsals", FORM);
    assertEquals(second.status, 409);
    assertStringIncludes(await second.text(), "有一场彩排正在进行");
    assertStringIncludes(await text(path), "停下");
    assertEquals((await send(path, {})).status, 303);
    const stopped = await eventually(async () => {
      const shown = await text(path);
      return shown.includes('data-status="cancelled"') ? shown : undefined;
    });
    assertStringIncludes(stopped, "没有结果");
    assertEquals((await get("/staff/rehearsals/nosuchrehearsal", "staff")).status, 404);
    assertEquals((await get("/staff/rehearsals", "member")).status, 403);
    assert((await get("/staff/rehearsals")).headers.get("location")?.startsWith("/sign-in"));
  }));
