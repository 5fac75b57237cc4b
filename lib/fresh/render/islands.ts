import { createContext, Fragment, isValidElement, type VNode } from "preact";
import { useContext } from "preact/hooks";
import type { Island } from "../app/snapshot.ts";
import { ISLAND_MARK, SLOT_MARK } from "../wire/marks.ts";
import { isSignal } from "../wire/serialize.ts";
import { type Attributes, comment, create, isPlaced, place } from "./element.ts";
import { renderState } from "./state.ts";

/** What an island renders itself runs with it; what it was given is the server's again. */
const InsideIsland = createContext(false);

interface BoundaryProps {
  island: Island;
  own: Attributes;
  name: string;
}

/** Puts marks around an island, by which the browser finds it with its props. */
function IslandBoundary({ island, own, name }: BoundaryProps): VNode {
  const inside = useContext(InsideIsland);
  if (inside) return bare(island, own);
  const { islands, props, owners } = renderState();
  const known = islands.indexOf(island);
  const module = known >= 0 ? known : islands.push(island) - 1;
  const given = withSlots(own);
  const index = props.push(given) - 1;
  owners.push(island);
  return marked(
    `${ISLAND_MARK}:${module}:${index}:${name}`,
    create(InsideIsland.Provider, { value: true }, bare(island, given)),
    ISLAND_MARK,
  );
}

function bare(island: Island, props: Attributes): VNode {
  const vnode = create(island.fn, props);
  place(vnode);
  return vnode;
}

export function placeIsland(vnode: VNode): void {
  const island = renderState().snapshot.islands.get(vnode.type);
  if (!island || isPlaced(vnode)) return;
  const name = encodeURIComponent(String(vnode.key ?? ""));
  Object.assign(vnode, { type: IslandBoundary, props: { island, own: vnode.props, name } });
}

interface SlotProps {
  id: number;
  children?: unknown;
}

/** Stands for JSX from the server in an island's props. */
export function Slot({ id, children }: SlotProps): VNode {
  const slot = renderState().slots[id];
  if (slot) slot.shown = true;
  return marked(
    `${SLOT_MARK}:${id}`,
    create(InsideIsland.Provider, { value: false }, children),
    SLOT_MARK,
  );
}

export const isSlot = (value: unknown): value is VNode<SlotProps> =>
  isElement(value) && (value.type as unknown) === Slot;

/** `children` of any shape, elements as props, and elements in an array. */
function withSlots(props: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(props).map(([name, value]) => {
      if (isElement(value)) return [name, slotFor(value)];
      if (!Array.isArray(value) || !value.some(holdsElement)) {
        return [name, value];
      }
      return [
        name,
        name === "children"
          ? slotFor(value)
          : value.map((one) => (isElement(one) ? slotFor(one) : one)),
      ];
    }),
  );
}

const isElement = (value: unknown): value is VNode => isValidElement(value) && !isSignal(value);

const holdsElement = (value: unknown): boolean =>
  isElement(value) || (Array.isArray(value) && value.some(holdsElement));

function slotFor(vnode: unknown): VNode {
  const id = renderState().slots.push({ vnode, shown: false }) - 1;
  return create(Slot, { id, children: vnode });
}

const marked = (start: string, inner: VNode, end: string): VNode =>
  create(Fragment, null, comment(start), inner, comment(`/${end}`));
