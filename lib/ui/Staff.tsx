import type { ComponentChildren } from "preact";
import { Icon } from "./Icon.tsx";

interface RailLink {
  readonly href: string;
  readonly label: string;
  readonly current?: boolean;
  readonly count?: string;
  /** The key that leads here, shown beside the name. */
  readonly shortcut?: string;
}

interface SideRailProps {
  readonly label: string;
  readonly brand: ComponentChildren;
  readonly groups: readonly { readonly title?: string; readonly links: readonly RailLink[] }[];
  readonly foot?: ComponentChildren;
}

export function SideRail({ label, brand, groups, foot }: SideRailProps) {
  return (
    <nav class="rail" aria-label={label}>
      <div class="rail__inner">
        <div class="rail__brand">{brand}</div>
        <div class="rail__groups">
          {groups.map((group, index) => (
            <div key={index} class="rail__group">
              {group.title && <p class="rail__title" id={`rail-${index}`}>{group.title}</p>}
              <ul class="rail__links" aria-labelledby={group.title ? `rail-${index}` : undefined}>
                {group.links.map((link) => (
                  <li key={link.href}>
                    <a
                      class="rail__link"
                      href={link.href}
                      aria-current={link.current ? "page" : "false"}
                      aria-keyshortcuts={link.shortcut}
                    >
                      <span>{link.label}</span>
                      {link.count && <span class="rail__count figures">{link.count}</span>}
                      {link.shortcut && <kbd aria-hidden="true">{link.shortcut}</kbd>}
                    </a>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </div>
        {foot && <div class="rail__foot">{foot}</div>}
      </div>
    </nav>
  );
}

interface SidePanelProps {
  readonly id: string;
  readonly title: ComponentChildren;
  readonly close: { readonly label: string; readonly href?: string; readonly onClose?: () => void };
  readonly children: ComponentChildren;
  readonly actions?: ComponentChildren;
}

/** The detail of what is chosen in a table, beside it. */
export function SidePanel({ id, title, close, children, actions }: SidePanelProps) {
  return (
    <aside class="panel" id={id} aria-labelledby={`${id}-title`}>
      <header class="panel__head">
        <h2 class="panel__title" id={`${id}-title`}>{title}</h2>
        {close.href && !close.onClose
          ? (
            <a class="icon-button" href={close.href} aria-label={close.label}>
              <Icon name="close" />
            </a>
          )
          : (
            <button
              type="button"
              class="icon-button"
              aria-label={close.label}
              onClick={close.onClose}
            >
              <Icon name="close" />
            </button>
          )}
      </header>
      <div class="panel__body">{children}</div>
      {actions && <footer class="panel__actions">{actions}</footer>}
    </aside>
  );
}

interface StaffFrameProps {
  readonly rail: ComponentChildren;
  readonly title: ComponentChildren;
  /** Live figures beside the title. */
  readonly figures?: ComponentChildren;
  readonly actions?: ComponentChildren;
  readonly panel?: ComponentChildren;
  /** 1 on a page of its own; 2 where the frame is shown within another page. */
  readonly level?: 1 | 2;
  readonly children: ComponentChildren;
}

/** Rail, title with live figures, the work, and a panel for the detail. */
export function StaffFrame(
  { rail, title, figures, actions, panel, level = 1, children }: StaffFrameProps,
) {
  const Heading = level === 1 ? "h1" : "h2";
  const Main = level === 1 ? "main" : "div";
  return (
    <div class={panel ? "staff staff--panel" : "staff"}>
      {rail}
      <Main class="staff__main" id={level === 1 ? "main" : undefined}>
        <header class="staff__head">
          <Heading class="staff__title">{title}</Heading>
          {figures && <div class="staff__figures">{figures}</div>}
          {actions && <div class="staff__actions">{actions}</div>}
        </header>
        {children}
      </Main>
      {panel}
    </div>
  );
}
