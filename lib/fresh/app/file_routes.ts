import { compareFiles, patternOfFile, scopeOfFolder } from "./file_pattern.ts";
import { type HandlerByMethod, isByMethod, type RouteHandler } from "./handlers.ts";
import type { Registration } from "./registration.ts";
import { joinPath } from "./router.ts";
import type { Method, Middleware, Route, RouteComponent, RouteConfig } from "./types.ts";

/** What a file below `routes/` may export. */
export interface FileExports {
  default?: unknown;
  handler?: unknown;
  handlers?: unknown;
  config?: RouteConfig;
  css?: string[];
}

export interface FileModule {
  /** Below `routes/`, without the ending: `shop/[id]`. */
  readonly path: string;
  readonly mod: FileExports;
}

/** Files that stand for a folder, in the order in which they are put up. */
const FOLDER_FILES = ["_app", "_middleware", "_layout", "_error", "_500", "_404"];

const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));
const depth = (path: string): number => path.split("/").length;

/** The files as registrations: folders from the outside in, then routes, particular ones first. */
export function fileRegistrations<State>(
  files: readonly FileModule[],
  base: string,
): Registration<State>[] {
  const special = files.filter(({ path }) => nameOf(path).startsWith("_"));
  const routes = files.filter(({ path }) => !nameOf(path).startsWith("_"));
  return [
    ...special
      .toSorted(
        (a, b) =>
          depth(a.path) - depth(b.path) ||
          FOLDER_FILES.indexOf(nameOf(a.path)) - FOLDER_FILES.indexOf(nameOf(b.path)),
      )
      .flatMap((file) => folderRegistration<State>(file, base)),
    ...routes
      .toSorted((a, b) => compareFiles(a.path, b.path))
      .map((file) => routeRegistration<State>(file, base)),
  ];
}

function folderRegistration<State>({ path, mod }: FileModule, base: string): Registration<State>[] {
  const scope = joinPath(base, scopeOfFolder(folderOf(path)));
  const component = mod.default as RouteComponent<State> | undefined;
  switch (nameOf(path)) {
    case "_app":
      return [{ kind: "app", component: defaultOf(path, component) }];
    case "_layout":
      return [
        {
          kind: "layout",
          path: scope,
          component: defaultOf(path, component),
          config: mod.config ?? {},
        },
      ];
    case "_middleware":
      return [{ kind: "middleware", path: scope, middlewares: middlewaresOf<State>(path, mod) }];
    case "_error":
    case "_500":
      return [{ kind: "error", path: scope, route: routeOf<State>(path, mod) }];
    case "_404":
      return [{ kind: "not_found", route: routeOf<State>(path, mod) }];
    default:
      return [];
  }
}

function routeRegistration<State>({ path, mod }: FileModule, base: string): Registration<State> {
  return {
    kind: "route",
    path: joinPath(base, patternOfFile(path)),
    scope: joinPath(base, scopeOfFolder(folderOf(path))),
    route: routeOf<State>(path, mod),
  };
}

function routeOf<State>(path: string, mod: FileExports): Route<State> {
  const handler = (mod.handler ?? mod.handlers) as RouteHandler<unknown, State> | undefined;
  if (!handler && !mod.default) {
    throw new Error(
      `The route file "${path}" has no relevant exports: expected a default component, or "handler"`,
    );
  }
  return {
    ...(mod.default ? { component: mod.default as RouteComponent<State> } : {}),
    ...(handler ? { handler } : {}),
    ...(mod.config ? { config: mod.config } : {}),
    ...(mod.css ? { css: mod.css } : {}),
  };
}

function defaultOf<T>(path: string, component: T | undefined): T {
  if (component === undefined) {
    throw new Error(`"${path}" has no default export`);
  }
  return component;
}

function middlewaresOf<State>(path: string, mod: FileExports): Middleware<State>[] {
  const exported = (mod.handler ?? mod.handlers ?? mod.default) as
    | Middleware<State>
    | Middleware<State>[]
    | HandlerByMethod<unknown, State>
    | undefined;
  if (exported === undefined) {
    throw new Error(`"${path}" exports no middleware`);
  }
  if (Array.isArray(exported)) return exported;
  if (!isByMethod(exported)) return [exported];
  return [
    (ctx) => {
      const own = exported[ctx.req.method as Method] as Middleware<State> | undefined;
      return own ? own(ctx) : ctx.next();
    },
  ];
}
