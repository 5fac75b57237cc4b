import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { template } from "../../actors/catalogue/template.ts";
import { fieldsOf } from "../../lib/console/template_form.ts";
import { shippedTemplate } from "../../lib/showroom/shipped.ts";
import { type Staff, withConsole } from "./_testing.ts";

const PAGE = "/staff/showroom/lu";
const CODE = "LU1-AZSVM";
const lu = shippedTemplate("lu");

/** The form of an option as the page shows it, with some fields written over. */
function form(part: string, revision: number, over: Record<string, string> = {}) {
  const [name, code] = part.split("/");
  const fields = fieldsOf(lu, { part: name as never, code: code! })!;
  const single = Object.entries(fields).flatMap(([key, [first]]) =>
    first === undefined ? [] : [[key, first] as const]
  );
  return { part, revision: String(revision), do: "save", ...Object.fromEntries(single), ...over };
}

const begin = ({ send }: Staff) => send(PAGE, { do: "begin", from: "1" });

Deno.test("showroom: a price is changed in the draft, seen in what it changes, and published", () =>
  withConsole(async (staff) => {
    const { send, text, platform: { showroom } } = staff;
    assertEquals((await begin(staff)).headers.get("location"), PAGE);
    const edited = await send(PAGE, form("options/paint_maple", 1, { price: "9,000" }));
    assertEquals([edited.status, edited.headers.get("location")], [303, `${PAGE}?saved`]);
    for (const language of ["zh", "en"] as const) {
      const page = await text(PAGE, language);
      assertStringIncludes(page, "¥7,000");
      assertStringIncludes(page, "¥9,000");
      assert(!/undefined|\{\w+\}/.test(page.replace(/<script[\s\S]*?<\/script>/g, "")));
    }
    assertEquals(showroom.current("lu").version, 1);
    const empty = await send(PAGE, { do: "publish", revision: "2", note: "", when: "" });
    assertEquals(empty.status, 400);
    const done = await send(PAGE, { do: "publish", revision: "2", note: "枫色调价", when: "" });
    assertEquals(done.headers.get("location"), `${PAGE}?published`);
    const { priced, outdated } = showroom.open(CODE)!;
    assertEquals([priced.priceFen, outdated], [23_290_000, true]);
    assertEquals(showroom.today(showroom.open(CODE)!)?.priceFen, 23_490_000);
    assertStringIncludes(await text(PAGE), "枫色调价");
  }));

Deno.test("showroom: of two who change the same draft the second loses nothing and is told what came between", () =>
  withConsole(async (staff) => {
    const { send } = staff;
    await begin(staff);
    await send(PAGE, form("options/tow_bar", 1, { price: "6500" }));
    const late = await send(
      PAGE,
      form("options/paint_maple", 1, { name_zh: "深秋枫", price: "9000" }),
    );
    assertEquals(late.status, 409);
    const page = await late.text();
    assertStringIncludes(page, "您写的都在下面");
    assertStringIncludes(page, "拖车钩");
    assertStringIncludes(page, 'value="深秋枫"');
    assertStringIncludes(page, 'name="revision" value="2"');
    const again = await send(PAGE, form("options/paint_maple", 2, { name_zh: "深秋枫" }));
    assertEquals(again.status, 303);
  }));

Deno.test("showroom: flaws are told in words, and keep the draft from being published and shown", () =>
  withConsole(async (staff) => {
    const { send, text } = staff;
    await begin(staff);
    await send(PAGE, { do: "remove", part: "options/roof_night", revision: "1" });
    const page = await text(PAGE);
    assertStringIncludes(page, "发布之前要改好");
    assertStringIncludes(page, "没有的选项");
    const refused = await send(PAGE, { do: "publish", revision: "2", note: "试", when: "" });
    assertEquals(refused.status, 409);
    const body = await refused.text();
    assertStringIncludes(body, "草稿还有问题");
    assertStringIncludes(body, 'value="试"');
  }));

Deno.test("showroom: what does not fit comes back with what was written", () =>
  withConsole(async (staff) => {
    await begin(staff);
    const back = await staff.send(
      PAGE,
      form("options/paint_maple", 1, { price: "很贵", name_en: "" }),
    );
    assertEquals(back.status, 400);
    const page = await back.text();
    assertStringIncludes(page, 'value="很贵"');
    assertStringIncludes(page, 'href="#price"');
    assertStringIncludes(page, 'href="#name_en"');
  }));

Deno.test("showroom: a rule, a trim, a story: every part has its form, and saving it as it is changes nothing", () =>
  withConsole(async (staff) => {
    const { text, platform: { system } } = staff;
    await begin(staff);
    for (const part of ["model", "story", "rules/0", "trims/core", "groups/paint", "specs/range"]) {
      const page = await text(`${PAGE}?edit=${part}`);
      assertStringIncludes(page, 'id="part-form"', part);
    }
    for (const part of ["rules/", "trims/", "options/", "groups/", "specs/"]) {
      assertStringIncludes(await text(`${PAGE}?edit=${part}`), 'id="part-form"', part);
    }
    const before = await system.view(template("lu"), ({ draft }) => structuredClone(draft));
    assertEquals(before!.template, lu);
  }));

Deno.test("showroom: the console's list names every model, what is on sale and the draft", () =>
  withConsole(async (staff) => {
    await begin(staff);
    const page = await staff.text("/staff/showroom");
    for (const model of ["lu", "ting", "xiu", "fan"]) {
      assertStringIncludes(page, `href="/staff/showroom/${model}"`);
    }
    assertStringIncludes(page, "改了 0 处");
    assertEquals((await staff.get("/staff/showroom", "member")).status, 403);
    assertEquals((await staff.get("/staff/showroom/boat", "staff")).status, 404);
  }));
