/** Waiting for what another node has done to be seen on this one, where nothing tells of it. */

const LOOK_EVERY_MS = 50;

/** What `look` finds, at once or within `ms`; undefined where there is nothing to be seen until then. */
export async function lookUntil<T>(
  look: () => T | undefined | Promise<T | undefined>,
  ms: number,
): Promise<T | undefined> {
  for (let waited = 0;; waited += LOOK_EVERY_MS) {
    const seen = await look();
    if (seen !== undefined || waited >= ms) return seen;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
