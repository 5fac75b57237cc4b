/** What a handover's protocol says, from the order, its car and what was signed. */
import type { VehicleOrderState } from "../../../actors/orders/vehicle_order_state.ts";
import type { VehicleState } from "../../../actors/orders/vehicle_state.ts";
import { Words } from "../../../lib/configurator_ui/words.ts";
import { dealerById } from "../../../lib/dealers/dealers.ts";
import { configuratorText } from "../../../lib/i18n/configurator.ts";
import { handoverProtocolText } from "../../../lib/i18n/handover_protocol.ts";
import { wayText } from "../../../lib/i18n/way.ts";
import type { HandoverRecord } from "../../../lib/members/handover_record.ts";
import { HANDED } from "../../../lib/orders/handover_protocol.ts";
import { CHECKLIST } from "../../../lib/orders/way.ts";
import type { ProtocolData } from "../../../lib/shop_ui/HandoverProtocol.tsx";
import type { Showroom } from "../../../lib/showroom/showroom.ts";

interface About {
  readonly showroom: Pick<Showroom, "open">;
  readonly id: string;
  readonly order: VehicleOrderState;
  readonly car: VehicleState;
  readonly signed: HandoverRecord | undefined;
  readonly models: Readonly<Record<string, { readonly name: string }>>;
  readonly buyer: string | undefined;
  /** As it lies with the owner; without it what the order shows of it stands here. */
  readonly vin: string | undefined;
  readonly language: "zh" | "en";
  readonly now: number;
}

export function protocolOf(about: About): ProtocolData {
  const { showroom, id, order, car, signed, models, buyer, vin, language, now } = about;
  const { model, code, trim, options } = order.car!;
  const text = handoverProtocolText(language);
  const way = wayText(language);
  const opened = showroom.open(code);
  const words = opened && new Words(opened.template, configuratorText(language));
  const ofGroup = (group: string) => {
    const found = opened?.template.options.find((one) =>
      one.group === group && options.includes(one.code)
    );
    return found && words?.of(found.name);
  };
  const { appointment } = car;
  const dealer = appointment && dealerById(appointment.dealerId);
  return {
    id,
    car: `${models[model]?.name ?? model} · ${words?.name(trim) ?? trim}`,
    paint: ofGroup("paint"),
    interior: ofGroup("interior"),
    configuration: code,
    vin: vin ?? order.vin ?? "",
    invoice: order.invoice?.invoiceNumber,
    buyer,
    handedOverAt: car.way.handed_over.actualAt ?? undefined,
    agreedAt: appointment?.at,
    dealer: dealer ? { name: dealer.name[language], address: dealer.address[language] } : undefined,
    mileageKm: signed?.mileageKm,
    checklist: CHECKLIST.map((point) => ({
      name: way.check[point],
      done: signed?.checklist.includes(point) ?? false,
    })),
    handed: HANDED.map((one) => ({
      name: text.handedOne[one],
      done: signed?.handed?.includes(one) ?? false,
    })),
    // Handovers of before had no room for remarks on the tablet.
    remarks: signed?.handed === undefined ? undefined : signed.remarks ?? text.noRemarks,
    signature: car.signature === null ? undefined : signed?.signature ?? "broken",
    seal: car.signature ?? undefined,
    printedAt: now,
  };
}
