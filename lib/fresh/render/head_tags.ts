/** Elements that `<Head>` may hold. */
export const HEAD_TAGS = new Set([
  "base",
  "link",
  "meta",
  "noscript",
  "script",
  "style",
  "template",
  "title",
]);

/** Attributes that say what an element is about, rather than what it is. */
const NOT_IDENTITY = new Set(["children", "nonce", "ref", "key", "data-key"]);

/**
 * Two elements of one identity do not stand in a document's head together: the later one replaces
 * the earlier. A key decides; without one the attributes do, except for what a `meta` says.
 */
export function identityOf(tag: string, key: unknown, props: Record<string, unknown>): string {
  if (key !== undefined && key !== null) return `key:${String(key)}`;
  if (tag === "title" || tag === "base") return tag;
  const parts = Object.keys(props)
    .filter((name) => !NOT_IDENTITY.has(name) && !(tag === "meta" && name === "content"))
    .sort()
    .map((name) => `${name}=${textOf(props[name])}`);
  const inline = tag === "meta" || tag === "link" ? "" : textOf(props.children);
  return [tag, ...parts, inline].join(" ");
}

function textOf(value: unknown): string {
  if (typeof value === "object" && value !== null) {
    return "__html" in value ? String(value.__html) : Array.isArray(value) ? value.join("") : "";
  }
  return value === undefined || value === null ? "" : String(value);
}
