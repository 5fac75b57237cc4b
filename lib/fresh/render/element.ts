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

/** preact-render-to-string writes a fragment with this property as a comment. */
export const comment = (text: string): VNode => create(Fragment, { UNSTABLE_comment: text });
