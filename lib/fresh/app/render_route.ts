import { type FunctionComponent, h, type VNode } from "preact";
import type { Context } from "./context.ts";
import { frameOf } from "./frame.ts";
import { isByMethod, type PageResponse } from "./handlers.ts";
import type { AsyncAnyComponent, Method, PageProps, Route, RouteComponent } from "./types.ts";

/** What a page is given when no handler stands before it. */
const NO_DATA: PageResponse<unknown> = { data: {} };

/** Runs the handler, then the page with what it gave. */
export async function renderRoute<State>(
  ctx: Context<State>,
  route: Route<State>,
  status = 200,
): Promise<Response> {
  const frame = frameOf(ctx);
  if (route.config?.skipAppWrapper) frame.app = null;
  if (route.config?.skipInheritedLayouts) frame.layouts = [];
  if (route.css) frame.css = [...frame.css, ...route.css];

  const answer = await handle(ctx, route);
  if (answer instanceof Response) return answer;
  if (typeof answer !== "object" || answer === null) {
    throw new TypeError(
      `Expected a handler to return a "Response" instance or page data, but got: ${answer}`,
    );
  }
  let vnode: VNode | null = null;
  if (route.component) {
    const rendered = await element(ctx, route.component, answer.data, () => null);
    if (rendered instanceof Response) return rendered;
    vnode = rendered;
  }
  ctx.data = answer.data;
  const { headers } = answer;
  return ctx.render(vnode, { status: answer.status ?? status, ...(headers ? { headers } : {}) });
}

function handle<State>(ctx: Context<State>, { handler, component }: Route<State>) {
  if (typeof handler === "function") return handler(ctx);
  const method = ctx.req.method as Method;
  const byMethod = isByMethod(handler) ? handler : {};
  const own = byMethod[method] ?? (method === "HEAD" ? byMethod.GET : undefined);
  if (own) return own(ctx);
  // An error page shows itself whatever the method of the request that failed.
  if (component) return NO_DATA;
  return ctx.next();
}

const isAsync = <Props>(component: unknown): component is AsyncAnyComponent<Props> =>
  typeof component === "function" && component.constructor.name === "AsyncFunction";

/** The element of a route's component; asynchronous ones are waited for here. */
export async function element<State>(
  ctx: Context<State>,
  component: RouteComponent<State>,
  data: unknown,
  Component: FunctionComponent,
): Promise<VNode | null | Response> {
  const props = propsOf(ctx, data, Component);
  return isAsync<PageProps<unknown, State>>(component)
    ? await component(props)
    : (h(component, props) as VNode);
}

const propsOf = <State>(
  ctx: Context<State>,
  data: unknown,
  Component: FunctionComponent,
): PageProps<unknown, State> => ({
  config: ctx.config,
  url: ctx.url,
  req: ctx.req,
  params: ctx.params,
  info: ctx.info,
  state: ctx.state,
  isPartial: ctx.isPartial,
  error: ctx.error,
  route: ctx.route,
  Component,
  data,
});

/** Layouts around a page, the innermost first. */
export async function withLayouts<State>(
  ctx: Context<State>,
  layouts: readonly RouteComponent<State>[],
  page: VNode | null,
): Promise<VNode | null | Response> {
  let inner = page;
  for (const layout of layouts.toReversed()) {
    const child: VNode | null = inner;
    const around: VNode | null | Response = await element(ctx, layout, null, () => child);
    if (around instanceof Response) return around;
    inner = around;
  }
  return inner;
}
