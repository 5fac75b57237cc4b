import { type FunctionComponent, isValidElement, type VNode } from "preact";
import { renderDocument } from "../render/document.ts";
import type { ResolvedFreshConfig } from "./config.ts";
import { FRAME, type Frame } from "./frame.ts";
import { element, withLayouts } from "./render_route.ts";
import { NO_SNAPSHOT, type Snapshot } from "./snapshot.ts";
import type { LayoutConfig } from "./types.ts";

/** @deprecated Use {@linkcode Context}. */
export type FreshContext<State = unknown> = Context<State>;

export interface WebSocketHandlers {
  open?(socket: WebSocket): void;
  message?(socket: WebSocket, event: MessageEvent): void;
  close?(socket: WebSocket, code: number, reason: string): void;
  error?(socket: WebSocket, event: Event | ErrorEvent): void;
}

export interface WebSocketUpgradeOptions {
  /** Seconds without a ping after which the connection is closed. */
  idleTimeout?: number;
  protocol?: string;
}

export interface ContextInit {
  readonly req: Request;
  readonly url: URL;
  readonly info: Deno.ServeHandlerInfo;
  readonly route: string | null;
  readonly params: Record<string, string>;
  readonly config: ResolvedFreshConfig;
  readonly snapshot?: Snapshot;
}

/** The search parameter by which a client asks for parts of a page only. */
export const PARTIAL_PARAM = "fresh-partial";

/** One request on its way through the app. */
export class Context<State> {
  readonly config: ResolvedFreshConfig;
  readonly url: URL;
  req: Request;
  /** The matched pattern. */
  readonly route: string | null;
  readonly params: Record<string, string>;
  /** Shared by the middlewares, handlers and pages of this request. */
  readonly state: State = {} as State;
  /** What the handler gave its page. */
  data: unknown = undefined;
  /** What was thrown, on an error page. */
  error: unknown | null = null;
  readonly info: Deno.ServeHandlerInfo;
  readonly isPartial: boolean;
  /** Runs what comes after this middleware. */
  next: () => Promise<Response> = () => Promise.reject(new Error("Nothing comes next"));
  /** In a layout or `_app`: what stands inside it. */
  Component!: FunctionComponent;
  readonly [FRAME]: Frame<State>;

  constructor({ req, url, info, route, params, config, snapshot = NO_SNAPSHOT }: ContextInit) {
    this.req = req;
    this.url = url;
    this.info = info;
    this.route = route;
    this.params = params;
    this.config = config;
    this.isPartial = url.searchParams.has(PARTIAL_PARAM);
    this[FRAME] = { app: null, layouts: [], css: [], snapshot };
  }

  /** Sends the visitor elsewhere. `//evil.example` stays on this site. */
  redirect(pathOrUrl: string, status = 302): Response {
    return new Response(null, { status, headers: { location: sameSite(pathOrUrl) } });
  }

  /** Renders a page inside its layouts and `_app`. */
  async render(
    // deno-lint-ignore no-explicit-any
    vnode: VNode<any> | null,
    init: ResponseInit = {},
    config: LayoutConfig = {},
  ): Promise<Response> {
    if (arguments.length === 0) {
      throw new Error("No arguments passed to: ctx.render()");
    }
    if (vnode !== null && !isValidElement(vnode)) {
      throw new Error("Non-JSX element passed to: ctx.render()");
    }
    const page = await withLayouts(
      this,
      config.skipInheritedLayouts ? [] : this[FRAME].layouts,
      vnode,
    );
    if (page instanceof Response) return page;
    const app = config.skipAppWrapper ? null : this[FRAME].app;
    let inner: VNode | null = page;
    const wrapper = app && (await element(this, app, null, () => inner));
    if (wrapper instanceof Response) return wrapper;

    const { html, nonce, preloads } = renderDocument({
      page,
      ...(wrapper ? { wrap: (rendered) => ((inner = rendered), wrapper) } : {}),
      url: this.url,
      config: this.config,
      css: this[FRAME].css,
      snapshot: this[FRAME].snapshot,
    });
    this[FRAME].nonce = nonce;
    const headers = new Headers(init.headers);
    headers.set("Content-Type", "text/html; charset=utf-8");
    if (preloads.length > 0) {
      headers.append(
        "Link",
        preloads.map((url) => `<${encodeURI(url)}>; rel="modulepreload"; as="script"`).join(", "),
      );
    }
    return new Response(html, { ...init, headers });
  }

  text(content: string, init?: ResponseInit): Response {
    return new Response(content, init);
  }

  html(content: string, init?: ResponseInit): Response {
    const headers = new Headers(init?.headers);
    headers.set("Content-Type", "text/html; charset=utf-8");
    return new Response(content, { ...init, headers });
  }

  // deno-lint-ignore no-explicit-any
  json(content: any, init?: ResponseInit): Response {
    return Response.json(content, init);
  }

  /** Answers with what is yielded, as it comes. */
  stream<U extends string | Uint8Array>(
    stream: Iterable<U> | AsyncIterable<U> | (() => Iterable<U> | AsyncIterable<U>),
    init?: ResponseInit,
  ): Response {
    const chunks = typeof stream === "function" ? stream() : stream;
    return new Response(ReadableStream.from(encoded(chunks)), init);
  }

  /** Makes a WebSocket of the request, with handlers or bare. */
  upgrade(options?: WebSocketUpgradeOptions): { socket: WebSocket; response: Response };
  upgrade(handlers: WebSocketHandlers, options?: WebSocketUpgradeOptions): Response;
  upgrade(
    first?: WebSocketHandlers | WebSocketUpgradeOptions,
    second?: WebSocketUpgradeOptions,
  ): Response | { socket: WebSocket; response: Response } {
    const handlers = isHandlers(first) ? first : undefined;
    const options = handlers ? second : (first as WebSocketUpgradeOptions | undefined);
    const upgraded = Deno.upgradeWebSocket(this.req, options ?? {});
    if (!handlers) return upgraded;
    const { socket, response } = upgraded;
    socket.onopen = () => handlers.open?.(socket);
    socket.onmessage = (event) => handlers.message?.(socket, event);
    socket.onclose = ({ code, reason }) => handlers.close?.(socket, code, reason);
    socket.onerror = (event) => handlers.error?.(socket, event);
    return response;
  }
}

function isHandlers(value: unknown): value is WebSocketHandlers {
  return (
    typeof value === "object" &&
    value !== null &&
    ["open", "message", "close", "error"].some(
      (name) => typeof (value as Record<string, unknown>)[name] === "function",
    )
  );
}

/** Two slashes at the start, or one and a backslash, would name another host. */
function sameSite(location: string): string {
  if (!location.startsWith("/")) return location;
  const end = location.search(/[?#]/);
  const path = end < 0 ? location : location.slice(0, end);
  return path.replace(/[/\\]{2,}/g, "/") + (end < 0 ? "" : location.slice(end));
}

async function* encoded<U extends string | Uint8Array>(
  chunks: Iterable<U> | AsyncIterable<U>,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const chunk of chunks) {
    yield chunk instanceof Uint8Array ? chunk : encoder.encode(String(chunk));
  }
}
