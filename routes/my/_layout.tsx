import { TabLinks } from "../../lib/ui/Tabs.tsx";
import { define } from "../../lib/web/define.ts";

const TABS = [
  ["hub", "/my"],
  ["points", "/my/points"],
  ["orders", "/my/orders"],
  ["bookings", "/my/bookings"],
  ["cars", "/my/cars"],
  ["inbox", "/my/inbox"],
  ["profile", "/my/profile"],
  ["security", "/my/security"],
  ["privacy", "/my/privacy"],
] as const;

export default define.page(({ Component, state: { my }, url: { pathname } }) => (
  <div class="my wrap">
    <TabLinks
      label={my.tabs.label}
      tabs={TABS.map(([key, href]) => ({
        href,
        label: my.tabs[key],
        current: href === "/my" ? pathname === href : pathname.startsWith(href),
      }))}
    />
    <Component />
  </div>
));
