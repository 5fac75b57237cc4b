import type { ComponentType } from "preact";
import type { FileModule } from "./file_routes.ts";

/** A component that also runs in the browser. */
export interface Island {
  /** Where the browser finds it. */
  readonly file: string;
  readonly name: string;
  readonly exportName: string;
  readonly fn: ComponentType;
  readonly css: string[];
}

export interface StaticFile {
  readonly type: string;
  /** Of the content, for the entity tag. */
  readonly hash: string;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly gzip?: Uint8Array<ArrayBuffer>;
  readonly br?: Uint8Array<ArrayBuffer>;
}

/** All that a build gives the app. */
export interface Snapshot {
  readonly root: string;
  readonly buildId: string;
  /** The script that wakes the islands; empty when there are none. */
  readonly clientEntry: string;
  /** What each script imports in turn, so that the browser need not find out one by one. */
  readonly imports?: ReadonlyMap<string, readonly string[]>;
  /** By their component. */
  readonly islands: ReadonlyMap<unknown, Island>;
  readonly routes: readonly FileModule[];
  /** Scripts for every page, such as the one that reloads it in development. */
  readonly pageScripts: readonly string[];
  file(path: string): StaticFile | undefined | Promise<StaticFile | undefined>;
}

/** An app that was not built: its own routes work, and it has no files and no islands. */
export const NO_SNAPSHOT: Snapshot = {
  root: ".",
  buildId: "",
  clientEntry: "",
  islands: new Map(),
  routes: [],
  pageScripts: [],
  file: () => undefined,
};
