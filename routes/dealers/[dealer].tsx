import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { dealerById } from "../../lib/dealers/dealers.ts";
import { cityKey, findDealers } from "../../lib/dealers/find.ts";
import { openingAt } from "../../lib/dealers/open_now.ts";
import { bookingsText } from "../../lib/i18n/bookings.ts";
import { hourOf, monthDay } from "../../lib/i18n/booking_times.ts";
import { dealersText } from "../../lib/i18n/dealers.ts";
import { fill } from "../../lib/i18n/language.ts";
import { type ReviewRow, reviewsOfDealer } from "../../lib/read_models/bookings.ts";
import { Badge } from "../../lib/ui/Badge.tsx";
import { ButtonLink } from "../../lib/ui/Button.tsx";
import { define } from "../../lib/web/define.ts";
import { reviewWords } from "../api/booking_desk.ts";
import { CityMap } from "./(_components)/CityMap.tsx";
import { distanceText, OpenBadge } from "./(_components)/DealerList.tsx";
import { ratingOf } from "../(_components)/booking/choice.ts";

const MOST_REVIEWS = 30;
const MOST_OTHERS = 3;
/** Farther away is not nearby: an hour's drive. */
const NEARBY_M = 80_000;
/** Where Amap takes over; its coordinates are ours. */
const DIRECTIONS = "https://uri.amap.com/navigation";

export const handler = define.handlers({
  async GET({ params, state: { platform } }) {
    const dealer = dealerById(params.dealer!);
    if (!dealer) throw new HttpError(404);
    const reviews: (Omit<ReviewRow, "memberId"> & { words: string })[] = [];
    const newest = { limit: MOST_REVIEWS, reverse: true };
    for await (
      const { value: { memberId, ...review } } of platform.system.rows(reviewsOfDealer)
        .list<ReviewRow>([dealer.id], newest)
    ) {
      const words = review.review.hasText ? await reviewWords(platform, memberId, review.id) : "";
      reviews.push({ ...review, words });
    }
    const now = platform.now();
    const others = findDealers({ near: dealer.at })
      .filter((one) => one.dealer !== dealer && one.metres! < NEARBY_M)
      .slice(0, MOST_OTHERS);
    return page({
      dealer,
      reviews,
      others,
      now,
      opening: openingAt(dealer, now),
      rating: await ratingOf(platform, dealer.id),
    });
  },
});

export default define.page<typeof handler>(({ data, state: { shop, language } }) => {
  const { dealer, reviews, rating, others, now, opening } = data;
  const where = dealersText(language);
  const goal = `${dealer.at.longitude},${dealer.at.latitude},${dealer.name.zh}`;
  const query = new URLSearchParams({ to: goal, mode: "car", coordinate: "gaode" });
  const text = bookingsText(language);
  const hours = dealer.week[0]!;
  const span = `${hourOf(hours.from)}–${hourOf(hours.until)}`;
  const models: Readonly<Record<string, { name: string }>> = shop.models;
  return (
    <div class="wrap booking">
      <Head>
        <title>{`${dealer.name[language]} · ${shop.brand}`}</title>
      </Head>
      <header class="booking__head">
        <p class="quiet cluster">
          <a href={`/dealers?city=${cityKey(dealer)}`}>{dealer.city[language]}</a>
          <OpenBadge opening={opening} now={now} language={language} />
        </p>
        <h1 class="type-3xl">{dealer.name[language]}</h1>
        {rating && (
          <p class="lead figures">
            {fill(text.choose.rating, { score: rating.score, count: String(rating.count) })}
          </p>
        )}
        <p class="cluster">
          {dealer.services.includes("test_drive") && (
            <ButtonLink kind="signal" href={`/test-drive?dealer=${dealer.id}`}>
              {text.list.drive}
            </ButtonLink>
          )}
          {dealer.services.includes("maintenance") && (
            <ButtonLink href={`/service?dealer=${dealer.id}`}>{text.list.service}</ButtonLink>
          )}
          <ButtonLink kind="quiet" rel="noopener noreferrer" href={`${DIRECTIONS}?${query}`}>
            {where.directions}
          </ButtonLink>
        </p>
      </header>
      <div class="booking-one">
        <div class="booking-one__facts">
          <dl class="booking-facts">
            <dt>{text.one.where}</dt>
            <dd>{`${dealer.city[language]} ${dealer.address[language]}`}</dd>
            <dt>{text.dealer.hours}</dt>
            <dd>
              {fill(dealer.week[6] === null ? text.dealer.weekdays : text.dealer.every, {
                hours: span,
              })}
            </dd>
            <dt>{text.dealer.does}</dt>
            <dd>
              {dealer.services.map((service) => text.dealer.services[service])
                .join(language === "zh" ? "、" : ", ")}
            </dd>
          </dl>
          {others.length > 0 && (
            <section class="dealer-others" aria-labelledby="others">
              <h2 id="others">{where.others}</h2>
              <ul class="dealer-map__others">
                {others.map((one) => (
                  <li key={one.dealer.id} class="between">
                    <a href={`/dealers/${one.dealer.id}`}>{one.dealer.name[language]}</a>
                    <span class="figures quiet">{distanceText(one.metres!, where)}</span>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
        <div>
          <section class="dealer-map" aria-labelledby="map">
            <h2 id="map" class="visually-hidden">{where.map}</h2>
            <CityMap
              dealers={[dealer, ...others.map((one) => one.dealer)]}
              chosen={dealer}
              label={fill(where.mapOfDealer, { name: dealer.name[language] })}
              text={where}
              language={language}
            />
          </section>
          <section class="booking-part" aria-labelledby="reviews">
            <h2 id="reviews">{text.dealer.reviews}</h2>
            {reviews.length === 0 && <p class="quiet">{text.dealer.noReviews}</p>}
            <div>
              {reviews.map(({ id, kind, model, review, reply, words }) => (
                <article key={id} class="booking-review">
                  <p class="between">
                    <span class="figures">
                      {fill(text.review.score, { score: String(review.scores.overall) })}
                      <span class="quiet small">
                        {` · ${
                          fill(text.review.of[kind], { model: models[model]?.name ?? model })
                        } · ${monthDay(review.at, shop.code)}`}
                      </span>
                    </span>
                    <Badge tone="good">{text.review.verified}</Badge>
                  </p>
                  {words !== "" && <p>{words}</p>}
                  {reply && (
                    <div class="booking-review__reply">
                      <p class="quiet small">{text.review.reply}</p>
                      <p>{reply.text}</p>
                    </div>
                  )}
                </article>
              ))}
            </div>
          </section>
        </div>
      </div>
    </div>
  );
});
