/** What of the console is where, and which permission each page asks for. */
import type { Permission } from "../staff/roles.ts";
import type { May } from "../web/define.ts";

export interface StaffPage {
  /** Without it the page is not shown. */
  readonly see: Permission;
  /** Without it no form of the page is taken; as `see` where nothing else is said. */
  readonly act?: Permission;
}

/** By route. Forms that ask the API are asked for the permission of what they do as well. */
export const STAFF_PAGES: Readonly<Record<string, StaffPage>> = {
  "/staff": { see: "sales.see" },
  "/staff/sales/new": { see: "sales.run" },
  "/staff/sales/:sale": { see: "sales.see", act: "sales.run" },
  "/staff/sales/:sale/identities": { see: "sales.see", act: "sales.run" },
  "/staff/rehearsals": { see: "sales.see", act: "sales.run" },
  "/staff/rehearsals/:rehearsal": { see: "sales.see", act: "sales.run" },
  "/staff/leads": { see: "leads.see", act: "leads.work" },
  "/staff/leads/csv": { see: "leads.see", act: "people.take" },
  "/staff/orders": { see: "orders.see" },
  "/staff/orders/csv": { see: "orders.see" },
  "/staff/orders/:order": { see: "orders.see" },
  "/staff/vehicle-orders": { see: "orders.see" },
  "/staff/vehicle-orders/schedule": { see: "orders.see" },
  "/staff/vehicle-orders/stock": { see: "orders.see", act: "orders.work" },
  "/staff/vehicle-orders/:order": { see: "orders.open" },
  "/staff/vehicle-orders/:order/handover": { see: "deliveries.work" },
  "/staff/vehicle-orders/:order/protocol": { see: "deliveries.work" },
  "/staff/vehicle-orders/:order/print": { see: "orders.open" },
  "/staff/vehicle-orders/:order/papers/:paper": { see: "orders.open" },
  "/staff/reconciliation": { see: "payments.see", act: "payments.reconcile" },
  "/staff/reconciliation/live": { see: "payments.see" },
  "/staff/day": { see: "day.see", act: "day.run" },
  "/staff/day/live": { see: "day.see" },
  "/staff/members": { see: "members.look" },
  "/staff/points": { see: "content.edit" },
  "/staff/showroom": { see: "content.edit" },
  "/staff/showroom/:model": { see: "content.edit" },
  "/staff/alerts": { see: "alerts.work" },
  "/staff/alerts/live": { see: "alerts.work" },
  "/staff/people": { see: "staff.manage" },
  "/staff/actors": { see: "machinery.see" },
  "/staff/actors/:kind/:id": { see: "machinery.see" },
  "/staff/dead-letters": { see: "machinery.see", act: "machinery.mend" },
  "/staff/design": { see: "content.edit" },
};

/** A page that the table forgot is the admins' alone. */
export const permissionOf = (route: string | null, method: string): Permission => {
  const found = Object.hasOwn(STAFF_PAGES, route ?? "") ? STAFF_PAGES[route!]! : undefined;
  if (!found) return "staff.manage";
  return method === "GET" || method === "HEAD" ? found.see : found.act ?? found.see;
};

/** The rail's entries, in their order. */
export const PLACES = [
  { section: "sales", href: "/staff" },
  { section: "leads", href: "/staff/leads" },
  { section: "orders", href: "/staff/orders" },
  { section: "vehicles", href: "/staff/vehicle-orders" },
  { section: "reconciliation", href: "/staff/reconciliation" },
  { section: "day", href: "/staff/day" },
  { section: "members", href: "/staff/members" },
  { section: "points", href: "/staff/points" },
  { section: "showroom", href: "/staff/showroom" },
  { section: "alerts", href: "/staff/alerts" },
  { section: "people", href: "/staff/people", platform: true },
  { section: "actors", href: "/staff/actors", platform: true },
  { section: "dead", href: "/staff/dead-letters", platform: true },
  { section: "design", href: "/staff/design", platform: true },
] as const satisfies readonly { section: string; href: string; platform?: true }[];

export type Section = (typeof PLACES)[number]["section"];

/** The places that somebody may open. */
export const placesFor = (may: May): readonly (typeof PLACES)[number][] =>
  PLACES.filter(({ href }) => may(permissionOf(href, "GET")));

const ROUTES = Object.keys(STAFF_PAGES).map((route) => ({
  route,
  path: new RegExp(`^${route.replace(/:[a-z]+/g, "[^/]+")}$`),
}));

/** Whether somebody may open what an address of the console leads to, at the dealer that it names. */
export function mayOpen(href: string, may: May): boolean {
  const { pathname, searchParams } = new URL(href, "http://console");
  const found = ROUTES.find(({ path }) => path.test(pathname));
  // A visit's id begins with its dealer's.
  const dealer = searchParams.get("dealer") ?? searchParams.get("visit")?.split(".")[0];
  return may(permissionOf(found?.route ?? null, "GET"), dealer);
}
