/**
 * `fresh/runtime` on the server. In bundles for the browser its place is taken by
 * client/runtime.ts, which exports the same.
 *
 * @module
 */
import type { ComponentChildren, VNode } from "preact";

export { HttpError } from "./app/http_error.ts";
export { asset, assetSrcSet } from "./render/asset.ts";
export { Head, type HeadProps } from "./render/head.ts";

/** Whether this is the browser. */
export const IS_BROWSER: boolean = typeof document !== "undefined";

export interface PartialProps {
  children?: ComponentChildren;
  /** Unique in the document. */
  name: string;
  mode?: "replace" | "prepend" | "append";
}

/** Renders its children. Links navigate as usual: parts of a page are not updated by themselves. */
export function Partial(props: PartialProps): VNode {
  return props.children as VNode;
}
