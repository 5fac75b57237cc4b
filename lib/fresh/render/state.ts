import type { VNode } from "preact";
import type { Island, Snapshot } from "../app/snapshot.ts";

/** JSX that an island was given, and whether the island has shown it. */
export interface SlotEntry {
  readonly vnode: unknown;
  shown: boolean;
}

/** What one document gathers while it is rendered. */
export interface RenderState {
  readonly snapshot: Snapshot;
  readonly basePath: string;
  /** The page's path, without a slash at its end. */
  readonly here: string;
  readonly nonce: string;
  readonly head: Map<string, VNode>;
  /** The islands on this page, in the order of their first use. */
  readonly islands: Island[];
  /** Their props, each at the number that its mark in the document names. */
  readonly props: Record<string, unknown>[];
  /** Whose props they are. */
  readonly owners: Island[];
  readonly slots: SlotEntry[];
  readonly seen: Set<"html" | "head" | "body">;
}

let current: RenderState | undefined;

/** Rendering is synchronous, so that one variable tells which document an element belongs to. */
export function withRenderState<T>(state: RenderState, render: () => T): T {
  const before = current;
  current = state;
  try {
    return render();
  } finally {
    current = before;
  }
}

export const isRendering = (): boolean => current !== undefined;

export function renderState(): RenderState {
  if (!current) throw new Error("Nothing is being rendered");
  return current;
}
