import { relative, resolve } from "node:path";

const MODULE = /\.(?:tsx?|jsx?|mjs)$/;
const FOLDER_FILE = /^_(?:app|layout|middleware|error|404|500)$/;

export interface RouteFile {
  /** Below the folder of routes, without the ending. */
  readonly path: string;
  readonly file: string;
}

export interface Crawled {
  readonly routes: readonly RouteFile[];
  readonly islands: readonly string[];
}

export interface CrawlOptions {
  readonly routeDir: string;
  readonly islandDir: string;
  readonly ignore: readonly RegExp[];
}

/**
 * The files that are routes, and those that are islands: all in `islands/`, and those in a folder
 * `(_islands)` among the routes. Other folders `(_x)` are for what belongs near a route without
 * being one.
 */
export async function crawl({ routeDir, islandDir, ignore }: CrawlOptions): Promise<Crawled> {
  const routes: RouteFile[] = [];
  const islands: string[] = [];
  const wanted = (file: string) => MODULE.test(file) && !ignore.some((one) => one.test(file));

  for await (const file of filesIn(islandDir)) if (wanted(file)) islands.push(file);
  for await (const file of filesIn(routeDir)) {
    if (!wanted(file)) continue;
    const path = relative(routeDir, file).replaceAll("\\", "/");
    const segments = path.replace(MODULE, "").split("/");
    if (segments.includes("(_islands)")) islands.push(file);
    else if (isRoute(segments)) routes.push({ path: segments.join("/"), file });
  }
  return { routes, islands };
}

function isRoute(segments: readonly string[]): boolean {
  const name = segments.at(-1)!;
  return (
    !segments.some((segment) => segment.startsWith("(_")) &&
    (!name.startsWith("_") || FOLDER_FILE.test(name))
  );
}

/** All files below a folder in a stable order; none when there is no such folder. */
export async function* filesIn(folder: string): AsyncGenerator<string> {
  let entries: Deno.DirEntry[];
  try {
    entries = await Array.fromAsync(Deno.readDir(folder));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  for (const { name, isDirectory } of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = resolve(folder, name);
    if (isDirectory) yield* filesIn(path);
    else yield path;
  }
}
