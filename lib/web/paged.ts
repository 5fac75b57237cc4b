/** A long list by pages that its address names. */
export interface Paged<T> {
  readonly shown: readonly T[];
  /** From 1. */
  readonly at: number;
  readonly pages: number;
}

/** The page that `asked` names, or the nearest that there is. */
export function paged<T>(all: readonly T[], asked: string | null, size: number): Paged<T> {
  const pages = Math.max(1, Math.ceil(all.length / size));
  const wanted = /^\d{1,6}$/.test(asked ?? "") ? Number(asked) : 1;
  const at = Math.min(Math.max(wanted, 1), pages);
  return { shown: all.slice((at - 1) * size, at * size), at, pages };
}
