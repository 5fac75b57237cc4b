import { Fragment, options, type VNode } from "preact";
import { attributesOf, comment, isPlaced, place, setAttributes } from "./element.ts";
import { inHead, placeHeadElement } from "./head.ts";
import { placeIsland } from "./islands.ts";
import { lockPicture, markCurrent } from "./links.ts";
import { isRendering, renderState } from "./state.ts";

/** Comments that the document's assembly replaces; a page's text cannot contain one. */
export const HEAD_END = "frsh:head";
export const BODY_END = "frsh:body";

const ends = { head: HEAD_END, body: BODY_END } as const;

/** Preact calls this hook before it renders an element; its published name is mangled. */
const hooks = options as { __b?: (vnode: VNode) => void };
const earlier = hooks.__b;

hooks.__b = (vnode) => {
  if (isRendering()) look(vnode);
  earlier?.(vnode);
};

function look(vnode: VNode): void {
  if (typeof vnode.type === "function") {
    if (vnode.type !== Fragment) placeIsland(vnode);
    return;
  }
  switch (vnode.type as string) {
    case "html":
      renderState().seen.add("html");
      return;
    case "head":
    case "body":
      markEnd(vnode, vnode.type as "head" | "body");
      return;
    case "a":
      markCurrent(vnode);
      return;
    case "img":
    case "source":
      lockPicture(vnode);
      return;
    case "script":
    case "style":
      giveNonce(vnode);
      placeHeadElement(vnode);
      return;
    case "base":
    case "link":
    case "meta":
    case "noscript":
    case "template":
    case "title":
      placeHeadElement(vnode);
  }
}

function markEnd(vnode: VNode, tag: "head" | "body"): void {
  renderState().seen.add(tag);
  if (isPlaced(vnode)) return;
  place(vnode);
  const { children } = vnode.props;
  setAttributes(vnode, {
    children: [tag === "head" ? inHead(children) : children, comment(ends[tag])],
  });
}

function giveNonce(vnode: VNode): void {
  if (!attributesOf(vnode).nonce) {
    setAttributes(vnode, { nonce: renderState().nonce });
  }
}
