import type { ComponentChildren } from "preact";
import { Head } from "fresh/runtime";
import Shortcuts from "../../../islands/staff/Shortcuts.tsx";
import type { StaffText } from "../../../lib/i18n/staff.ts";
import { SideRail, StaffFrame } from "../../../lib/ui/Staff.tsx";

export type Section =
  | "sales"
  | "leads"
  | "orders"
  | "vehicles"
  | "reconciliation"
  | "day"
  | "members"
  | "points"
  | "showroom"
  | "alerts"
  | "actors"
  | "dead"
  | "design";

interface ConsolePageProps {
  readonly staff: StaffText;
  readonly section: Section;
  /** What the tab and, without `heading`, the page is called. */
  readonly title: string;
  readonly heading?: ComponentChildren;
  readonly figures?: ComponentChildren;
  readonly actions?: ComponentChildren;
  readonly panel?: ComponentChildren;
  readonly url: URL;
  readonly children: ComponentChildren;
}

const PLACES: readonly { section: Section; href: string; platform?: true }[] = [
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
  { section: "actors", href: "/staff/actors", platform: true },
  { section: "dead", href: "/staff/dead-letters", platform: true },
  { section: "design", href: "/staff/design", platform: true },
];

/** A page of the console: rail, title with figures, the work, the panel, and its shortcuts. */
export function ConsolePage(props: ConsolePageProps) {
  const { staff, section, title, heading, figures, actions, panel, url, children } = props;
  const links = PLACES.map((place, index) => ({
    href: place.href,
    label: staff.rail[place.section],
    current: place.section === section,
    // One key each: there are ten digits.
    ...(index < 10 ? { shortcut: String((index + 1) % 10) } : {}),
    platform: place.platform ?? false,
  }));
  const other = new URL(url);
  other.searchParams.set("lang", staff.code === "en" ? "zh" : "en");
  return (
    <>
      <Head>
        <title>{`${title} · ${staff.brand}`}</title>
      </Head>
      <StaffFrame
        rail={
          <SideRail
            label={staff.rail.label}
            brand={<a class="console-brand" href="/staff">{staff.brand}</a>}
            groups={[
              { links: links.filter(({ platform }) => !platform) },
              { title: staff.rail.platform, links: links.filter(({ platform }) => platform) },
            ]}
            foot={
              <ul class="console-foot">
                <li>
                  <a href="/">{staff.rail.shop}</a>
                </li>
                <li>
                  <a
                    href={other.pathname + other.search}
                    lang={staff.code === "en" ? "zh-Hans" : "en"}
                  >
                    {staff.rail.other}
                  </a>
                </li>
                <li>
                  <form method="post" action="/sign-out">
                    <button type="submit" class="rail__out">{staff.rail.out}</button>
                  </form>
                </li>
                <li>
                  <Shortcuts
                    words={staff.keys}
                    places={links.map(({ href, label }) => ({ href, label }))}
                  />
                </li>
              </ul>
            }
          />
        }
        title={heading ?? title}
        figures={figures}
        actions={actions}
        panel={panel}
      >
        {children}
      </StaffFrame>
    </>
  );
}
