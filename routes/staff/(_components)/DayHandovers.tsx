import type { Handover } from "../../../lib/console/handovers.ts";
import type { VehicleOrdersText } from "../../../lib/i18n/vehicle_orders.ts";
import { shortId } from "../../../lib/ids/short_id.ts";
import { beijingClock } from "../../../lib/time/beijing.ts";
import { List, ListRow } from "../../../lib/ui/ListRow.tsx";

interface DayHandoversProps {
  readonly planned: readonly Handover[];
  readonly title: string;
  readonly text: VehicleOrdersText;
  readonly modelName: (model: string) => string;
}

/** Cars that are handed over at the dealer that day. */
export function DayHandovers({ planned, title, text, modelName }: DayHandoversProps) {
  if (planned.length === 0) return null;
  return (
    <section class="stack stack--tight">
      <h2 class="console-title">{title}</h2>
      <List label={title}>
        {planned.map(({ at, orderId, order }) => (
          <ListRow
            key={orderId}
            href={`/staff/vehicle-orders/${orderId}`}
            start={<span class="figures">{beijingClock(at)}</span>}
            title={order ? modelName(order.model) : shortId(orderId)}
            text={[order && text.status[order.status as keyof typeof text.status], order?.vin]
              .filter(Boolean).join(" · ")}
            end={shortId(orderId)}
          />
        ))}
      </List>
    </section>
  );
}
