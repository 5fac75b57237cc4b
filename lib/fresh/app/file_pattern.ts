/**
 * The URL pattern of a file below `routes/`: `shop/[id]` is `/shop/:id`, `[[page]]` is optional,
 * `[...rest]` takes all that follows, `(group)` is not seen.
 */
export function patternOfFile(path: string): string {
  const segments = path.split("/");
  if (segments.at(-1) === "index") segments.pop();
  const pattern = segments
    .filter((segment) => !isGroup(segment))
    .map((segment) => patternOfSegment(segment, path))
    .join("");
  return pattern === "" ? "/" : pattern;
}

/** The scope of a folder: its pattern, in which groups are seen. */
export const scopeOfFolder = (folder: string): string =>
  folder.split("/").map((segment) =>
    isGroup(segment) ? `/${segment}` : segment === "" ? "" : patternOfSegment(segment, folder)
  ).join("") || "/";

export const isGroup = (segment: string): boolean => /^\(.*\)$/.test(segment);

const NAME = String.raw`[^[\]]+`;
const REST = new RegExp(String.raw`^\[\.\.\.(${NAME})\]$`);
const OPTIONAL = new RegExp(String.raw`^\[\[(${NAME})\]\]$`);
const PARAM = new RegExp(String.raw`\[(${NAME})\]`, "g");

function patternOfSegment(segment: string, path: string): string {
  const rest = REST.exec(segment);
  if (rest) return `/:${rest[1]}*`;
  const optional = OPTIONAL.exec(segment);
  if (optional) return `{/:${optional[1]}}?`;
  const literal = segment.replace(PARAM, "");
  const reason = segment.includes("[[") || segment.includes("]]")
    ? "an optional parameter needs to be a full segment"
    : segment.includes("][")
    ? "a parameter cannot follow another without characters in between"
    : /[[\]]/.test(literal)
    ? "a bracket has no counterpart"
    : undefined;
  if (reason) throw new SyntaxError(`Invalid route "${path}": ${reason}`);
  return `/${segment.replace(PARAM, ":$1")}`;
}

/** Smaller is more particular. */
function rank(segment: string): number {
  if (REST.test(segment)) return 4;
  if (OPTIONAL.test(segment)) return 3;
  if (!segment.includes("[")) return 0;
  return /^\[[^[\]]+\]$/.test(segment) ? 2 : 1;
}

/** Orders files so that the more particular pattern is tried first. */
export function compareFiles(a: string, b: string): number {
  const [left, right] = [a, b].map((path) => path.split("/").filter((one) => !isGroup(one)));
  const length = Math.max(left!.length, right!.length);
  for (let i = 0; i < length; i++) {
    const [one, other] = [left![i], right![i]];
    if (one === undefined) return -1;
    if (other === undefined) return 1;
    if (rank(one) !== rank(other)) return rank(one) - rank(other);
    if (one !== other) return one < other ? -1 : 1;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}
