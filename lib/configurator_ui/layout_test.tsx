import { assert, assertEquals } from "@std/assert";
import { render } from "preact-render-to-string";
import { packTemplate, unpackTemplate } from "../configurator/packed_template.ts";
import { configuratorText } from "../i18n/configurator.ts";
import { shippedTemplates } from "../showroom/shipped.ts";
import { Layout } from "./Layout.tsx";
import { Part, type Shown } from "./Part.tsx";
import { Words, wordsOf } from "./words.ts";

for (const language of ["zh", "en"] as const) {
  for (const template of shippedTemplates()) {
    const text = configuratorText(language);
    const asked = { trim: template.trims.at(-1)!.code, wishes: [], ask: template.options[3]!.code };
    const shown: Shown = { template, asked, words: new Words(template, text) };

    Deno.test(`Layout: ${template.model} in ${language}: each part is what the browser makes of what it is sent`, () => {
      const html = render(<Layout shown={shown}>{null}</Layout>);
      const sent = unpackTemplate(packTemplate(template, language));
      const there: Shown = { template: sent, asked, words: new Words(sent, wordsOf(text)) };
      const names = [...html.matchAll(/data-part="([^"]+)"/g)].map(([, name]) => name!);
      assertEquals(names.length, template.groups.length + 2);
      for (const name of names) assert(html.includes(render(<Part name={name} shown={there} />)));
    });

    Deno.test(`Layout: ${template.model} in ${language}: every picture finds what it is drawn from`, () => {
      const html = render(<Layout shown={shown}>{null}</Layout>);
      const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
      const wanted = [...html.matchAll(/url\(#([^)]+)\)|<use href="#([^"]+)"/g)];
      assert(wanted.length > 20);
      assertEquals(wanted.map(([, a, b]) => a ?? b).filter((id) => !ids.has(id)), []);
    });
  }
}
