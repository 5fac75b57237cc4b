import { type ComponentChild, type ComponentType, Fragment, h } from "preact";
import { SLOT_TEMPLATE } from "../wire/marks.ts";
import { findRanges, type IslandRange, nodesOf, type Ranges } from "./ranges.ts";

export type AnyProps = Record<string, unknown>;

/** What islands on a page are made of. */
export interface Page {
  readonly ranges: Ranges;
  /** By their number; undefined when one could not be loaded. */
  readonly components: readonly (ComponentType<AnyProps> | undefined)[];
  propsOf(index: number): AnyProps;
}

/** An island as an element, with its key. */
export function islandElement(page: Page, { module, props, key }: IslandRange): ComponentChild {
  const component = page.components[module];
  if (!component) return null;
  return h(component, { ...page.propsOf(props), ...(key === "" ? {} : { key }) });
}

/** Attributes that say how a field starts; as properties they would undo what was typed since. */
const INITIAL: Record<string, string> = { value: "defaultValue", checked: "defaultChecked" };

/** Elements that Preact finds again in the document: it adopts them and changes nothing. */
export function elementsOf(page: Page, nodes: readonly ChildNode[]): ComponentChild[] {
  const elements: ComponentChild[] = [];
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i]!;
    const island = page.ranges.islands.get(node);
    if (island) {
      elements.push(islandElement(page, island));
      i = nodes.indexOf(island.end, i);
    } else if (node.nodeType === Node.TEXT_NODE) {
      elements.push((node as Text).data);
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      elements.push(elementOf(page, node as Element));
    }
  }
  return elements;
}

function elementOf(page: Page, node: Element): ComponentChild {
  const props: AnyProps = {};
  for (const { name, value } of node.attributes) {
    if (name === "data-key") props.key = value;
    props[node.localName === "input" ? (INITIAL[name] ?? name) : name] = value;
  }
  return h(node.localName, props, ...elementsOf(page, [...node.childNodes]));
}

/**
 * JSX that the server rendered for an island. What the island shows is read before Preact takes the
 * document over; what it does not show yet waits in a template.
 */
export function slotElement(page: Page, id: number): ComponentChild {
  const range = page.ranges.slots.get(id);
  const shown = range && elementsOf(page, nodesOf(range));
  let hidden: ComponentChild[] | undefined;
  const Slot = () => h(Fragment, null, ...(shown ?? (hidden ??= fromTemplate(page, id))));
  return h(Slot, null);
}

function fromTemplate(page: Page, id: number): ComponentChild[] {
  const template = document.getElementById(SLOT_TEMPLATE + id) as HTMLTemplateElement | null;
  if (!template) return [];
  const ranges = findRanges(template.content);
  const inside: Page = {
    ...page,
    ranges: {
      outermost: ranges.outermost,
      islands: new Map([...page.ranges.islands, ...ranges.islands]),
      slots: new Map([...page.ranges.slots, ...ranges.slots]),
    },
  };
  return elementsOf(inside, [...template.content.childNodes]);
}
