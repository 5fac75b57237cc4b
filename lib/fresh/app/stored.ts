import type { ComponentType } from "preact";
import { fileURLToPath } from "node:url";
import type { FileModule } from "./file_routes.ts";
import type { Island, Snapshot, StaticFile } from "./snapshot.ts";

export interface IslandModule {
  readonly mod: Readonly<Record<string, unknown>>;
  readonly name: string;
  readonly url: string;
  readonly css: readonly string[];
}

export interface StoredFile {
  readonly type: string;
  readonly hash: string;
  /** Whether a file of this encoding stands beside it. */
  readonly gzip?: boolean;
  readonly br?: boolean;
}

/** What `_fresh/snapshot.js` hands over. */
export interface StoredSnapshot {
  readonly root: URL;
  /** Where the files are. */
  readonly folder: URL;
  readonly buildId: string;
  readonly clientEntry: string;
  readonly imports: Readonly<Record<string, readonly string[]>>;
  readonly islands: readonly IslandModule[];
  readonly routes: readonly FileModule[];
  readonly files: Readonly<Record<string, StoredFile>>;
}

/**
 * A build as it was written. Every file is read at once and without waiting: the app that is loaded
 * next may give up reading altogether.
 */
export function readSnapshot(stored: StoredSnapshot): Snapshot {
  const { folder, buildId, clientEntry, routes } = stored;
  const read = (path: string): Uint8Array<ArrayBuffer> =>
    Deno.readFileSync(new URL(`.${path.split("/").map(encodeURIComponent).join("/")}`, folder));
  const files = new Map<string, StaticFile>(
    Object.entries(stored.files).map(([path, { type, hash, gzip, br }]) => [
      path,
      {
        type,
        hash,
        body: read(path),
        ...(gzip ? { gzip: read(`${path}.gz`) } : {}),
        ...(br ? { br: read(`${path}.br`) } : {}),
      },
    ]),
  );
  return {
    root: fileURLToPath(stored.root),
    buildId,
    clientEntry,
    imports: new Map(Object.entries(stored.imports)),
    islands: islandsOf(stored.islands),
    routes,
    pageScripts: [],
    file: (path) => files.get(path),
  };
}

/** Every function that an island's module exports, by itself: that is how a page's JSX names it. */
export function islandsOf(modules: readonly IslandModule[]): Map<unknown, Island> {
  const islands = new Map<unknown, Island>();
  for (const { mod, name, url, css } of modules) {
    for (const [exportName, fn] of Object.entries(mod)) {
      if (typeof fn !== "function") continue;
      islands.set(fn, { name, exportName, file: url, fn: fn as ComponentType, css: [...css] });
    }
  }
  return islands;
}
