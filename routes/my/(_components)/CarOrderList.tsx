import { beijing, yuan } from "../../../lib/i18n/figures.ts";
import { vehicleOrdersText } from "../../../lib/i18n/vehicle_orders.ts";
import type { VehicleOrderRow } from "../../../lib/read_models/vehicle_orders.ts";
import type { Showroom } from "../../../lib/showroom/showroom.ts";
import { List, ListRow } from "../../../lib/ui/ListRow.tsx";
import { carName } from "./car_name.ts";

/** On one page of a member's orders, of cars or from sales. */
export const ORDERS_A_PAGE = 20;

interface CarOrderListProps {
  readonly orders: readonly Omit<VehicleOrderRow, "memberId">[];
  readonly label: string;
  readonly showroom: Pick<Showroom, "latest">;
  readonly language: "zh" | "en";
}

/** The cars a member ordered, each a way to its order. */
export function CarOrderList({ orders, label, showroom, language }: CarOrderListProps) {
  const { status } = vehicleOrdersText(language);
  return (
    <List label={label}>
      {orders.map((order) => (
        <ListRow
          key={order.id}
          href={`/my/orders/${order.id}`}
          title={carName(showroom, order, language)}
          text={`${status[order.status]} · ${beijing(order.placedAt, language, "minute")}`}
          end={yuan(order.priceFen, language)}
        />
      ))}
    </List>
  );
}
