import { frameOf } from "./frame.ts";
import { HttpError } from "./http_error.ts";
import { renderRoute } from "./render_route.ts";
import type { LayoutConfig, MaybeLazyMiddleware, Route, RouteComponent } from "./types.ts";

/**
 * What holds below a path: its middlewares, layout and error page. Scopes follow the segments of
 * patterns and of folders; a folder `(group)` is a scope of its own although URLs do not show it.
 */
export interface Scope<State> {
  readonly segment: string;
  readonly parent: Scope<State> | null;
  readonly children: Map<string, Scope<State>>;
  readonly middlewares: MaybeLazyMiddleware<State>[];
  layout?: { readonly component: RouteComponent<State>; readonly config: LayoutConfig };
  error?: Route<State>;
  /** At the root only. */
  app?: RouteComponent<State>;
  notFound?: Route<State>;
}

export const newScope = <State>(
  segment = "",
  parent: Scope<State> | null = null,
): Scope<State> => ({ segment, parent, children: new Map(), middlewares: [] });

const segmentsOf = (path: string): string[] =>
  path
    .replace(/\/?\*$/, "")
    .split("/")
    .filter((segment) => segment !== "");

/** The scope at a path, made when it is not there yet. */
export function scopeAt<State>(from: Scope<State>, path: string): Scope<State> {
  let scope = from;
  for (const segment of segmentsOf(path)) {
    const child = scope.children.get(segment) ?? newScope(segment, scope);
    scope.children.set(segment, child);
    scope = child;
  }
  return scope;
}

/** The innermost scope for a path at which nothing stands: its error page is the one to show. */
export function nearestScope<State>(root: Scope<State>, pathname: string): Scope<State> {
  let scope = root;
  for (const segment of segmentsOf(pathname)) {
    const child = childFor(scope, segment);
    if (!child) break;
    scope = child;
  }
  return scope;
}

function childFor<State>(scope: Scope<State>, segment: string): Scope<State> | undefined {
  const exact = scope.children.get(segment);
  if (exact) return exact;
  const children = [...scope.children.values()];
  for (const group of children.filter((child) => child.segment.startsWith("("))) {
    const inside = childFor(group, segment);
    if (inside) return inside;
  }
  return children.find((child) => child.segment.startsWith(":"));
}

/** The middlewares from the root down to a scope, as they stand now: later ones hold for later routes. */
export function chainOf<State>(scope: Scope<State>): MaybeLazyMiddleware<State>[] {
  const above = scope.parent ? chainOf(scope.parent) : [];
  return [...above, boundary(scope), ...scope.middlewares];
}

function rootOf<State>(scope: Scope<State>): Scope<State> {
  return scope.parent ? rootOf(scope.parent) : scope;
}

/** Puts a scope's templates up and catches what is thrown below. */
function boundary<State>(scope: Scope<State>): MaybeLazyMiddleware<State> {
  const { app, layout, error } = scope;
  const root = rootOf(scope);
  return async (ctx) => {
    const frame = frameOf(ctx);
    const { app: outerApp, layouts: outerLayouts } = frame;
    if (app) frame.app = app;
    if (layout) {
      if (layout.config.skipAppWrapper) frame.app = null;
      frame.layouts = layout.config.skipInheritedLayouts
        ? [layout.component]
        : [...frame.layouts, layout.component];
    }
    const { app: ownApp, layouts: ownLayouts } = frame;
    try {
      return await ctx.next();
    } catch (thrown) {
      // What the route below had left out holds for the route, not for the error page.
      Object.assign(frame, { app: ownApp, layouts: ownLayouts });
      const status = thrown instanceof HttpError ? thrown.status : 500;
      if (status === 404 && root.notFound) {
        return await renderRoute(ctx, root.notFound, 404);
      }
      if (error) {
        if (status >= 500) console.error(thrown);
        return await renderRoute(ctx, error, status);
      }
      throw thrown;
    } finally {
      Object.assign(frame, { app: outerApp, layouts: outerLayouts });
    }
  };
}
