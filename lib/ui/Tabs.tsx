import type { ComponentChildren } from "preact";

interface TabLink {
  readonly href: string;
  readonly label: ComponentChildren;
  readonly current?: boolean;
  readonly count?: string;
}

/** Views of one thing, each with an address of its own: they work without script. */
export function TabLinks({ label, tabs }: { label: string; tabs: readonly TabLink[] }) {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <a
          key={tab.href}
          class="tab"
          href={tab.href}
          aria-current={tab.current ? "page" : "false"}
        >
          {tab.label}
          {tab.count && <span class="tab__count figures">{tab.count}</span>}
        </a>
      ))}
    </nav>
  );
}

interface Tab {
  readonly id: string;
  readonly label: ComponentChildren;
  readonly panel: ComponentChildren;
}

interface TabsProps {
  readonly id: string;
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly selected: string;
  readonly onSelect?: (id: string) => void;
}

const STEP: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };

/** The tab that a key leads to, by the keys of the ARIA pattern. */
export function tabOnKey(key: string, at: number, count: number): number | undefined {
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const step = STEP[key];
  return step === undefined ? undefined : (at + step + count) % count;
}

/** Panels within an island, with the keys of the ARIA pattern: arrows, Home and End. */
export function Tabs({ id, label, tabs, selected, onSelect }: TabsProps) {
  const at = tabs.findIndex((tab) => tab.id === selected);
  const onKeyDown = (event: KeyboardEvent) => {
    const to = tabOnKey(event.key, at, tabs.length);
    if (to === undefined) return;
    event.preventDefault();
    onSelect?.(tabs[to]!.id);
    (event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>("[role=tab]")[to]?.focus();
  };
  return (
    <div>
      <div class="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            class="tab"
            role="tab"
            id={`${id}-tab-${tab.id}`}
            aria-controls={`${id}-panel-${tab.id}`}
            aria-selected={tab.id === selected ? "true" : "false"}
            tabIndex={tab.id === selected ? 0 : -1}
            onClick={onSelect && (() => onSelect(tab.id))}
          >
            {tab.label}
          </button>
        ))}
      </div>
      {tabs.map((tab) => (
        <div
          key={tab.id}
          class="tabs__panel"
          role="tabpanel"
          id={`${id}-panel-${tab.id}`}
          aria-labelledby={`${id}-tab-${tab.id}`}
          tabIndex={0}
          hidden={tab.id !== selected}
        >
          {tab.panel}
        </div>
      ))}
    </div>
  );
}
