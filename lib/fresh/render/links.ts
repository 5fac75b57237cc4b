import type { VNode } from "preact";
import { asset, assetSrcSet } from "./asset.ts";
import { attributesOf, setAttributes } from "./element.ts";
import { renderState } from "./state.ts";

/** `aria-current` on links to this page, or to one that this page stands below. */
export function markCurrent(vnode: VNode): void {
  const attributes = attributesOf(vnode);
  const { href } = attributes;
  if (typeof href !== "string" || !href.startsWith("/") || attributes["aria-current"]) return;
  const { pathname } = renderState();
  const path = /^[^?#]*/.exec(href)![0].replace(/(.)\/$/, "$1");
  const here = pathname.replace(/(.)\/$/, "$1");
  if (path === here) {
    setAttributes(vnode, { "aria-current": "page", "data-current": "true" });
  } else if (here.startsWith(path === "/" ? path : `${path}/`)) {
    setAttributes(vnode, { "aria-current": "true", "data-ancestor": "true" });
  }
}

/** Ties pictures to the build, so that browsers keep them. */
export function lockPicture(vnode: VNode): void {
  const attributes = attributesOf(vnode);
  if ("data-fresh-disable-lock" in attributes) return;
  const { basePath } = renderState();
  const { src, srcset, srcSet } = attributes;
  setAttributes(vnode, {
    ...(typeof src === "string" ? { src: asset(src, basePath) } : {}),
    ...(typeof srcset === "string" ? { srcset: assetSrcSet(srcset, basePath) } : {}),
    ...(typeof srcSet === "string" ? { srcSet: assetSrcSet(srcSet, basePath) } : {}),
  });
}
