import { assert, assertEquals } from "@std/assert";
import { shippedTemplates } from "../showroom/shipped.ts";
import { choose } from "./choose.ts";
import { packTemplate, unpackTemplate } from "./packed_template.ts";
import { configure } from "./price.ts";
import { ruleBook } from "./rule_book.ts";

Deno.test("packTemplate: cars, prices, codes and clicks stay; words are of one language", () => {
  for (const template of shippedTemplates()) {
    const sent = unpackTemplate(packTemplate(template, "en"));
    assert(!/\p{Script=Han}/u.test(JSON.stringify(sent)));
    for (const { code: trim } of template.trims) {
      for (const { code } of template.options) {
        const [there, here] = [sent, template].map((one) => {
          const choice = choose(ruleBook(one, trim)!, [], code);
          const { options, priceFen, code: share } = configure(one, choice.next)!;
          const changes = [choice.adds, choice.removes].map((all) => all.map(({ code }) => code));
          return { options, priceFen, share, changes, by: choice.differenceFen };
        });
        assertEquals(there, here);
      }
    }
  }
});
