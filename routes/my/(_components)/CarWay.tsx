import type { VehicleState } from "../../../actors/orders/vehicle_state.ts";
import { dealerById } from "../../../lib/dealers/dealers.ts";
import { beijing } from "../../../lib/i18n/figures.ts";
import { fill } from "../../../lib/i18n/language.ts";
import { handoverProtocolText } from "../../../lib/i18n/handover_protocol.ts";
import { handoverTimeText } from "../../../lib/i18n/handover_time.ts";
import { wayText } from "../../../lib/i18n/way.ts";
import type { HandoverRecord } from "../../../lib/members/handover_record.ts";
import { MILESTONES } from "../../../lib/orders/way.ts";
import { Signed } from "../../../lib/shop_ui/Signed.tsx";
import { WayPicture, WayTimes } from "../../../lib/shop_ui/Way.tsx";

interface CarWayProps {
  readonly orderId: string;
  readonly car: { readonly state: VehicleState; readonly signed: HandoverRecord | undefined };
  readonly language: "zh" | "en";
  /** The language's code, for times. */
  readonly code: string;
}

/** Where the buyer's car is, when it is handed over, and what was signed. */
export function CarWay({ orderId, car: { state, signed }, language, code }: CarWayProps) {
  const text = wayText(language);
  const time = handoverTimeText(language);
  const stops = MILESTONES.map((code) => ({ code, ...state.way[code] }));
  const { appointment, signature, ownerId } = state;
  const dealer = appointment && dealerById(appointment.dealerId);
  return (
    <section class="stack">
      <h2>{text.title}</h2>
      <WayPicture stops={stops} text={text} />
      <WayTimes stops={stops} text={text} code={code} />
      {ownerId === null && (
        <div class="stack stack--tight">
          <h3>{text.appointment}</h3>
          {appointment
            ? (
              <>
                <p class="figures">
                  {fill(text.appointmentAt, {
                    time: beijing(appointment.at, code, "minute"),
                    dealer: dealer?.name[language] ?? "",
                  })}
                </p>
                {dealer && <p class="quiet">{dealer.address[language]}</p>}
              </>
            )
            : <p class="quiet">{text.appointmentNone}</p>}
          <p class="no-print">
            <a href={`/my/orders/${orderId}/handover`}>{appointment ? time.move : time.choose}</a>
          </p>
        </div>
      )}
      {signature !== null && <Signed signature={signed?.signature} seal={signature} text={text} />}
      {signature !== null && (
        <p class="no-print">
          <a href={`/my/orders/${orderId}/protocol`}>{handoverProtocolText(language).link}</a>
        </p>
      )}
      {ownerId !== null && (
        <p>
          {text.owner} <a class="no-print" href="/my/cars">{text.carPage}</a>
        </p>
      )}
    </section>
  );
}
