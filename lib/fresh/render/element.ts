import { Fragment, h, type VNode } from "preact";

export type Attributes = Record<string, unknown>;

/** `h` for elements whose type is known at run time only. */
export const create = h as unknown as (
  type: unknown,
  props: object | null,
  ...children: unknown[]
) => VNode;

export const attributesOf = (vnode: VNode): Attributes => vnode.props as unknown as Attributes;

export function setAttributes(vnode: VNode, more: Attributes): void {
  vnode.props = { ...vnode.props, ...more };
}

const PLACED = Symbol("placed");
type Placed = VNode & { [PLACED]?: true };

/**
 * Marks an element that needs no more looking at. On the element itself: a weak set of thousands of
 * elements a second costs the collector more than all rendering.
 */
export function place(vnode: VNode): void {
  (vnode as Placed)[PLACED] = true;
}

export const isPlaced = (vnode: VNode): boolean => (vnode as Placed)[PLACED] === true;

/** preact-render-to-string writes a fragment with this property as a comment. */
export const comment = (text: string): VNode => create(Fragment, { UNSTABLE_comment: text });
