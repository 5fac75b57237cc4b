import { page } from "fresh";
import { Head } from "fresh/runtime";
import { dealerById } from "../../../lib/dealers/dealers.ts";
import { bookingsText } from "../../../lib/i18n/bookings.ts";
import type { BookingRow } from "../../../lib/read_models/bookings.ts";
import { ButtonLink } from "../../../lib/ui/Button.tsx";
import { Empty } from "../../../lib/ui/States.tsx";
import { define } from "../../../lib/web/define.ts";
import { paged } from "../../../lib/web/paged.ts";
import { link } from "../../(_components)/booking/choice.ts";
import { Pages } from "../../(_components)/Pages.tsx";
import { myBookings } from "../../api/booking_desk.ts";
import { BookingList } from "../(_components)/BookingList.tsx";

const A_PAGE = 20;

const OPEN: ReadonlySet<BookingRow["status"]> = new Set([
  "offered",
  "confirmed",
  "checked_in",
  "waiting",
]);

export const handler = define.handlers({
  async GET({ url: { searchParams: params }, state: { platform, who } }) {
    const all = (await myBookings(platform, who!)).filter(({ dealerId }) => dealerById(dealerId));
    const now = platform.now();
    const coming = ({ status, startAt, durationMs, waitsUntil }: BookingRow) =>
      OPEN.has(status) && (waitsUntil ?? startAt + durationMs) > now;
    return page({
      coming: all.filter(coming).reverse(),
      past: paged(all.filter((one) => !coming(one)), params.get("page"), A_PAGE),
      params,
    });
  },
});

export default define.page<typeof handler>(({ data, state: { shop, language } }) => {
  const { coming, past, params } = data;
  const none = coming.length + past.shown.length === 0;
  const text = bookingsText(language);
  const actions = (
    <>
      <ButtonLink kind="signal" href="/test-drive">{text.list.drive}</ButtonLink>
      <ButtonLink href="/service">{text.list.service}</ButtonLink>
    </>
  );
  const words = { text, shop, language };
  return (
    <div class="my-page">
      <Head>
        <title>{`${text.list.title} · ${shop.brand}`}</title>
      </Head>
      <header class="between">
        <h1 class="type-2xl">{text.list.title}</h1>
        {!none && <p class="cluster">{actions}</p>}
      </header>
      {none && (
        <Empty
          title={text.list.none}
          text={text.list.noneText}
          action={<p class="cluster">{actions}</p>}
        />
      )}
      {coming.length > 0 && (
        <section class="my-page__part">
          <h2>{text.list.upcoming}</h2>
          <BookingList bookings={coming} label={text.list.upcoming} {...words} />
        </section>
      )}
      {past.shown.length > 0 && (
        <section class="my-page__part">
          <h2>{text.list.past}</h2>
          <BookingList bookings={past.shown} label={text.list.past} {...words} />
          <Pages
            of={past}
            language={language}
            href={(at) => link("/my/bookings", params, { page: at })}
          />
        </section>
      )}
    </div>
  );
});
