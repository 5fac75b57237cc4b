import { isByMethod } from "./handlers.ts";
import { renderRoute } from "./render_route.ts";
import { joinPath, type Router } from "./router.ts";
import { chainOf, type Scope, scopeAt } from "./scope.ts";
import {
  type LayoutConfig,
  type MaybeLazy,
  type MaybeLazyMiddleware,
  type Method,
  METHODS,
  type Route,
  type RouteComponent,
  type RouteConfig,
} from "./types.ts";

/** One thing that was added to an app. */
export type Registration<State> =
  | { kind: "middleware"; path: string; middlewares: MaybeLazyMiddleware<State>[] }
  | {
    kind: "handlers";
    path: string;
    method: Method | "ALL";
    handlers: MaybeLazyMiddleware<State>[];
  }
  | {
    kind: "route";
    path: string;
    route: MaybeLazy<Route<State>>;
    config?: RouteConfig;
    /** The scope it stands in, when that is not its path: a file's folder. */
    scope?: string;
  }
  | { kind: "layout"; path: string; component: RouteComponent<State>; config: LayoutConfig }
  | { kind: "error"; path: string; route: Route<State> }
  | { kind: "app"; component: RouteComponent<State> }
  | { kind: "not_found"; route: Route<State> }
  | { kind: "files"; path: string };

type Chain<State> = MaybeLazyMiddleware<State>[];

/** Puts a registration in its scope, or behind the scope's chain into the router. */
export function register<State>(
  registration: Registration<State>,
  root: Scope<State>,
  router: Router<Chain<State>>,
  basePath: string,
): void {
  switch (registration.kind) {
    case "app":
      root.app = registration.component;
      return;
    case "not_found":
      root.notFound = registration.route;
      return;
    case "middleware":
      scopeAt(root, registration.path).middlewares.push(...registration.middlewares);
      return;
    case "layout":
      scopeAt(root, registration.path).layout = registration;
      return;
    case "error":
      scopeAt(root, registration.path).error = registration.route;
      return;
    case "handlers": {
      const { path, method, handlers } = registration;
      const chain = [...chainOf(scopeAt(root, path)), ...handlers];
      const methods = method === "ALL" ? METHODS : [method];
      for (const one of methods) {
        router.add(one, joinPath(basePath, path), chain);
      }
      return;
    }
    case "route": {
      const { path, route, config, scope = path } = registration;
      const own = config ?? (typeof route === "function" ? undefined : route.config);
      const chain = [...chainOf(scopeAt(root, scope)), renders(route)];
      const pattern = joinPath(basePath, own?.routeOverride ?? path);
      for (const method of methodsOf(route, own)) {
        router.add(method, pattern, chain);
      }
      return;
    }
    case "files":
      throw new Error("File routes are registered one by one");
  }
}

function renders<State>(route: MaybeLazy<Route<State>>): MaybeLazyMiddleware<State> {
  if (typeof route !== "function") return (ctx) => renderRoute(ctx, route);
  return async () => {
    const loaded = await route();
    return (ctx) => renderRoute(ctx, loaded);
  };
}

function methodsOf<State>(
  route: MaybeLazy<Route<State>>,
  config: RouteConfig | undefined,
): readonly Method[] {
  if (Array.isArray(config?.methods)) return config.methods;
  if (typeof route === "function" || typeof route.handler === "function") {
    return METHODS;
  }
  const own = isByMethod(route.handler) ? (Object.keys(route.handler) as Method[]) : [];
  return route.component && !own.includes("GET") ? ["GET", ...own] : own;
}

/** A registration of a mounted app as one of the app it is mounted in. */
export function mounted<State>(
  registration: Registration<State>,
  path: string,
  innerBase: string,
): Registration<State> {
  if (registration.kind === "app" || registration.kind === "not_found") {
    return registration;
  }
  // An app that is mounted at its own base path has it once.
  const base = innerBase === path ? path : joinPath(path, innerBase === "" ? "/" : innerBase);
  const below = (one: string) => joinPath(base, one) || "/";
  return {
    ...registration,
    path: below(registration.path),
    ...("scope" in registration && registration.scope !== undefined
      ? { scope: below(registration.scope) }
      : {}),
  };
}
