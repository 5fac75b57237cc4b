import { CONSENTS, type PrivacyState } from "../../../actors/members/privacy.ts";
import { CONSENT_TEXTS } from "../../../lib/i18n/consents.ts";
import { count, yuan } from "../../../lib/i18n/figures.ts";
import type { MyText } from "../../../lib/i18n/my.ts";
import type { StaffText } from "../../../lib/i18n/staff.ts";
import type { StaffMembersText } from "../../../lib/i18n/staff_members.ts";
import { shortId } from "../../../lib/ids/short_id.ts";
import type { Address } from "../../../lib/members/profile.ts";
import { dealerById } from "../../../lib/dealers/dealers.ts";
import { bookingsText } from "../../../lib/i18n/bookings.ts";
import type { Hub } from "../../../lib/members/hub.ts";
import type { PointsEntryRow } from "../../../lib/read_models/points.ts";
import { whole } from "../../../lib/i18n/booking_times.ts";
import { beijingDay } from "../../../lib/time/beijing.ts";
import { Badge } from "../../../lib/ui/Badge.tsx";
import { vehicleOrdersText } from "../../../lib/i18n/vehicle_orders.ts";
import { Button } from "../../../lib/ui/Button.tsx";
import { Input } from "../../../lib/ui/Field.tsx";
import { IfAllowed } from "./Allowed.tsx";

interface MemberSheetProps {
  readonly memberId: string;
  readonly hub: Hub;
  readonly entries: readonly PointsEntryRow[];
  readonly privacy: PrivacyState;
  readonly addresses: readonly Address[];
  readonly who: string;
  /** Of one adjustment, so that a form sent twice counts once. */
  readonly actId: string;
  readonly text: StaffMembersText["members"];
  readonly my: MyText;
  readonly staff: StaffText;
  /** What models are called. */
  readonly models: Readonly<Record<string, { readonly name: string }>>;
  readonly time: (at: number) => string;
}

/** Everything about one member, for who has said why. */
export function MemberSheet(props: MemberSheetProps) {
  const { memberId, hub, entries, privacy, addresses, who, actId, text, my, staff, models, time } =
    props;
  const { code } = staff;
  const { tier } = hub.points.tier;
  const facts = [
    [text.facts.name, <bdi key="name">{hub.name ?? "–"}</bdi>],
    [text.facts.phone, hub.phone ?? "–"],
    [text.facts.points, count(hub.points.available, code)],
    [text.facts.pending, count(hub.points.pending, code)],
    [text.facts.tier, code === "en" ? tier.name.en : tier.name.zh],
    [text.facts.unread, String(hub.unread)],
  ] as const;
  const language = code === "en" ? "en" : "zh";
  const reasons: Readonly<Record<string, string>> = my.points.reasons;
  return (
    <div class="console-columns member-sheet">
      <div>
        <p class="console-id">{memberId}</p>
        <dl class="console-facts">
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd class="figures">{value}</dd>
            </div>
          ))}
        </dl>
        {addresses.map(({ id, receiver, phone, province, city, district, street }) => (
          <p key={id} class="small">
            {`${province}${
              city === province ? "" : city
            }${district}${street} · ${receiver} ${phone}`}
          </p>
        ))}
        <h2 class="console-title">{text.bookings}</h2>
        {hub.bookings.length === 0 && <p class="quiet">{text.none}</p>}
        <ul class="console-links">
          {hub.bookings.map((booking) => (
            <li key={booking.id}>
              <a
                href={`/staff/day?dealer=${booking.dealerId}&date=${
                  beijingDay(booking.startAt)
                }&visit=${booking.id}`}
              >
                {whole(booking.startAt, code, bookingsText(language))}
              </a>{" "}
              <span class="quiet">
                {`${dealerById(booking.dealerId)?.name[language] ?? booking.dealerId} · ${
                  bookingsText(language).status[booking.status]
                }`}
              </span>
            </li>
          ))}
        </ul>
        <h2 class="console-title">{text.orders}</h2>
        {hub.orders.length + hub.carOrders.length === 0 && <p class="quiet">{text.none}</p>}
        <ul class="console-links">
          {hub.carOrders.map((order) => (
            <li key={order.id}>
              <a href={`/staff/vehicle-orders/${order.id}`}>{shortId(order.id)}</a>{" "}
              <span class="quiet">
                {`${vehicleOrdersText(language).status[order.status]} · ${
                  yuan(order.priceFen, code)
                }`}
              </span>
            </li>
          ))}
          {hub.orders.map((order) => (
            <li key={order.id}>
              <a href={`/staff/orders/${order.id}`}>{order.id}</a>{" "}
              <span class="quiet">
                {`${staff.orders.states[order.status]} · ${yuan(order.depositFen ?? 0, code)}`}
              </span>
            </li>
          ))}
        </ul>
        <h2 class="console-title">{text.cars}</h2>
        {hub.cars.length === 0 && <p class="quiet">{text.none}</p>}
        {hub.cars.map(({ facts: car, plate, vin }) => (
          <form key={car.carId} method="post" class="my-form" action="/staff/members">
            <p class="figures">
              {`${models[car.model]?.name ?? car.model} · ${plate ?? "–"} · ${vin ?? "–"} · ${
                my.cars.proof[car.proof]
              }`}
            </p>
            {car.proof === "none" && (
              <IfAllowed to="members.mend">
                <input type="hidden" name="do" value="prove" />
                <input type="hidden" name="who" value={who} />
                <input type="hidden" name="car" value={car.carId} />
                <Input
                  id={`why-${car.carId}`}
                  name="why"
                  required
                  minLength={4}
                  label={text.prove}
                />
                <div>
                  <Button size="small" type="submit">{text.prove_do}</Button>
                </div>
              </IfAllowed>
            )}
          </form>
        ))}
        <h2 class="console-title">{text.consents}</h2>
        <ul class="console-links">
          {CONSENTS.map((consent) => {
            const given = privacy.consents.get(consent);
            return (
              <li key={consent}>
                <Badge tone={given ? "good" : "plain"}>
                  {CONSENT_TEXTS[consent][language].title}
                  {given && ` · ${time(given.at)}`}
                </Badge>
              </li>
            );
          })}
        </ul>
      </div>
      <div>
        <h2 class="console-title">{text.ledger}</h2>
        {entries.length === 0 && <p class="quiet">{text.none}</p>}
        <table class="ledger small">
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.no}>
                <td class="ledger__when quiet figures">{time(entry.at)}</td>
                <td>{reasons[entry.reason] ?? entry.reason}</td>
                <td class="ledger__change figures">{count(entry.points, code)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <IfAllowed to="members.mend">
          <h2 class="console-title">{text.adjust}</h2>
          <form method="post" class="my-form my-form__pair" action="/staff/members">
            <input type="hidden" name="do" value="adjust" />
            <input type="hidden" name="who" value={who} />
            <input type="hidden" name="id" value={actId} />
            <Input id="points" name="points" type="number" required label={text.amount} />
            <Input id="reason" name="why" required minLength={4} label={text.reason} />
            <div>
              <Button type="submit">{text.adjust_do}</Button>
            </div>
          </form>
        </IfAllowed>
        <h2 class="console-title">{text.looks}</h2>
        <ul class="console-links">
          {privacy.looks.slice(0, 8).map((look) => (
            <li key={`${look.at}${look.by}`}>
              <span class="quiet figures">{time(look.at)}</span> {look.why}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
