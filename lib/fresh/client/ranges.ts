import { ISLAND_MARK, SLOT_MARK } from "../wire/marks.ts";

/** What stands between two marks in the document. */
export interface Range {
  readonly start: Comment;
  readonly end: Comment;
}

export interface IslandRange extends Range {
  readonly module: number;
  readonly props: number;
  readonly key: string;
}

export interface Ranges {
  /** Islands that stand in no other island, in the order of the document. */
  readonly outermost: readonly IslandRange[];
  /** All of them, by their starting mark. */
  readonly islands: ReadonlyMap<Node, IslandRange>;
  /** By their number; of several, the first. */
  readonly slots: ReadonlyMap<number, Range>;
}

/** Finds the marks that the server has left. */
export function findRanges(root: Node): Ranges {
  const outermost: IslandRange[] = [];
  const islands = new Map<Node, IslandRange>();
  const slots = new Map<number, Range>();
  const open: Comment[] = [];

  const close = (start: Comment, end: Comment): void => {
    const fields = start.data.split(":");
    if (start.data.startsWith(SLOT_MARK)) {
      const id = Number(fields[2]);
      if (!slots.has(id)) slots.set(id, { start, end });
      return;
    }
    const [module, props] = [Number(fields[2]), Number(fields[3])];
    const range = { start, end, module, props, key: decodeURIComponent(fields[4] ?? "") };
    islands.set(start, range);
    if (open.length === 0) outermost.push(range);
  };

  const walker = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const comment = node as Comment;
    const { data } = comment;
    if (data.startsWith(`${ISLAND_MARK}:`) || data.startsWith(`${SLOT_MARK}:`)) open.push(comment);
    else if (data === `/${ISLAND_MARK}` || data === `/${SLOT_MARK}`) {
      const start = open.pop();
      if (start) close(start, comment);
    }
  }
  return { outermost, islands, slots };
}

/** The nodes between two marks; the parser may have moved one, then nothing is between them. */
export function nodesOf({ start, end }: Range): ChildNode[] {
  const nodes: ChildNode[] = [];
  for (let node = start.nextSibling; node !== end; node = node.nextSibling) {
    if (!node) throw new Error(`The mark "${start.data}" has no end among its siblings`);
    nodes.push(node);
  }
  return nodes;
}

/** Preact renders into one parent; this one has the nodes between two marks for its children. */
export function parentFor(range: Range): Element {
  const parent = range.start.parentNode!;
  return {
    nodeType: 1,
    namespaceURI: (parent as Element).namespaceURI,
    parentNode: parent,
    ownerDocument: document,
    get childNodes() {
      return nodesOf(range);
    },
    get firstChild() {
      const { nextSibling } = range.start;
      return nextSibling === range.end ? null : nextSibling;
    },
    contains: (node: Node) => parent.contains(node),
    insertBefore: (node: Node, before: Node | null) =>
      parent.insertBefore(node, before ?? range.end),
    appendChild: (node: Node) => parent.insertBefore(node, range.end),
    removeChild: (node: Node) => parent.removeChild(node),
  } as unknown as Element;
}
