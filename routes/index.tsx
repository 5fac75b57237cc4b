import { page } from "fresh";
import { Head } from "fresh/runtime";
import { LAUNCH_SALE } from "../lib/showroom/seed.ts";
import { ButtonLink } from "../lib/ui/Button.tsx";
import { Car } from "../lib/ui/cars/Car.tsx";
import { modelNames } from "../lib/ui/cars/shapes.ts";
import { LineUp, Stage } from "../lib/ui/cars/Stage.tsx";
import { Teaser } from "../lib/ui/cars/Teaser.tsx";
import { newsDay, newsText } from "../lib/i18n/news.ts";
import { newsAt } from "../lib/news/news.ts";
import { count } from "../lib/i18n/figures.ts";
import { fill } from "../lib/i18n/language.ts";
import { saleTitle } from "../lib/i18n/sale_title.ts";
import { define } from "../lib/web/define.ts";
import SaleClock from "../islands/SaleClock.tsx";

const NEWEST = 3;

export const handler = define.handlers({
  GET: async ({ state }) => {
    state.over = "light";
    const { boards, now } = state.platform;
    return page({
      sale: await boards.view(LAUNCH_SALE),
      now: now(),
      news: newsAt(now()).slice(0, NEWEST),
    });
  },
});

const SaleHeading = ({ text, lang }: ReturnType<typeof saleTitle>) => (
  <h2 class="type-3xl" lang={lang}>{text}</h2>
);

export default define.page<typeof handler>((
  { data: { sale, now, news }, state: { shop, language } },
) => (
  <>
    <Head>
      <title>{shop.home.title}</title>
      <meta name="description" content={shop.home.lead} />
    </Head>
    <Stage
      hour="dawn"
      car={
        <Car
          model="lu"
          paint="water"
          roof="night"
          label={fill(shop.carLabel, { name: shop.models.lu.name })}
        />
      }
    >
      <h1 class="type-3xl">{shop.home.headline}</h1>
      <p class="lead">{shop.home.lead}</p>
      <ButtonLink kind="signal" size="large" href={`/sales/${LAUNCH_SALE}`}>
        {shop.home.sale}
      </ButtonLink>
    </Stage>
    {sale && (
      <Stage
        hour="night"
        car={
          <Teaser
            model="lu"
            label={fill(shop.teaserLabel, { name: shop.models.lu.name })}
          />
        }
      >
        <SaleHeading {...saleTitle(sale, shop.code)} />
        {sale.state === "scheduled"
          ? <SaleClock until={sale.opensAt} now={now} label={shop.sale.until} units={shop.units} />
          : <p class="lead">{sentence(shop, sale)}</p>}
        <ButtonLink kind="signal" size="large" href={`/sales/${LAUNCH_SALE}`}>
          {shop.home.sale}
        </ButtonLink>
      </Stage>
    )}
    <div id="models">
      <LineUp
        label={shop.home.lineUp}
        models={modelNames.map((model) => ({
          model,
          name: shop.models[model].name,
          text: shop.models[model].kind,
          href: `/models/${model}`,
        }))}
      />
    </div>
    <section class="wrap news-strip" aria-labelledby="news">
      <div class="between">
        <h2 id="news" class="news-strip__title">{newsText(language).newest}</h2>
        <p class="cluster">
          <a href="/news">{newsText(language).more}</a>
          <a href="/dealers">{shop.home.dealers}</a>
        </p>
      </div>
      <ol class="news-strip__list">
        {news.map(({ slug, date, title }) => (
          <li key={slug}>
            <time class="small quiet figures" datetime={date}>{newsDay(date, language)}</time>
            <a href={`/news/${slug}`}>{title[language]}</a>
          </li>
        ))}
      </ol>
    </section>
  </>
));

function sentence(
  { sale: text, code }: typeof import("../lib/i18n/shop_zh.ts").shopZh,
  sale: { state: string; capacity: number; allocated: number },
): string {
  if (sale.state === "closed") return text.closed;
  if (sale.state === "paused") return text.paused;
  const left = sale.capacity - sale.allocated;
  return left > 0
    ? fill(text.left, { left: count(left, code) })
    : fill(text.allGone, { cars: count(sale.capacity, code) });
}
