import { page } from "fresh";
import { Head } from "fresh/runtime";
import { yuan } from "../../../lib/i18n/figures.ts";
import { fill } from "../../../lib/i18n/language.ts";
import { modelsText } from "../../../lib/i18n/models.ts";
import { LAUNCH_SALE } from "../../../lib/showroom/seed.ts";
import { DRAFT } from "../../../lib/configurator/address.ts";
import { trimsOnSale } from "../../../lib/configurator/offered.ts";
import { storyOf } from "../../../lib/showroom/stories.ts";
import { ButtonLink } from "../../../lib/ui/Button.tsx";
import { Car } from "../../../lib/ui/cars/Car.tsx";
import { paintNames } from "../../../lib/ui/cars/paints.ts";
import { modelNames } from "../../../lib/ui/cars/shapes.ts";
import { LineUp, Stage } from "../../../lib/ui/cars/Stage.tsx";
import { define } from "../../../lib/web/define.ts";
import { FACES } from "../(_components)/faces.ts";
import { FigureTable } from "../(_components)/FigureTable.tsx";
import { DraftMark } from "../(_components)/DraftMark.tsx";
import { Gallery } from "../(_components)/Gallery.tsx";
import { shownTemplate } from "../(_components)/shown.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const { state, url } = ctx;
    const { language } = state;
    const shown = await shownTemplate(ctx);
    if (shown instanceof Response) return shown;
    const { template } = shown;
    const { model } = template;
    state.over = "light";
    const paints = paintNames.flatMap((paint) => {
      const option = template.options.find(({ look }) => look?.paint === paint);
      return option ? [{ paint, name: option.name[language] }] : [];
    });
    const named = (name: string | null) => paints.find(({ paint }) => paint === name);
    const chosen = named(url.searchParams.get("paint")) ?? named(FACES[model].paint) ?? paints[0];
    if (!chosen) throw new Error(`model ${model} has no paint`);
    return page({ model, template, paints, chosen, story: storyOf(template, language) });
  },
});

export default define.page<typeof handler>(({ data, state: { shop, language } }) => {
  const { model, template, paints, chosen, story } = data;
  const text = modelsText(language);
  const { name } = shop.models[model];
  const { roof } = FACES[model];
  const fromFen = Math.min(...trimsOnSale(template).map(({ priceFen }) => priceFen));
  return (
    <>
      <Head>
        <title>{`${name} · ${shop.brand}`}</title>
        <meta name="description" content={story.lead} />
        <meta property="og:type" content="product" />
        <meta property="og:title" content={`${name} · ${story.headline}`} />
        <meta property="og:description" content={story.lead} />
      </Head>
      <DraftMark template={template} text={text} />
      <Stage
        hour="dawn"
        car={
          <Car
            model={model}
            paint={chosen.paint}
            roof={roof}
            label={fill(shop.carLabel, { name })}
          />
        }
      >
        <p class="lead">{name}</p>
        <h1 class="type-3xl">{story.headline}</h1>
        <p class="lead figures">
          {template.line[language]} · {fill(text.from, { price: yuan(fromFen, shop.code) })}
        </p>
        <p class="cluster">
          {model === "lu" && (
            <ButtonLink kind="signal" size="large" href={`/sales/${LAUNCH_SALE}`}>
              {text.sale}
            </ButtonLink>
          )}
          <ButtonLink
            kind={model === "lu" ? "plain" : "signal"}
            size="large"
            href={`/models/${model}/configure${template.draft ? `?v=${DRAFT}` : ""}`}
          >
            {text.configure}
          </ButtonLink>
          <ButtonLink size="large" href={`/test-drive?model=${model}`}>{text.drive}</ButtonLink>
        </p>
      </Stage>
      <div class="wrap section model-story">
        <p class="model-story__lead">{story.lead}</p>
        {story.chapters.map(({ title, text }) => (
          <section key={title} class="model-story__chapter">
            <h2 class="type-xl">{title}</h2>
            <p>{text}</p>
          </section>
        ))}
      </div>
      <section id="gallery" class="wrap stack">
        <h2 class="type-2xl">{text.gallery}</h2>
        <p class="quiet">{text.galleryText}</p>
        <Gallery
          model={model}
          name={name}
          roof={roof}
          paints={paints}
          chosen={chosen}
          text={text}
        />
      </section>
      <section class="wrap section stack">
        <h2 class="type-2xl">{text.figures}</h2>
        <FigureTable template={template} text={text} language={language} />
        <p class="small quiet">{text.figuresText}</p>
      </section>
      <LineUp
        label={text.others}
        models={modelNames.map((other) => ({
          model: other,
          name: shop.models[other].name,
          text: shop.models[other].kind,
          href: `/models/${other}`,
        }))}
      />
    </>
  );
});
