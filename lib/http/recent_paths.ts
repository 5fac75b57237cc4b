/** Remembers which route a path leads to: in a rush hundreds of thousands ask for the same one. */
import type { Result, Router } from "hono/router";

/** Paths remembered for one method, and methods; with one more, all are forgotten. */
const MOST_PATHS = 64;
const MOST_METHODS = 16;

/** A router in front of another one, whose answers for the paths asked for last it repeats. */
export class RecentPaths<T> implements Router<T> {
  readonly name = "RecentPaths";
  readonly #router: Router<T>;
  readonly #methods = new Map<string, Map<string, Result<T>>>();

  constructor(router: Router<T>) {
    this.#router = router;
  }

  add(method: string, path: string, handler: T): void {
    this.#router.add(method, path, handler);
    this.#methods.clear();
  }

  match(method: string, path: string): Result<T> {
    const paths = this.#methods.get(method) ?? this.#firstOf(method);
    const known = paths.get(path);
    if (known !== undefined) return known;
    const found = this.#router.match(method, path);
    if (paths.size >= MOST_PATHS) paths.clear();
    paths.set(path, found);
    return found;
  }

  #firstOf(method: string): Map<string, Result<T>> {
    // A method is whatever the client says it is.
    if (this.#methods.size >= MOST_METHODS) this.#methods.clear();
    const paths = new Map<string, Result<T>>();
    this.#methods.set(method, paths);
    return paths;
  }
}
