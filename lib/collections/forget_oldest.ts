/** Takes out what was put in first; of what is taken out and put in at each use, the longest unused. */
export function forgetOldest(kept: Map<string, unknown> | Set<string>): void {
  for (const key of kept.keys()) return void kept.delete(key);
}
