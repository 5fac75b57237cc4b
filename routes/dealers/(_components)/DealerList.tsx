import type { DealerFound } from "../../../lib/dealers/find.ts";
import type { Opening } from "../../../lib/dealers/open_now.ts";
import { bookingsText } from "../../../lib/i18n/bookings.ts";
import { dayName } from "../../../lib/i18n/booking_times.ts";
import { type DealersText, dealersText } from "../../../lib/i18n/dealers.ts";
import { fill, type Language } from "../../../lib/i18n/language.ts";
import { beijingClock } from "../../../lib/time/beijing.ts";
import { Badge } from "../../../lib/ui/Badge.tsx";

interface OpenBadgeProps {
  readonly opening: Opening;
  readonly now: number;
  readonly language: Language;
}

/** Whether it is open now, and until or from when, by Beijing's clock. */
export function OpenBadge({ opening, now, language }: OpenBadgeProps) {
  const text = dealersText(language);
  if (opening.open) {
    return <Badge tone="good">{fill(text.open, { time: beijingClock(opening.until) })}</Badge>;
  }
  if (opening.from === null) return <Badge>{text.closedLong}</Badge>;
  const days = bookingsText(language);
  const day = dayName(opening.from, now, days);
  // Within a sentence; names of weekdays keep their capital.
  const plain = day === days.today || day === days.tomorrow ? day.toLowerCase() : day;
  const words = { day: `${plain} `, time: beijingClock(opening.from) };
  return <Badge>{fill(text.closed, words)}</Badge>;
}

/** `2.3 公里`, `850 米`. */
export function distanceText(metres: number, text: DealersText): string {
  if (metres < 1_000) return fill(text.metres, { metres: String(Math.round(metres / 10) * 10) });
  const km = metres / 1_000;
  return fill(text.km, { km: km < 10 ? km.toFixed(1) : String(Math.round(km)) });
}

interface DealerListProps {
  readonly found: readonly (DealerFound & { readonly opening: Opening })[];
  readonly now: number;
  readonly language: Language;
}

export function DealerList({ found, now, language }: DealerListProps) {
  const text = dealersText(language);
  const { dealer: words } = bookingsText(language);
  return (
    <ol class="dealer-list">
      {found.map(({ dealer, metres, opening }) => (
        <li key={dealer.id} class="dealer-row">
          <div class="between">
            <h3 class="dealer-row__name">
              <a href={`/dealers/${dealer.id}`}>{dealer.name[language]}</a>
            </h3>
            {metres !== null && (
              <span class="figures" title={text.straight}>{distanceText(metres, text)}</span>
            )}
          </div>
          <p class="quiet">
            {language === "zh"
              ? `${dealer.city.zh}市${dealer.address.zh}`
              : `${dealer.address.en}, ${dealer.city.en}`}
          </p>
          <p class="small cluster">
            <OpenBadge opening={opening} now={now} language={language} />
            <span class="quiet">
              {dealer.services.map((one) => words.services[one])
                .join(language === "zh" ? "、" : ", ")}
            </span>
          </p>
          <p class="cluster dealer-row__ways">
            {dealer.services.includes("test_drive") && (
              <a href={`/test-drive?dealer=${dealer.id}`}>{text.drive}</a>
            )}
            {dealer.services.includes("maintenance") && (
              <a href={`/service?dealer=${dealer.id}`}>{text.book}</a>
            )}
          </p>
        </li>
      ))}
    </ol>
  );
}
