/** Answers belong to whoever asked: they share nothing with the state, which goes on changing. */

/**
 * A copy of `value` that holds nothing but JSON.
 * @throws {TypeError} for what JSON does not give back.
 */
export function own<T>(value: T): T {
  switch (typeof value) {
    case "object":
      return value === null ? value : copied(value) as T;
    case "number":
      if (!Number.isFinite(value)) throw beyond(String(value));
      return value;
    case "bigint":
    case "function":
    case "symbol":
      throw beyond(`a ${typeof value}`);
    default:
      return value;
  }
}

function copied(value: object): unknown {
  if (Array.isArray(value)) return value.map(own);
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw beyond(`a ${prototype.constructor?.name ?? "class"}`);
  }
  const copy = { ...value } as Record<string, unknown>;
  for (const name in copy) {
    const part = copy[name];
    if (typeof part === "object" ? part !== null : !isPlain(part)) copy[name] = own(part);
  }
  return copy;
}

const isPlain = (value: unknown): boolean =>
  typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);

const beyond = (what: string): TypeError =>
  new TypeError(`Cannot answer with ${what}: expected what JSON gives back`);
