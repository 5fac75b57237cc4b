import { assertEquals } from "@std/assert";
import { applyEdit } from "../configurator/edit.ts";
import { shippedTemplates } from "../showroom/shipped.ts";
import { type Chosen, fieldsOf, PARTS, readChosen, readEdit, removal } from "./template_form.ts";

Deno.test("readEdit of what fieldsOf shows changes nothing, in any part of any model", () => {
  for (const template of shippedTemplates()) {
    for (const part of PARTS) {
      const codes = part === "model" || part === "story"
        ? [undefined]
        : part === "rules"
        ? template.rules.map((_, at) => String(at))
        : template[part].map(({ code }) => code);
      for (const code of codes) {
        const chosen: Chosen = code === undefined ? { part } : { part, code };
        const read = readEdit(chosen, fieldsOf(template, chosen)!);
        if (!("edit" in read)) throw new Error(`${part} ${code}: ${read.wrong}`);
        assertEquals(applyEdit(template, read.edit), template, `${part} ${code}`);
      }
    }
  }
});

Deno.test("readEdit names the fields that do not fit", () => {
  const wrong = (fields: Record<string, string[]>) => {
    const read = readEdit({ part: "options" }, fields);
    return "wrong" in read ? read.wrong : [];
  };
  const good = {
    code: ["lamp"],
    name_zh: ["灯"],
    name_en: ["Lamp"],
    group: ["extras"],
    price: ["1,200.50"],
  };
  assertEquals(wrong(good), []);
  assertEquals(wrong({ ...good, price: ["dear"] }), ["price"]);
  assertEquals(wrong({ ...good, code: ["Lamp!"] }), ["code"]);
  assertEquals(wrong({ ...good, name_en: [""], from: ["soon"] }), ["name_en", "from"]);
});

Deno.test("readChosen and removal: a part by its address; words and story cannot be removed", () => {
  assertEquals(readChosen("options/paint_snow"), { part: "options", code: "paint_snow" });
  assertEquals(readChosen("trims/"), { part: "trims" });
  assertEquals(readChosen("engine/"), undefined);
  assertEquals(removal({ part: "rules", code: "3" }), { do: "remove", list: "rules", at: 3 });
  assertEquals(removal({ part: "story" }), undefined);
});
