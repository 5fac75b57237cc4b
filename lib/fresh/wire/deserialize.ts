import { INFINITE, NAN, NEGATIVE_INFINITE, NEGATIVE_ZERO, UNDEFINED } from "./serialize.ts";

/** Makes what the other side cannot make from data alone. */
export interface Makers {
  signal?(value: unknown): unknown;
  computed?(value: unknown): unknown;
  slot?(id: number): unknown;
}

const SPECIAL: Record<number, unknown> = {
  [UNDEFINED]: undefined,
  [NAN]: NaN,
  [INFINITE]: Infinity,
  [NEGATIVE_INFINITE]: -Infinity,
  [NEGATIVE_ZERO]: -0,
};

/** The value that `serialize` was given, from its parsed text. */
export function deserialize(wire: unknown, makers: Makers = {}): unknown {
  if (!Array.isArray(wire)) return SPECIAL[wire as number];
  const made = new Map<number, unknown>();

  const at = (index: number): unknown => {
    if (index < 0) return SPECIAL[index];
    if (!made.has(index)) make(index, wire[index]);
    return made.get(index);
  };
  /** Kept before its parts are made: they may refer back to it. */
  const keep = <T>(index: number, value: T): T => {
    made.set(index, value);
    return value;
  };

  const make = (index: number, node: unknown): void => {
    if (typeof node !== "object" || node === null) {
      keep(index, node);
    } else if (!Array.isArray(node)) {
      const object = keep(index, {} as Record<string, unknown>);
      for (const [key, ref] of Object.entries(node)) {
        define(object, key, at(ref));
      }
    } else if (typeof node[0] !== "string") {
      const array = keep(index, [] as unknown[]);
      for (const ref of node) array.push(at(ref));
    } else {
      makeTagged(index, node[0], node.slice(1) as never[]);
    }
  };

  const makeTagged = (index: number, tag: string, refs: readonly never[]): void => {
    const [first, second] = refs;
    switch (tag) {
      case "BigInt":
        return void keep(index, BigInt(first!));
      case "Date":
        return void keep(index, new Date(first ?? NaN));
      case "URL":
        return void keep(index, new URL(first!));
      case "RegExp":
        return void keep(index, new RegExp(first!, second));
      case "Uint8Array":
        return void keep(
          index,
          Uint8Array.from(atob(first!), (char) => char.charCodeAt(0)),
        );
      case "Set": {
        const set = keep(index, new Set());
        for (const ref of refs) set.add(at(ref));
        return;
      }
      case "Map": {
        const map = keep(index, new Map());
        for (let i = 0; i < refs.length; i += 2) {
          map.set(at(refs[i]!), at(refs[i + 1]!));
        }
        return;
      }
      case "Signal":
        return void keep(index, makers.signal?.(at(first!)));
      case "Computed":
        return void keep(index, makers.computed?.(at(first!)));
      case "Slot":
        return void keep(index, makers.slot?.(first!));
      default:
        throw new TypeError(`Cannot read a value of the kind "${tag}"`);
    }
  };

  return at(0);
}

/** A key `__proto__` is data here, and not the prototype. */
function define(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}
