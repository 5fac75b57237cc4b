import { page } from "fresh";
import { Head } from "fresh/runtime";
import { yuan } from "../../lib/i18n/figures.ts";
import { fill } from "../../lib/i18n/language.ts";
import { modelsText } from "../../lib/i18n/models.ts";
import { trimsOnSale } from "../../lib/configurator/offered.ts";
import { storyOf } from "../../lib/showroom/stories.ts";
import { Car } from "../../lib/ui/cars/Car.tsx";
import { define } from "../../lib/web/define.ts";
import { FACES } from "./(_components)/faces.ts";

export const handler = define.handlers({
  GET: ({ state: { language, platform } }) =>
    page({
      text: modelsText(language),
      models: platform.showroom.all().map((template) => ({
        model: template.model,
        line: template.line[language],
        story: storyOf(template, language),
        fromFen: Math.min(...trimsOnSale(template).map(({ priceFen }) => priceFen)),
      })),
    }),
});

export default define.page<typeof handler>(({ data: { text, models }, state: { shop } }) => (
  <div class="wrap models">
    <Head>
      <title>{`${text.title} · ${shop.brand}`}</title>
      <meta name="description" content={text.lead} />
    </Head>
    <header class="models__head">
      <h1 class="type-3xl">{text.headline}</h1>
      <p class="lead quiet">{text.lead}</p>
    </header>
    <ul class="models__list">
      {models.map(({ model, line, story, fromFen }) => (
        <li key={model} class="models__row">
          <div class="models__car">
            <Car model={model} paint={FACES[model].paint} roof={FACES[model].roof} />
          </div>
          <div class="models__words">
            <p class="small quiet">{line}</p>
            <h2 class="type-2xl">
              <a href={`/models/${model}`}>{shop.models[model].name}</a>
            </h2>
            <p>{story.headline}</p>
            <p class="figures quiet">{fill(text.from, { price: yuan(fromFen, shop.code) })}</p>
          </div>
        </li>
      ))}
    </ul>
  </div>
));
