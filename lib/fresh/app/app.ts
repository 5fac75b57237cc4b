import { setBuildId } from "../render/asset.ts";
import { runChain } from "./chain.ts";
import { type FreshConfig, resolveConfig, type ResolvedFreshConfig } from "./config.ts";
import { Context } from "./context.ts";
import { answerError } from "./default_error.ts";
import { fileRegistrations } from "./file_routes.ts";
import { HttpError } from "./http_error.ts";
import { listen, type ListenOptions } from "./listen.ts";
import { mounted, register, type Registration } from "./registration.ts";
import { Router } from "./router.ts";
import { chainOf, nearestScope, newScope } from "./scope.ts";
import { NO_SNAPSHOT, type Snapshot } from "./snapshot.ts";
import type {
  LayoutConfig,
  MaybeLazy,
  MaybeLazyMiddleware,
  Method,
  Middleware,
  Route,
  RouteComponent,
  RouteConfig,
} from "./types.ts";

/** Gives an app what a build made. For generated code, the builder and tests. */
export let useSnapshot: <State>(
  app: App<State>,
  snapshot: Snapshot,
  mode: ResolvedFreshConfig["mode"],
) => void;

/** Shows an error that no page of the app has answered, in development. */
export type ErrorView = (error: unknown, req: Request) => Response;

export let showErrorsWith: <State>(app: App<State>, view: ErrorView) => void;

type Handlers<State> = MaybeLazy<Middleware<State>>[];

/** For `handler()` outside of a server, as in tests. */
const NO_CONNECTION: Deno.ServeHandlerInfo = {
  remoteAddr: { transport: "tcp", hostname: "localhost", port: 0 },
  completed: Promise.resolve(),
};

/**
 * Middlewares, routes, layouts and error pages by path. What is added first stands first; a
 * middleware holds for what is added after it.
 */
export class App<State> {
  static {
    useSnapshot = (app, snapshot, mode) => {
      app.#snapshot = snapshot;
      setBuildId(snapshot.buildId);
      app.config.root = snapshot.root;
      app.config.mode = mode;
    };
    showErrorsWith = (app, view) => {
      app.#errorView = view;
    };
  }

  config: ResolvedFreshConfig;
  #registrations: Registration<State>[] = [];
  #snapshot: Snapshot = NO_SNAPSHOT;
  #errorView: ErrorView | undefined;

  constructor(config: FreshConfig = {}) {
    this.config = resolveConfig(config);
  }

  /** Middlewares for everything, or for everything below a path. */
  use(...middleware: MaybeLazyMiddleware<State>[]): this;
  use(path: string, ...middleware: MaybeLazyMiddleware<State>[]): this;
  use(first: string | MaybeLazyMiddleware<State>, ...rest: MaybeLazyMiddleware<State>[]): this {
    const [path, middlewares] = typeof first === "string" ? [first, rest] : ["*", [first, ...rest]];
    return this.#add({ kind: "middleware", path, middlewares });
  }

  get(path: string, ...handlers: Handlers<State>): this {
    return this.#handle("GET", path, handlers);
  }

  post(path: string, ...handlers: Handlers<State>): this {
    return this.#handle("POST", path, handlers);
  }

  put(path: string, ...handlers: Handlers<State>): this {
    return this.#handle("PUT", path, handlers);
  }

  patch(path: string, ...handlers: Handlers<State>): this {
    return this.#handle("PATCH", path, handlers);
  }

  delete(path: string, ...handlers: Handlers<State>): this {
    return this.#handle("DELETE", path, handlers);
  }

  head(path: string, ...handlers: Handlers<State>): this {
    return this.#handle("HEAD", path, handlers);
  }

  /** Every method. */
  all(path: string, ...handlers: Handlers<State>): this {
    return this.#handle("ALL", path, handlers);
  }

  /** A page with its handlers. */
  route(path: string, route: MaybeLazy<Route<State>>, config?: RouteConfig): this {
    return this.#add({ kind: "route", path, route, ...(config ? { config } : {}) });
  }

  /** Stands around the pages below a path. */
  layout(path: string, component: RouteComponent<State>, config: LayoutConfig = {}): this {
    return this.#add({ kind: "layout", path, component, config });
  }

  /** Stands around every page: the document itself. */
  appWrapper(component: RouteComponent<State>): this {
    return this.#add({ kind: "app", component });
  }

  /** Answers for what is thrown below a path. */
  onError(path: string, route: Route<State> | Middleware<State>): this {
    return this.#add({ kind: "error", path, route: asRoute(route) });
  }

  /** Answers where nothing stands. */
  notFound(route: Route<State> | Middleware<State>): this {
    return this.#add({ kind: "not_found", route: asRoute(route) });
  }

  /** The files in `routes/` take their place here, at a path or at the root. */
  fsRoutes(path = "*"): this {
    return this.#add({ kind: "files", path });
  }

  /** All that another app has, below a path. */
  mountApp(path: string, app: App<State>): this {
    for (const registration of app.#registrations) {
      this.#registrations.push(mounted(registration, path, app.config.basePath));
    }
    return this;
  }

  /** The app as a function, for `Deno.serve` and for tests. */
  handler(): (request: Request, info?: Deno.ServeHandlerInfo) => Promise<Response> {
    const { config } = this;
    const snapshot = this.#snapshot;
    const root = newScope<State>();
    const router = new Router<MaybeLazyMiddleware<State>[]>();
    for (const registration of this.#registrations) {
      const ones = registration.kind === "files"
        ? fileRegistrations<State>(snapshot.routes, registration.path)
        : [registration];
      for (const one of ones) register(one, root, router, config.basePath);
    }

    return async (req, info = NO_CONNECTION) => {
      const url = addressOf(req, config.trustProxy);
      const method = req.method as Method;
      const { pattern, params, item, allowed } = router.match(method, url.pathname);
      const ctx = new Context<State>({ req, url, info, route: pattern, params, config, snapshot });
      const chain = item ?? chainOf(nearestScope(root, inside(url.pathname, config.basePath)));
      const last = (): Response => {
        if (pattern === null || item) throw new HttpError(404);
        if (method !== "OPTIONS") throw new HttpError(405);
        return new Response(null, { status: 204, headers: { allow: allowed().join(", ") } });
      };
      const response = await this.#answer(ctx, chain, last);
      if (response.status === 405 && !item && !response.headers.has("allow")) {
        response.headers.set("allow", allowed().join(", "));
      }
      return method === "HEAD" && response.body ? withoutBody(response) : response;
    };
  }

  /** Serves the app, on a free port from 8000 on when none is given. */
  async listen(options: ListenOptions = {}): Promise<void> {
    await listen(this.handler(), options, this.config.basePath);
  }

  async #answer(
    ctx: Context<State>,
    chain: MaybeLazyMiddleware<State>[],
    last: () => Response,
  ): Promise<Response> {
    try {
      const response = await runChain(chain, ctx, last);
      if (response instanceof Response) return response;
      throw new TypeError(
        `Expected a "Response" instance to be returned, but got: ${String(response)}`,
      );
    } catch (error) {
      ctx.error = error;
      return answerError(error, ctx.req, this.#errorView);
    }
  }

  #handle(method: Method | "ALL", path: string, handlers: Handlers<State>): this {
    return this.#add({
      kind: "handlers",
      path,
      method,
      handlers: handlers as MaybeLazyMiddleware<State>[],
    });
  }

  #add(registration: Registration<State>): this {
    this.#registrations.push(registration);
    return this;
  }
}

const asRoute = <State>(route: Route<State> | Middleware<State>): Route<State> =>
  typeof route === "function" ? { handler: route } : route;

const withoutBody = (response: Response): Response => {
  response.body?.cancel().catch(() => {});
  return new Response(null, response);
};

const inside = (pathname: string, basePath: string): string =>
  pathname.startsWith(basePath) ? pathname.slice(basePath.length) : pathname;

/** Repeated slashes are one: a path that begins with two would read as a host in a redirect. */
function addressOf(req: Request, trustProxy: boolean): URL {
  const url = new URL(req.url);
  if (url.pathname.includes("//")) {
    url.pathname = url.pathname.replace(/\/+/g, "/");
  }
  if (trustProxy) {
    const protocol = req.headers.get("x-forwarded-proto")?.split(",")[0]?.trim();
    const host = req.headers.get("x-forwarded-host")?.split(",")[0]?.trim();
    if (protocol === "http" || protocol === "https") url.protocol = protocol;
    if (host) url.host = host;
  }
  return url;
}
