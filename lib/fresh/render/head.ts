import { type ComponentChildren, createContext, type VNode } from "preact";
import { useContext } from "preact/hooks";
import { type Attributes, attributesOf, create, isPlaced, place } from "./element.ts";
import { HEAD_TAGS, identityOf } from "./head_tags.ts";
import { renderState } from "./state.ts";

export interface HeadProps {
  children?: ComponentChildren;
}

/** Where an element of the head is met: inside `<Head>`, inside `<head>`, or neither. */
const Place = createContext<"collected" | "in_place" | undefined>(undefined);

/** Moves what it holds into the document's head, from wherever it is rendered. */
export function Head({ children }: HeadProps): VNode {
  return create(Place.Provider, { value: "collected" }, children);
}

/** The children of `<head>`, among which those that `<Head>` brought replace their like. */
export const inHead = (children: ComponentChildren): VNode =>
  create(Place.Provider, { value: "in_place" }, children);

interface HeadElementProps {
  tag: string;
  elementKey: unknown;
  attributes: Attributes;
}

function HeadElement({ tag, elementKey, attributes }: HeadElementProps): VNode | null {
  const where = useContext(Place);
  const { head } = renderState();
  const own = create(tag, attributes);
  place(own);
  // Finding out what an element is about is not cheap: only where another may be about the same.
  if (where !== "collected" && head.size === 0) return own;
  const identity = identityOf(tag, elementKey, attributes);
  if (where === "collected") {
    head.set(identity, own);
    return null;
  }
  const newer = where === "in_place" ? head.get(identity) : undefined;
  if (newer) head.delete(identity);
  return newer ?? own;
}

/** Makes an element of the head look where it stands before it is rendered. */
export function placeHeadElement(vnode: VNode): void {
  const tag = vnode.type as string;
  if (!HEAD_TAGS.has(tag) || isPlaced(vnode)) return;
  const attributes = { ...attributesOf(vnode) };
  // The browser's side finds it by this.
  if (vnode.key !== undefined && vnode.key !== null) {
    attributes["data-key"] = String(vnode.key);
  }
  Object.assign(vnode, { type: HeadElement, props: { tag, elementKey: vnode.key, attributes } });
}
