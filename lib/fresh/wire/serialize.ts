/**
 * Props on their way to the browser. A value is a list of nodes, the first of which is the whole;
 * objects refer to others by their number, so that cycles and shared references survive:
 *
 * - a string, number, boolean or null is itself
 * - `[1, 2]` is an array of the nodes 1 and 2, `{"a": 1}` an object
 * - `["Date", …]`, with a name first, is one of the kinds below
 * - negative numbers in place of a node's stand for values that JSON has not
 */

export const UNDEFINED = -1;
export const NAN = -2;
export const INFINITE = -3;
export const NEGATIVE_INFINITE = -4;
export const NEGATIVE_ZERO = -5;

type Node = string | number | boolean | null | Tagged | number[] | Record<string, number>;
type Tagged = [name: string, ...rest: (string | number)[]];

export interface SerializeOptions {
  /** The number of a slot, for a value that stands for one. */
  slot?: (value: unknown) => number | undefined;
  /** How an error names the place of a value. */
  describe?: (path: readonly string[]) => string;
}

export function serialize(value: unknown, options: SerializeOptions = {}): string {
  const describe = options.describe ?? ((path) => `$${path.map((key) => `.${key}`).join("")}`);
  const nodes: Node[] = [];
  const known = new Map<unknown, number>();

  const refer = (value: unknown, path: readonly string[]): number => {
    if (value === undefined) return UNDEFINED;
    if (typeof value === "number") {
      if (Number.isNaN(value)) return NAN;
      if (value === Infinity) return INFINITE;
      if (value === -Infinity) return NEGATIVE_INFINITE;
      if (Object.is(value, -0)) return NEGATIVE_ZERO;
    }
    const earlier = known.get(value);
    if (earlier !== undefined) return earlier;
    const index = nodes.push(null) - 1;
    known.set(value, index);
    nodes[index] = encode(value, path);
    return index;
  };

  const encode = (value: unknown, path: readonly string[]): Node => {
    const all = (values: Iterable<unknown>): number[] =>
      Array.from(values, (one, i) => refer(one, [...path, String(i)]));
    switch (typeof value) {
      case "string":
      case "number":
      case "boolean":
        return value;
      case "bigint":
        return ["BigInt", String(value)];
      case "function":
      case "symbol":
        throw new TypeError(
          `Cannot send a ${typeof value} to the browser, which stands in ${describe(path)}`,
        );
    }
    if (value === null) return null;
    const slot = options.slot?.(value);
    if (slot !== undefined) return ["Slot", slot];
    if (isSignal(value)) {
      return [isComputed(value) ? "Computed" : "Signal", refer(value.peek(), path)];
    }
    if (isElement(value)) {
      throw new TypeError(
        `Cannot send JSX inside of an object to the browser, which stands in ${describe(path)}: ` +
          "pass it as a prop of its own",
      );
    }
    if (value instanceof Date) return ["Date", value.getTime()];
    if (value instanceof URL) return ["URL", value.href];
    if (value instanceof RegExp) return ["RegExp", value.source, value.flags];
    if (value instanceof Uint8Array) return ["Uint8Array", base64(value)];
    if (value instanceof Set) return ["Set", ...all(value)];
    if (value instanceof Map) return ["Map", ...all([...value].flat())];
    if (Array.isArray(value)) return all(value);
    return Object.fromEntries(
      Object.entries(value!).map(([key, one]) => [key, refer(one, [...path, key])]),
    );
  };

  const root = refer(value, []);
  return JSON.stringify(nodes.length === 0 ? root : nodes);
}

/** Preact leaves the constructor of its elements undefined, so that data cannot pass for one. */
const isElement = (value: unknown): boolean =>
  (value as { constructor?: unknown }).constructor === undefined && "__v" in (value as object);

interface SignalLike {
  peek(): unknown;
}

const SIGNAL_BRAND = Symbol.for("preact-signals");

/** Signals may stand where elements may, and look like ones to Preact. */
export const isSignal = (value: unknown): value is SignalLike =>
  typeof value === "object" &&
  value !== null &&
  (value as { brand?: unknown }).brand === SIGNAL_BRAND;

/** A computed signal has no setter. */
function isComputed(value: SignalLike): boolean {
  const own = Object.getPrototypeOf(value);
  const descriptor = Object.getOwnPropertyDescriptor(own, "value");
  return descriptor !== undefined && descriptor.set === undefined;
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
