/**
 * Linearizability by search (Wing and Gong, with the states seen remembered, as Lowe does): whether
 * some order of the operations, in which none comes before one that had ended when it began, gives
 * every answer. Knows nothing of journals and versions.
 */

export interface Operation<S> {
  readonly from: number;
  /** When the answer was heard; Infinity where nobody heard it, and it may not have happened. */
  readonly until: number;
  /** The state after it; undefined where its answer does not come from this state. */
  apply(state: S): S | undefined;
}

/** `unknown` where the search was given up. */
export type Verdict = "linearizable" | "not linearizable" | "unknown";

/** `nameOf` tells states apart; `most` is how many pairs of done operations and state are looked at. */
export function linearizable<S>(
  initial: S,
  operations: readonly Operation<S>[],
  nameOf: (state: S) => string,
  most: number,
): Verdict {
  const seen = new Set<string>();
  const visit = (state: S, left: readonly number[]): Verdict => {
    const heard = left.filter((i) => operations[i]!.until < Infinity);
    if (heard.length === 0) return "linearizable";
    const name = `${left} ${nameOf(state)}`;
    if (seen.has(name)) return "not linearizable";
    if (seen.size >= most) return "unknown";
    seen.add(name);
    const firstEnd = Math.min(...heard.map((i) => operations[i]!.until));
    const steps = left.filter((i) => operations[i]!.from <= firstEnd)
      .map((i) => ({ i, next: operations[i]!.apply(state) }));
    // What fits and changes nothing can only be in the way of others if it is left for later.
    const reads = steps.filter(({ i, next }) =>
      next !== undefined && operations[i]!.until < Infinity && nameOf(next) === nameOf(state)
    );
    if (reads.length > 0) {
      const done = new Set(reads.map(({ i }) => i));
      return visit(state, left.filter((i) => !done.has(i)));
    }
    let verdict: Verdict = "not linearizable";
    for (const { i, next } of steps) {
      if (next === undefined) continue;
      const ended = visit(next, left.filter((other) => other !== i));
      if (ended === "linearizable") return ended;
      if (ended === "unknown") verdict = ended;
    }
    return verdict;
  };
  return visit(initial, operations.map((_, i) => i));
}
