import { page } from "fresh";
import { Head } from "fresh/runtime";
import { gcj02 } from "../../lib/dealers/gcj02.ts";
import type { Place } from "../../lib/dealers/distance.ts";
import { DEALER_SERVICES } from "../../lib/dealers/dealers.ts";
import { cityKey, DEALER_CITIES, findDealers, placeWritten } from "../../lib/dealers/find.ts";
import { openingAt } from "../../lib/dealers/open_now.ts";
import { bookingsText } from "../../lib/i18n/bookings.ts";
import { dealersText } from "../../lib/i18n/dealers.ts";
import { fill } from "../../lib/i18n/language.ts";
import { Button, ButtonLink } from "../../lib/ui/Button.tsx";
import { Input, Select } from "../../lib/ui/Field.tsx";
import { Notice } from "../../lib/ui/Notice.tsx";
import { Empty } from "../../lib/ui/States.tsx";
import { define } from "../../lib/web/define.ts";
import NearMe from "../../islands/NearMe.tsx";
import { link } from "../(_components)/booking/choice.ts";
import { CityMap } from "./(_components)/CityMap.tsx";
import { CountryMap } from "./(_components)/CountryMap.tsx";
import { DealerList } from "./(_components)/DealerList.tsx";
import { type Sought, sought } from "./(_components)/sought.ts";

/** Of those by distance; whoever wants others chooses a city. */
const MOST_NEAR = 6;
/** Who is so near to a dealer is in its city: its map says more than the country's. */
const IN_TOWN_M = 40_000;

export const handler = define.handlers({
  async GET({ url, req, info, state: { platform } }) {
    const { searchParams: params } = url;
    const service = DEALER_SERVICES.find((one) => one === params.get("service"));
    const asked: Sought = await sought(platform, params.get("q"), {
      connection: info as never,
      headers: req.headers,
    });
    const named = DEALER_CITIES.find(({ key }) => key === params.get("city"));
    const city = asked.city ?? (asked.near ? undefined : named);
    // A satellite's place; it is moved to where Chinese maps have it, and nothing is kept of it.
    const here = placeWritten(params.get("here"));
    const near: Place | undefined = asked.near?.at ??
      (asked.words ? undefined : here && gcj02(here));
    const now = platform.now();
    const found = findDealers({ service, near, city: near ? undefined : city?.key })
      .slice(0, near ? MOST_NEAR : undefined)
      .map((one) => ({ ...one, opening: openingAt(one.dealer, now) }));
    return page({
      params,
      service,
      city,
      near,
      asked,
      found,
      now,
      isHere: near !== asked.near?.at,
    });
  },
});

export default define.page<typeof handler>(({ data, state: { shop, language } }) => {
  const { params, service, city, near, asked, found, now, isHere } = data;
  const text = dealersText(language);
  const { dealer: words } = bookingsText(language);
  const hrefWith = (change: Record<string, string | null>) =>
    link("/dealers", params, { q: null, here: null, city: null, ...change });
  const [first] = found;
  const inTown = first && near && first.metres! < IN_TOWN_M
    ? DEALER_CITIES.find(({ key }) => key === cityKey(first.dealer))
    : undefined;
  const shown = near ? inTown : city;
  const heading = near
    ? isHere ? text.nearestToHere : fill(text.nearestTo, { place: asked.near?.name ?? "" })
    : city
    ? fill(text.inCity, { city: city.name[language] })
    : fill(text.all, { count: String(found.length) });
  return (
    <div class="wrap dealers">
      <Head>
        <title>{`${text.title} · ${shop.brand}`}</title>
        <meta name="description" content={text.lead} />
      </Head>
      <header class="stack stack--tight">
        <h1 class="type-3xl">{text.headline}</h1>
        <p class="lead">{text.lead}</p>
      </header>
      <form method="get" class="dealers__form" role="search">
        <Input
          id="q"
          name="q"
          type="search"
          maxLength={80}
          autoComplete="street-address"
          label={text.address}
          hint={text.addressHint}
          value={asked.words}
        />
        <Select
          id="city"
          name="city"
          label={text.city}
          value={city?.key ?? ""}
          options={[
            { value: "", label: text.allCities },
            ...DEALER_CITIES.map(({ key, name }) => ({ value: key, label: name[language] })),
          ]}
        />
        <Select
          id="service"
          name="service"
          label={text.service}
          value={service ?? ""}
          options={[
            { value: "", label: text.allServices },
            ...DEALER_SERVICES.map((one) => ({ value: one, label: words.services[one] })),
          ]}
        />
        <Button type="submit" kind="signal">{text.find}</Button>
      </form>
      <div class="near-me">
        <NearMe
          label={text.near}
          busy={text.nearBusy}
          failed={text.nearFailed}
          href={hrefWith({})}
        />
        <p class="small quiet">{text.nearText}</p>
      </div>
      {asked.problem && (
        <Notice tone="warn">
          {asked.problem === "unknown"
            ? fill(text.unknown, { words: asked.words })
            : asked.problem === "often"
            ? text.tooMany
            : text.away}
        </Notice>
      )}
      <div class="dealers__body">
        <div class="dealers__map">
          {shown
            ? (
              <CityMap
                dealers={found.map(({ dealer }) => dealer)
                  .filter((one) => cityKey(one) === shown.key)}
                near={near}
                label={fill(text.mapOfCity, { city: shown.name[language] })}
                text={text}
                language={language}
              />
            )
            : (
              <CountryMap
                found={found}
                near={near}
                hrefOf={(key) => hrefWith({ city: key })}
                text={text}
                language={language}
              />
            )}
        </div>
        <section class="dealers__found" aria-labelledby="found">
          <div class="between">
            <h2 id="found" class="type-xl">{heading}</h2>
            {(near || city) && <a href={hrefWith({})} aria-current="false">{text.showAll}</a>}
          </div>
          {asked.others.length > 0 && (
            <p class="small cluster">
              <span class="quiet">{text.otherPlaces}</span>
              {asked.others.map((other) => (
                <a key={other} href={hrefWith({ q: other })} aria-current="false">{other}</a>
              ))}
            </p>
          )}
          {found.length === 0
            ? (
              <Empty
                title={text.none}
                text={text.noneText}
                action={<ButtonLink href="/dealers">{text.showAll}</ButtonLink>}
              />
            )
            : <DealerList found={found} now={now} language={language} />}
        </section>
      </div>
    </div>
  );
});
