import { isAbsolute, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { App, useSnapshot } from "../app/app.ts";
import type { ListenOptions } from "../app/listen.ts";
import type { Snapshot, StaticFile } from "../app/snapshot.ts";
import { islandsOf } from "../app/stored.ts";
import { buildIdOf, scriptsOf, staticFilesFrom, staticFilesOf } from "./assets.ts";
import { type Bundle, bundle } from "./bundle.ts";
import { crawl, type Crawled } from "./crawl.ts";
import { serveDevelopment } from "./serve.ts";
import { jsxProblem, readSettings } from "./settings.ts";
import {
  CSS_ASSETS,
  type OnTransformOptions,
  type Transform,
  type TransformFn,
} from "./transform.ts";
import { writeBuild } from "./write.ts";

export interface BuildOptions {
  /** Which browsers the scripts are for, as esbuild names them. */
  target?: string | string[];
  /** The project's folder; the other folders are below it. */
  root?: string;
  outDir?: string;
  staticDir?: string;
  islandDir?: string;
  routeDir?: string;
  /** The module that exports `app`. */
  serverEntry?: string;
  /** Files that are neither routes nor islands; tests when left out. */
  ignore?: RegExp[];
  sourceMap?: "inline" | "linked" | "external" | "both" | boolean;
}

export type ResolvedBuildConfig = Required<Omit<BuildOptions, "sourceMap">> & {
  mode: "development" | "production";
  buildId: string;
  sourceMap?: BuildOptions["sourceMap"];
};

const TESTS = /[._]test\.(?:[tj]sx?|[mc][tj]s)$/;
const TARGET = ["chrome99", "firefox99", "safari15"];

/** Bundles the islands, gathers routes and static files, and serves or writes the result. */
// deno-lint-ignore no-explicit-any
export class Builder<State = any> {
  readonly config: ResolvedBuildConfig;
  readonly #transforms: Transform[] = [];
  readonly #registered = new Set<string>();

  constructor(options: BuildOptions = {}) {
    const root = folder(options.root ?? ".", Deno.cwd());
    this.config = {
      root,
      outDir: folder(options.outDir ?? "_fresh", root),
      staticDir: folder(options.staticDir ?? "static", root),
      islandDir: folder(options.islandDir ?? "islands", root),
      routeDir: folder(options.routeDir ?? "routes", root),
      serverEntry: folder(options.serverEntry ?? "main.ts", root),
      target: options.target ?? TARGET,
      ignore: options.ignore ?? [TESTS],
      mode: "production",
      buildId: "",
      ...(options.sourceMap === undefined ? {} : { sourceMap: options.sourceMap }),
    };
  }

  /** A module of islands that stands elsewhere: a path or a `file:` URL. */
  registerIsland(specifier: string): void {
    if (/^(?:jsr|npm|https?):/.test(specifier)) {
      throw new Error(`Islands from other packages are left out, got "${specifier}"`);
    }
    this.#registered.add(folder(specifier, this.config.root));
  }

  /** Changes static files whose path fits on their way to the browser. */
  onTransformStaticFile(options: OnTransformOptions, callback: TransformFn): void {
    this.#transforms.push({ options, run: callback });
  }

  /**
   * Serves the app for development, on loopback unless a host is named. Pages reload when the
   * process starts anew, which `deno run --watch` sees to, and when a static file changes.
   */
  async listen(
    importApp: () => Promise<{ app: App<State> } | App<State>>,
    options: ListenOptions = {},
  ): Promise<void> {
    this.config.mode = "development";
    const { crawled, bundled } = await this.#prepare();
    const { staticDir } = this.config;
    const scripts = await scriptsOf(bundled, this.config.buildId);
    const imported = await importApp();
    const app = imported instanceof App ? imported : imported.app;
    const snapshot = await this.#snapshot(crawled, bundled, async (path) => {
      const script = scripts.files.get(path);
      if (script) return script;
      if (!isInside(path)) return undefined;
      const made = await staticFilesFrom(
        join(staticDir, path),
        staticDir,
        [CSS_ASSETS, ...this.#transforms],
        this.#context(),
      ).catch((error) => {
        if (isMissing(error)) return [];
        throw error;
      });
      return made.find(([url]) => url === path)?.[1];
    });
    await serveDevelopment({ app, snapshot, staticDir, options });
  }

  /**
   * Builds for production: to disk, without running anything of the app, or in memory for tests. What
   * it returns then gives the build to an app of this process.
   */
  async build(
    options: { mode?: ResolvedBuildConfig["mode"]; snapshot?: "disk" | "memory" } = {},
  ): Promise<(app: App<State>) => void> {
    this.config.mode = options.mode ?? "production";
    const { crawled, bundled } = await this.#prepare();
    const { config } = this;
    const scripts = await scriptsOf(bundled, config.buildId);
    const files = new Map<string, StaticFile>([
      ...(await staticFilesOf(
        config.staticDir,
        [CSS_ASSETS, ...this.#transforms],
        this.#context(),
      )),
      ...scripts.files,
    ]);
    if (options.snapshot === "memory") {
      const snapshot = await this.#snapshot(crawled, bundled, (path) => files.get(path));
      return (app) => useSnapshot(app, snapshot, config.mode);
    }
    await writeBuild({
      ...config,
      clientEntry: scripts.url(bundled.boot),
      imports: importsByUrl(bundled, scripts.url),
      islands: bundled.islands.map(({ file, name, script, css }) => ({
        file,
        name,
        url: scripts.url(script),
        css: css.map(scripts.url),
      })),
      routes: crawled.routes,
      files,
    });
    return () => {
      throw new Error(
        `A build on disk is served by ${join(config.outDir, "server.js")}: ` +
          'to give one to an app, build with { snapshot: "memory" }',
      );
    };
  }

  async #prepare(): Promise<{ crawled: Crawled; bundled: Bundle }> {
    const { config } = this;
    const problem = jsxProblem(await readSettings(config.root));
    if (problem) console.warn(problem);
    const crawled = await crawl(config);
    const bundled = await bundle({
      ...config,
      islands: [...new Set([...crawled.islands, ...this.#registered])],
      sourceMap: config.sourceMap,
    });
    config.buildId = await buildIdOf(bundled, config.staticDir);
    return { crawled, bundled };
  }

  async #snapshot({ routes }: Crawled, bundled: Bundle, file: Snapshot["file"]): Promise<Snapshot> {
    const { root, buildId } = this.config;
    const url = (name: string) => `/_fresh/js/${buildId}/${name}`;
    const modules = await Promise.all(
      bundled.islands.map(async ({ file, name, script, css }) => ({
        mod: await load(file),
        name,
        url: url(script),
        css: css.map(url),
      })),
    );
    return {
      root,
      buildId,
      clientEntry: url(bundled.boot),
      imports: new Map(Object.entries(importsByUrl(bundled, url))),
      islands: islandsOf(modules),
      routes: await Promise.all(
        routes.map(async ({ path, file }) => ({ path, mod: await load(file) })),
      ),
      pageScripts: [],
      file,
    };
  }

  #context() {
    const { mode, target, root } = this.config;
    return { mode, target, root };
  }
}

const load = (file: string): Promise<Record<string, unknown>> => import(pathToFileURL(file).href);

const importsByUrl = (
  { imports }: Bundle,
  url: (name: string) => string,
): Record<string, readonly string[]> =>
  Object.fromEntries([...imports].map(([name, others]) => [url(name), others.map(url)]));

/** An encoded slash may hide a step up. */
const isInside = (path: string): boolean =>
  !path.includes("\0") && !path.split(/[/\\]/).includes("..");

const isMissing = (error: unknown): boolean =>
  error instanceof Deno.errors.NotFound ||
  error instanceof Deno.errors.IsADirectory ||
  error instanceof Deno.errors.NotADirectory;

function folder(path: string, root: string): string {
  if (path.startsWith("file:")) return fileURLToPath(path);
  return isAbsolute(path) ? path : resolve(root, path);
}
