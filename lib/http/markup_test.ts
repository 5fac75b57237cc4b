import { assertEquals } from "@std/assert";
import { markup, raw } from "./markup.ts";

Deno.test("markup: escapes what is put in, in text and in attributes", () => {
  const name = `<b onload="x">&'`;
  assertEquals(
    markup`<p title="${name}">${name}</p>`.text,
    '<p title="&lt;b onload=&quot;x&quot;&gt;&amp;&#39;">&lt;b onload=&quot;x&quot;&gt;&amp;&#39;</p>',
  );
});

Deno.test("markup: takes markup as it is, lists in a row, and nothing for nothing", () => {
  const items = ["a", "<"].map((item) => markup`<li>${item}</li>`);
  assertEquals(
    markup`<ul>${items}${undefined}${null}${false}${0}${raw("<!---->")}</ul>`.text,
    "<ul><li>a</li><li>&lt;</li>0<!----></ul>",
  );
});
