/** Wakes the islands of a page. Loaded as a module on pages that have any. */
import { type ComponentType, hydrate } from "preact";
import { deserialize } from "../wire/deserialize.ts";
import { STATE_ID } from "../wire/marks.ts";
import { findRanges, type IslandRange, nodesOf, parentFor } from "./ranges.ts";
import { type AnyProps, islandElement, type Page, slotElement } from "./revive.ts";

interface State {
  readonly modules: readonly (readonly [url: string, exportName: string])[];
  readonly props: unknown;
}

/** Kinds of values that need the signals library, which other pages do without. */
const NEEDS_SIGNALS = /"(?:Signal|Computed)"/;

async function boot(text: string): Promise<void> {
  const { modules, props: wire } = JSON.parse(text) as State;
  const [components, signals] = await Promise.all([
    Promise.all(modules.map(load)),
    NEEDS_SIGNALS.test(text) ? import("@preact/signals") : undefined,
  ]);
  const props = deserialize(wire, {
    signal: (value) => signals?.signal(value),
    computed: (value) => signals?.computed(() => value),
    // Slots hold islands, whose props are among these: they are made once all are known.
    slot: (id) => new SlotPlace(id),
  }) as AnyProps[];
  const page: Page = {
    ranges: findRanges(document.body),
    components,
    propsOf: (index) => withSlots(page, props[index]!),
  };
  for (const range of page.ranges.outermost) wake(page, range, modules[range.module]?.[0]);
}

/** The others still wake when one fails, and what the server rendered stays. */
function wake(page: Page, range: IslandRange, url: string | undefined): void {
  // Preact removes what it could not take over.
  const copies = nodesOf(range).map((node) => node.cloneNode(true));
  try {
    const element = islandElement(page, range);
    if (element !== null) hydrate(element, parentFor(range));
  } catch (error) {
    console.error(`An island could not be woken: ${url}`, error);
    for (const node of nodesOf(range)) node.remove();
    range.end.before(...copies);
  }
}

class SlotPlace {
  readonly id: number;

  constructor(id: number) {
    this.id = id;
  }
}

function withSlots(page: Page, props: AnyProps): AnyProps {
  const filled = (value: unknown): unknown =>
    value instanceof SlotPlace
      ? slotElement(page, value.id)
      : Array.isArray(value) && value.some((one) => one instanceof SlotPlace)
      ? value.map(filled)
      : value;
  return Object.fromEntries(Object.entries(props).map(([name, value]) => [name, filled(value)]));
}

async function load([url, exportName]: State["modules"][number]): Promise<
  ComponentType<AnyProps> | undefined
> {
  try {
    return (await import(url))[exportName];
  } catch (error) {
    console.error(`An island could not be loaded: ${url}`, error);
    return undefined;
  }
}

const state = document.getElementById(STATE_ID)?.textContent;
if (state) await boot(state);
