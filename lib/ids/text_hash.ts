/** Hashes of ids, for indexes in memory. */

/** FNV-1a over the units of a text, mixed so that its low bits depend on all of them; 32 bits. */
export function textHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return Math.imul(hash ^ hash >>> 15, 0x2c1b3c6d) | 0;
}
