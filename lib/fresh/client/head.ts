import { type ComponentChildren, Fragment, isValidElement, toChildArray, type VNode } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { HEAD_TAGS, identityOf } from "../render/head_tags.ts";

type Attributes = Record<string, unknown>;

/** Brings the document's head up to what an island says now; there is one element of an identity. */
export function Head({ children }: { children?: ComponentChildren }): null {
  useLayoutEffect(() => {
    for (const vnode of elementsIn(children)) apply(vnode);
  }, [children]);
  return null;
}

function elementsIn(children: ComponentChildren): VNode<Attributes>[] {
  return toChildArray(children).flatMap((child) => {
    if (!isValidElement(child)) return [];
    const vnode = child as VNode<Attributes>;
    if ((vnode.type as unknown) === Fragment) return elementsIn(vnode.props.children as never);
    return typeof vnode.type === "string" && HEAD_TAGS.has(vnode.type) ? [vnode] : [];
  });
}

function apply({ type, key, props }: VNode<Attributes>): void {
  const tag = type as string;
  const identity = identityOf(tag, key, props);
  const like = [...document.head.querySelectorAll(tag)].find(
    (one) => identityOf(tag, one.getAttribute("data-key"), attributesOf(one)) === identity,
  );
  const element = like ?? document.head.appendChild(document.createElement(tag));
  if (key !== undefined && key !== null) element.setAttribute("data-key", String(key));
  for (const [name, value] of Object.entries(props)) {
    if (name === "children") setText(element, toChildArray(value as never).join(""));
    else if (name === "dangerouslySetInnerHTML") {
      setText(element, (value as { __html: string }).__html);
    } else if (value === null || value === undefined || value === false) {
      element.removeAttribute(name);
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
}

function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

function attributesOf(element: Element): Attributes {
  const attributes: Attributes = {};
  for (const { name, value } of element.attributes) attributes[name] = value;
  if (element.textContent) attributes.children = element.textContent;
  return attributes;
}
