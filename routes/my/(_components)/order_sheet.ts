/** What an order's sheet says, from the order as it was frozen. */
import { balanceFen, heldFen } from "../../../actors/orders/vehicle_order_money.ts";
import type { VehicleOrderState } from "../../../actors/orders/vehicle_order_state.ts";
import { Words } from "../../../lib/configurator_ui/words.ts";
import { configuratorText } from "../../../lib/i18n/configurator.ts";
import { vehicleOrdersText } from "../../../lib/i18n/vehicle_orders.ts";
import { purchaseTax } from "../../../lib/orders/purchase_tax.ts";
import type { SheetData } from "../../../lib/shop_ui/OrderSheet.tsx";
import type { Showroom } from "../../../lib/showroom/showroom.ts";

interface About {
  readonly showroom: Pick<Showroom, "open">;
  readonly id: string;
  readonly order: VehicleOrderState;
  readonly model: string;
  readonly buyer: string | undefined;
  readonly vin: string | undefined;
  readonly language: "zh" | "en";
  readonly now: number;
}

export function sheetOf(
  { showroom, id, order, model, buyer, vin, language, now }: About,
): SheetData {
  const car = order.car!;
  const text = vehicleOrdersText(language);
  const opened = showroom.open(car.code);
  const words = opened && new Words(opened.template, configuratorText(language));
  const nameOf = (code: string): string => words?.name(code) ?? code;
  const paid = order.payments.filter(({ status }) => status === "paid")
    .map(({ purpose, paidAt, amountFen }) => ({
      name: text.purpose[purpose],
      at: paidAt ?? order.placedAt,
      fen: amountFen,
    }));
  const { invoice } = order;
  return {
    id,
    placedAt: order.placedAt,
    status: order.status === "none" ? "" : text.status[order.status],
    buyer,
    car: `${model} · ${nameOf(car.trim)}`,
    configuration: car.code,
    version: car.templateVersion,
    options: car.options.map(nameOf),
    vin,
    lines: car.parts.map(({ code, kind, amountFen }) => ({
      name: nameOf(code),
      kind: text.part[kind],
      amountFen,
    })),
    priceFen: car.priceFen,
    paid: [
      ...paid,
      ...order.refunds.map(({ paymentId, amountFen }) => ({
        name: text.refund,
        at: order.payments.find((one) => one.paymentId === paymentId)?.paidAt ?? order.placedAt,
        fen: -amountFen,
      })),
    ],
    heldFen: heldFen(order),
    balanceFen: order.status === "cancelled" ? 0 : balanceFen(order),
    lockedAt: order.lockedAt,
    invoice: invoice === null ? undefined : {
      number: invoice.invoiceNumber,
      at: invoice.invoicedAt,
      baseFen: purchaseTax(invoice.priceFen, car.drive, invoice.invoicedAt).baseFen,
      taxFen: invoice.taxFen,
    },
    printedAt: now,
  };
}
