import type { Snapshot } from "./snapshot.ts";
import type { RouteComponent } from "./types.ts";

/** What the scopes around a request have put up, and what the rendering left. */
export interface Frame<State> {
  app: RouteComponent<State> | null;
  layouts: readonly RouteComponent<State>[];
  css: readonly string[];
  snapshot: Snapshot;
  /** Of the inline scripts and styles, once a page has been rendered. */
  nonce?: string;
}

/** Under this key a context keeps its frame: for the framework, not for apps. */
export const FRAME: unique symbol = Symbol("frame");

export const frameOf = <State>(ctx: { readonly [FRAME]: Frame<State> }): Frame<State> => ctx[FRAME];
