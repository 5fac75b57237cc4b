import type { Method } from "./types.ts";

export interface Match<T> {
  /** The matched pattern; null when nothing stands at this path. */
  readonly pattern: string | null;
  readonly params: Record<string, string>;
  /** Undefined when the path exists, but not for this method. */
  readonly item?: T;
  /** The methods of this path. */
  allowed(): string[];
}

interface Entry<T> {
  readonly pattern: string;
  readonly byMethod: Map<Method, T>;
}

interface PatternEntry<T> extends Entry<T> {
  readonly matcher: URLPattern;
}

const PATTERN = /[*:{}+?()]/;

/** Exact paths come first, then patterns in the order in which they were added. */
export class Router<T> {
  readonly #exact = new Map<string, Entry<T>>();
  readonly #patterns: PatternEntry<T>[] = [];

  /** Of two that stand at the same path and method, the first stays. */
  add(method: Method, pattern: string, item: T): void {
    const { byMethod } = this.#entry(pattern);
    if (!byMethod.has(method)) byMethod.set(method, item);
  }

  match(method: Method, pathname: string): Match<T> {
    const exact = this.#exact.get(pathname);
    if (exact) return found(exact, method, {});
    for (const entry of this.#patterns) {
      const match = entry.matcher.exec({ pathname });
      if (match) return found(entry, method, decoded(match.pathname.groups));
    }
    return { pattern: null, params: {}, allowed: () => [] };
  }

  #entry(pattern: string): Entry<T> {
    if (!PATTERN.test(pattern)) {
      // A request's path is percent-encoded; so is what it is compared with.
      const path = new URL(pattern, "http://localhost").pathname;
      const known = this.#exact.get(path);
      if (known) return known;
      const entry = { pattern, byMethod: new Map() };
      this.#exact.set(path, entry);
      return entry;
    }
    const known = this.#patterns.find((entry) => entry.pattern === pattern);
    if (known) return known;
    const pathname = pattern === "*" ? "/*" : pattern;
    const entry = { pattern, byMethod: new Map(), matcher: new URLPattern({ pathname }) };
    this.#patterns.push(entry);
    return entry;
  }
}

function found<T>(
  { pattern, byMethod }: Entry<T>,
  method: Method,
  params: Record<string, string>,
): Match<T> {
  const item = byMethod.get(method) ?? (method === "HEAD" ? byMethod.get("GET") : undefined);
  const allowed = () => allowedMethods(byMethod);
  return item ? { pattern, params, allowed, item } : { pattern, params, allowed };
}

function allowedMethods(byMethod: ReadonlyMap<Method, unknown>): string[] {
  const allowed = new Set<string>(byMethod.keys());
  if (allowed.has("GET")) allowed.add("HEAD");
  allowed.add("OPTIONS");
  return [...allowed];
}

function decoded(groups: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(groups).map(([name, value]) => [name, decodeSafely(value ?? "")]),
  );
}

/** What is not well encoded stays as it came: it is the visitor's mistake, not a defect. */
function decodeSafely(value: string): string {
  try {
    return decodeURI(value);
  } catch {
    return value;
  }
}

/** Joins a base path and a pattern; `*` stands for everything below. */
export function joinPath(base: string, pattern: string): string {
  const before = base.replace(/\/?\*?$/, "");
  if (pattern === "*" || pattern === "/*") {
    return before === "" ? "*" : `${before}/*`;
  }
  return before !== "" && pattern === "/" ? before : before + pattern;
}
