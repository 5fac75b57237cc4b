import type { ComponentChildren } from "preact";
import { Head } from "fresh/runtime";
import { useContext } from "preact/hooks";
import Shortcuts from "../../../islands/staff/Shortcuts.tsx";
import { placesFor, type Section } from "../../../lib/console/places.ts";
import type { StaffText } from "../../../lib/i18n/staff.ts";
import { SideRail, StaffFrame } from "../../../lib/ui/Staff.tsx";
import { Allowed } from "./Allowed.tsx";

interface ConsolePageProps {
  readonly staff: StaffText;
  /** None where a page could not be shown. */
  readonly section?: Section;
  /** What the tab and, without `heading`, the page is called. */
  readonly title: string;
  readonly heading?: ComponentChildren;
  readonly figures?: ComponentChildren;
  readonly actions?: ComponentChildren;
  readonly panel?: ComponentChildren;
  readonly url: URL;
  readonly children: ComponentChildren;
}

/** A page of the console: rail, title with figures, the work, the panel, and its shortcuts. */
export function ConsolePage(props: ConsolePageProps) {
  const { staff, section, title, heading, figures, actions, panel, url, children } = props;
  const may = useContext(Allowed);
  const links = placesFor(may).map((place, index) => ({
    href: place.href,
    label: staff.rail[place.section],
    current: place.section === section,
    // One key each: there are ten digits.
    ...(index < 10 ? { shortcut: String((index + 1) % 10) } : {}),
    platform: "platform" in place,
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
            ].filter(({ links }) => links.length > 0)}
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
                  <a href="/my/security">{staff.rail.security}</a>
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
                    begins={may("sales.run")}
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
