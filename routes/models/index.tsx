import { page } from "fresh";
import { Head } from "fresh/runtime";
import { yuan } from "../../lib/i18n/figures.ts";
import { fill } from "../../lib/i18n/language.ts";
import { modelsText } from "../../lib/i18n/models.ts";
import { currentTemplates } from "../../lib/showroom/showroom.ts";
import { storyOf } from "../../lib/showroom/stories.ts";
import { Car } from "../../lib/ui/cars/Car.tsx";
import { define } from "../../lib/web/define.ts";
import { FACES } from "./(_components)/faces.ts";

export const handler = define.handlers({
  GET: ({ state: { language } }) =>
    page({
      text: modelsText(language),
      models: currentTemplates().map(({ model, line, trims }) => ({
        model,
        line: line[language],
        story: storyOf(model, language),
        fromFen: Math.min(...trims.map(({ priceFen }) => priceFen)),
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
