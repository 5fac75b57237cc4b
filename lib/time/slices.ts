/** Long walks through memory that let others go on in between. */

/** Ids looked at in about a millisecond. */
const SLICE = 2_000;

/** Resolves once all that is ready now has had its turn of the event loop. */
export const othersFirst = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** All of `items`, in order, in slices of `size`; whatever else is ready goes on between two of them. */
export async function* inSlices<T>(items: Iterable<T>, size = SLICE): AsyncGenerator<T[]> {
  let slice: T[] = [];
  for (const item of items) {
    slice.push(item);
    if (slice.length < size) continue;
    yield slice;
    slice = [];
    await othersFirst();
  }
  if (slice.length > 0) yield slice;
}
