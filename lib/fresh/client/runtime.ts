/** `fresh/runtime` in the browser. */
import { lockedSet, lockedTo } from "../render/asset.ts";

export { HttpError } from "../app/http_error.ts";
export { Head } from "./head.ts";

/** Put in by the bundler. */
declare const FRESH_BUILD_ID: string;

export const IS_BROWSER = true;

export const asset = (path: string, basePath?: string): string =>
  lockedTo(FRESH_BUILD_ID, path, basePath);

export const assetSrcSet = (srcset: string, basePath?: string): string =>
  lockedSet(FRESH_BUILD_ID, srcset, basePath);

export const Partial = ({ children }: { children?: unknown }) => children;
