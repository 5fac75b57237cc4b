import { page } from "fresh";
import { Head } from "fresh/runtime";
import Configurator from "../../../islands/Configurator.tsx";
import { readAddress } from "../../../lib/configurator/address.ts";
import { packTemplate } from "../../../lib/configurator/packed_template.ts";
import { configure } from "../../../lib/configurator/price.ts";
import { Layout } from "../../../lib/configurator_ui/Layout.tsx";
import { Words, wordsOf } from "../../../lib/configurator_ui/words.ts";
import { configuratorText } from "../../../lib/i18n/configurator.ts";
import { fill } from "../../../lib/i18n/language.ts";
import { Place } from "../../../lib/ui/configurator/Place.tsx";
import { modelsText } from "../../../lib/i18n/models.ts";
import { define } from "../../../lib/web/define.ts";
import { DraftMark } from "../(_components)/DraftMark.tsx";
import { shownTemplate } from "../(_components)/shown.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const shown = await shownTemplate(ctx);
    if (shown instanceof Response) return shown;
    const { template } = shown;
    const asked = readAddress(template, ctx.url.searchParams);
    const { newer } = shown;
    const price = newer && configure(newer, asked)?.priceFen;
    return page({
      template,
      asked,
      newer: newer && { version: newer.version, ...(price ? { priceFen: price } : {}) },
    });
  },
});

export default define.page<typeof handler>(({ data: { template, asked, newer }, state }) => {
  const text = configuratorText(state.language);
  return (
    <>
      <Head>
        <title>
          {`${fill(text.title, { name: template.name[text.language] })} · ${state.shop.brand}`}
        </title>
      </Head>
      <DraftMark template={template} text={modelsText(state.language)} />
      <Layout shown={{ template, asked, newer, words: new Words(template, text) }}>
        <Place />
      </Layout>
      <Configurator
        template={packTemplate(template, text.language)}
        asked={asked}
        newer={newer}
        text={wordsOf(text)}
      />
    </>
  );
});
