import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { addressOf } from "../../lib/configurator/address.ts";
import { CarView } from "../../lib/configurator_ui/View.tsx";
import { partLines } from "../../lib/configurator_ui/PriceBar.tsx";
import { Words } from "../../lib/configurator_ui/words.ts";
import { configuratorText } from "../../lib/i18n/configurator.ts";
import { fill } from "../../lib/i18n/language.ts";
import { orderChangeText } from "../../lib/i18n/order_change.ts";
import { Button, ButtonLink } from "../../lib/ui/Button.tsx";
import { NewPrice } from "./(_components)/NewPrice.tsx";
import { Place } from "../../lib/ui/configurator/Place.tsx";
import { PriceBreakdown } from "../../lib/ui/Price.tsx";
import { define } from "../../lib/web/define.ts";
import { ordersOf } from "../api/vehicle_orders.ts";

const CHANGEABLE: ReadonlySet<string> = new Set(["placed", "reserved", "ordered"]);
const MOST_MINE = 3;

export const handler = define.handlers({
  async GET({ params, url, state: { platform, who } }) {
    const { showroom } = platform;
    const opened = showroom.open(params.code ?? "");
    if (!opened) throw new HttpError(404);
    const { model } = opened.template;
    return page({
      opened,
      // By which list it would be ordered now, where that is another one.
      now: opened.outdated
        ? { template: showroom.current(model), priced: showroom.today(opened) }
        : undefined,
      // Orders whose car this one could be instead.
      mine: who && !opened.outdated
        ? (await ordersOf(platform, who))
          .filter(({ status }) => CHANGEABLE.has(status)).slice(0, MOST_MINE)
        : [],
      changed: url.searchParams.has("changed"),
      address: `${url.origin}/configurations/${opened.priced.code}`,
    });
  },
});

export default define.page<typeof handler>(({ data, state }) => {
  const { opened, now, mine, changed, address } = data;
  const { template, selection, priced, outdated } = opened;
  const text = configuratorText(state.language);
  const words = new Words(template, text);
  const trim = template.trims.find(({ code }) => code === priced.trim)!;
  const title = `${words.of(template.name)} ${words.of(trim.name)}`;
  const edit = addressOf(now?.template ?? template, selection);
  return (
    <>
      <Head>
        <title>{`${title} · ${priced.code}`}</title>
        <meta property="og:title" content={title} />
        <meta property="og:description" content={words.price(priced.priceFen)} />
      </Head>
      <div class="car-sheet__scene">
        <Place />
        <div class="configurator__car">
          <CarView template={template} options={priced.options} words={words} />
        </div>
      </div>
      <div class="wrap section stack stack--wide">
        <header class="between">
          <div class="stack stack--tight">
            <h1 class="type-3xl">{title}</h1>
            <p class="quiet">{words.of(template.line)} · {words.of(trim.note)}</p>
          </div>
          <div class="cluster no-print">
            {!outdated && (
              <form method="post" action="/my/orders">
                <input type="hidden" name="code" value={priced.code} />
                {/* Pressed twice without script, it is one order. */}
                <input type="hidden" name="key" value={crypto.randomUUID()} />
                <Button kind="signal" type="submit">{text.order}</Button>
              </form>
            )}
            <form method="post" action="/configurations">
              <input type="hidden" name="code" value={priced.code} />
              <Button type="submit">{text.save}</Button>
            </form>
            <span class="configuration__ways">
              <ButtonLink kind="quiet" href={edit}>{text.edit}</ButtonLink>
              <ButtonLink kind="quiet" href={`/models/${template.model}/compare`}>
                {text.compare}
              </ButtonLink>
            </span>
          </div>
        </header>
        {mine.length > 0 && (
          <ul class="cluster small no-print">
            {mine.map(({ id }) => (
              <li key={id}>
                <a href={`/my/orders/${id}/change?code=${priced.code}`}>
                  {fill(orderChangeText(state.language).useFor, { id })}
                </a>
              </li>
            ))}
          </ul>
        )}
        {now && (
          <NewPrice
            template={template}
            priced={priced}
            now={now}
            changed={changed}
            text={text}
            edit={edit}
          />
        )}
        <div class="grid car-sheet">
          <section class="span-6 stack">
            <h2 class="type-xl">{text.breakdown}</h2>
            <PriceBreakdown
              label={text.breakdown}
              lines={partLines(priced, words)}
              total={{ name: text.total, amount: words.price(priced.priceFen) }}
            />
            <p class="small quiet">{text.tax}</p>
            <h2 class="type-xl">{text.share}</h2>
            <p class="code-line">{priced.code}</p>
            <p class="small quiet">
              {text.shareText} <a href={`/configurations/${priced.code}`}>{address}</a>
            </p>
          </section>
          <section class="from-8 stack">
            <h2 class="type-xl">{text.options}</h2>
            <dl class="breakdown">
              {template.groups.map((group) => {
                const chosen = priced.options.filter((code) =>
                  template.options.some((one) => one.code === code && one.group === group.code)
                );
                return chosen.length > 0 && (
                  <div key={group.code} class="breakdown__line">
                    <dt>{words.of(group.name)}</dt>
                    <dd>{chosen.map((code) => words.name(code)).join(" · ")}</dd>
                  </div>
                );
              })}
            </dl>
            <h2 class="type-xl">{text.specs}</h2>
            <dl class="breakdown">
              {template.specs.map(({ code, name }) => (
                <div key={code} class="breakdown__line">
                  <dt>{words.of(name)}</dt>
                  <dd class="figures">{trim.specs[code] ? words.of(trim.specs[code]) : "–"}</dd>
                </div>
              ))}
            </dl>
          </section>
        </div>
      </div>
    </>
  );
});
