import type { VNode } from "preact";
import { asset, assetSrcSet } from "./asset.ts";
import { attributesOf } from "./element.ts";
import { renderState } from "./state.ts";

/** Without a slash at its end, except for the root. */
export const bare = (path: string): string =>
  path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;

/** `aria-current` on links to this page, or to one that this page stands below. */
export function markCurrent(vnode: VNode): void {
  const attributes = attributesOf(vnode);
  const { href } = attributes;
  if (typeof href !== "string" || href[0] !== "/" || attributes["aria-current"]) return;
  const { here } = renderState();
  const end = href.search(/[?#]/);
  const path = bare(end < 0 ? href : href.slice(0, end));
  if (path === here) {
    attributes["aria-current"] = "page";
    attributes["data-current"] = "true";
  } else if (here.startsWith(path) && (path === "/" || here[path.length] === "/")) {
    attributes["aria-current"] = "true";
    attributes["data-ancestor"] = "true";
  }
}

/** Ties pictures to the build, so that browsers keep them. Done twice, it stays as it is. */
export function lockPicture(vnode: VNode): void {
  const attributes = attributesOf(vnode);
  if ("data-fresh-disable-lock" in attributes) return;
  const { basePath } = renderState();
  const { src, srcset, srcSet } = attributes;
  if (typeof src === "string") attributes.src = asset(src, basePath);
  if (typeof srcset === "string") attributes.srcset = assetSrcSet(srcset, basePath);
  if (typeof srcSet === "string") attributes.srcSet = assetSrcSet(srcSet, basePath);
}
