/** The member's other tabs and windows of one page: each looks again when something was done in one. */

/** Returns how to tell the others, and what ends it. */
export function otherTabs(name: string, look: () => void): { tell(): void; end(): void } {
  if (typeof BroadcastChannel === "undefined") return { tell() {}, end() {} };
  const channel = new BroadcastChannel(name);
  channel.onmessage = look;
  // A form that was sent without the island leads to this page anew.
  channel.postMessage(0);
  return { tell: () => channel.postMessage(0), end: () => channel.close() };
}
