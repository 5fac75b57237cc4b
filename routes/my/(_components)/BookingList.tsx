import { dealerById } from "../../../lib/dealers/dealers.ts";
import type { BookingsText } from "../../../lib/i18n/bookings.ts";
import { monthDay, whole } from "../../../lib/i18n/booking_times.ts";
import { fill } from "../../../lib/i18n/language.ts";
import type { ShopText } from "../../../lib/i18n/shop.ts";
import type { BookingRow } from "../../../lib/read_models/bookings.ts";
import { Badge } from "../../../lib/ui/Badge.tsx";
import { List, ListRow } from "../../../lib/ui/ListRow.tsx";

interface Words {
  readonly text: BookingsText;
  readonly shop: ShopText;
  readonly language: "zh" | "en";
}

/** `试驾鹭 Lu`. */
export function titleOf({ about }: BookingRow, { text, shop }: Omit<Words, "language">): string {
  const models: Readonly<Record<string, { name: string }>> = shop.models;
  return fill(text.kindOf[about.kind], { model: models[about.model]?.name ?? about.model });
}

const TONES = {
  offered: "warn",
  confirmed: "good",
  checked_in: "water",
  completed: "plain",
  no_show: "bad",
  cancelled: "plain",
  lapsed: "plain",
  waiting: "water",
  left: "plain",
} as const;

export const BookingStatus = (
  { booking: { status, mustMove }, text }: { booking: BookingRow; text: BookingsText },
) =>
  mustMove && status === "confirmed"
    ? <Badge tone="warn">{text.one.mustMove}</Badge>
    : <Badge tone={TONES[status]}>{text.status[status]}</Badge>;

interface BookingListProps extends Words {
  readonly bookings: readonly BookingRow[];
  readonly label: string;
}

export function BookingList({ bookings, label, ...words }: BookingListProps) {
  const { text, shop, language } = words;
  return (
    <List label={label}>
      {bookings.map((one) => (
        <ListRow
          key={one.id}
          href={`/my/bookings/${one.id}`}
          title={titleOf(one, words)}
          text={`${
            one.status === "waiting"
              ? monthDay(one.startAt, shop.code)
              : whole(one.startAt, shop.code, text)
          } · ${dealerById(one.dealerId)?.name[language] ?? one.dealerId}`}
          end={<BookingStatus booking={one} text={text} />}
        />
      ))}
    </List>
  );
}
