/**
 * `fresh`, answered from the tree: the server's part of Fresh 2. What it has and has not stands in
 * README.md. Leave out `links` in deno.json to take the real one.
 *
 * @module
 */
export { App } from "./app/app.ts";
export type { FreshConfig, ResolvedFreshConfig } from "./app/config.ts";
export type {
  Context,
  FreshContext,
  WebSocketHandlers,
  WebSocketUpgradeOptions,
} from "./app/context.ts";
export { createDefine, type Define } from "./app/define.ts";
export {
  type HandlerByMethod,
  type HandlerFn,
  page,
  type PageResponse,
  type RouteData,
  type RouteHandler,
} from "./app/handlers.ts";
export { HttpError } from "./app/http_error.ts";
export type { ListenOptions } from "./app/listen.ts";
export type { Island } from "./app/snapshot.ts";
export type {
  LayoutConfig,
  Lazy,
  MaybeLazy,
  Method,
  Middleware,
  MiddlewareFn,
  PageProps,
  RouteConfig,
} from "./app/types.ts";
export { cors, type CORSOptions } from "./middlewares/cors.ts";
export { csp, type CSPOptions } from "./middlewares/csp.ts";
export { csrf, type CsrfOptions } from "./middlewares/csrf.ts";
export { ipFilter, type IpFilterOptions, type IpFilterRules } from "./middlewares/ip_filter.ts";
export { staticFiles } from "./middlewares/static_files.ts";
export { trailingSlashes } from "./middlewares/trailing_slashes.ts";
