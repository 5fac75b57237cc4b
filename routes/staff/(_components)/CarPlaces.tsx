import type { OrderDeskText } from "../../../lib/i18n/order_desk.ts";
import { TabLinks } from "../../../lib/ui/Tabs.tsx";

const PLACES = [
  ["orders", "/staff/vehicle-orders"],
  ["schedule", "/staff/vehicle-orders/schedule"],
  ["stock", "/staff/vehicle-orders/stock"],
] as const;

/** The pages about cars beside each other. */
export const CarPlaces = (
  { desk, here }: { desk: OrderDeskText; here: (typeof PLACES)[number][0] },
) => (
  <TabLinks
    label={desk.places}
    tabs={PLACES.map(([key, href]) => ({ key, href, label: desk[key], current: key === here }))}
  />
);
