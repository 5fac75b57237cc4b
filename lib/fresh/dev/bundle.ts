import * as esbuild from "esbuild";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { denoResolver } from "./resolve.ts";
import { readSettings } from "./settings.ts";

/** Stands in scripts for the id, which is known when all of them are. As long as an id. */
export const ID_PLACEHOLDER = "FRESH-BUILD-ID--";

const BOOT_FILE = fileURLToPath(new URL("../client/boot.ts", import.meta.url));
const BOOT_NAME = "fresh-runtime";
const OUT = "/out/";

export interface BundleOptions {
  readonly root: string;
  readonly islands: readonly string[];
  readonly target: string | string[];
  readonly mode: "development" | "production";
  readonly sourceMap?: "inline" | "linked" | "external" | "both" | boolean | undefined;
}

export interface Bundle {
  /** By their name. */
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  readonly boot: string;
  readonly islands: readonly BundledIsland[];
  /** What each script imports, also through others. */
  readonly imports: ReadonlyMap<string, readonly string[]>;
}

export interface BundledIsland {
  readonly file: string;
  readonly name: string;
  readonly script: string;
  readonly css: readonly string[];
}

/** Scripts for the browser: one for each island, one that wakes them, and what they share. */
export async function bundle(options: BundleOptions): Promise<Bundle> {
  const { root, islands, target, mode, sourceMap } = options;
  const names = uniqueNames(islands);
  const { imports = {} } = await readSettings(root);
  try {
    const { outputFiles, metafile } = await esbuild.build({
      entryPoints: [
        { in: BOOT_FILE, out: BOOT_NAME },
        ...islands.map((file, i) => ({ in: file, out: names[i]! })),
      ],
      absWorkingDir: root,
      outdir: OUT,
      entryNames: "[name]-[hash]",
      chunkNames: "shared-[hash]",
      assetNames: "[name]-[hash]",
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "browser",
      target: typeof target === "string" ? target.split(",") : target,
      minify: mode === "production",
      sourcemap: sourceMap ?? (mode === "development" ? "inline" : false),
      jsx: "automatic",
      jsxImportSource: "preact",
      tsconfigRaw: {},
      define: {
        FRESH_BUILD_ID: JSON.stringify(ID_PLACEHOLDER),
        "process.env.NODE_ENV": JSON.stringify(mode),
      },
      loader: { ".woff2": "file", ".svg": "file", ".png": "file" },
      metafile: true,
      write: false,
      logLevel: "silent",
      plugins: [denoResolver(root, imports)],
    });
    return described(outputFiles, metafile, root, islands, names);
  } finally {
    // Its process would keep this one from ending.
    await esbuild.stop();
  }
}

function described(
  outputFiles: readonly esbuild.OutputFile[],
  { outputs }: esbuild.Metafile,
  root: string,
  islands: readonly string[],
  names: readonly string[],
): Bundle {
  const byEntry = new Map(
    Object.entries(outputs).flatMap(([path, output]) =>
      output.entryPoint ? [[fullPath(root, output.entryPoint), { path, output }] as const] : []
    ),
  );
  const importsOf = (path: string, seen = new Set<string>()): string[] => {
    for (const one of outputs[path]?.imports ?? []) {
      if (one.kind !== "import-statement" || seen.has(one.path)) continue;
      seen.add(one.path);
      importsOf(one.path, seen);
    }
    return [...seen];
  };
  const entry = (file: string) => {
    const found = byEntry.get(file);
    if (!found) throw new Error(`The bundler made no script of ${file}`);
    return found;
  };
  return {
    files: new Map(
      outputFiles.map(({ path, contents }) => [
        basename(path),
        contents as Uint8Array<ArrayBuffer>,
      ]),
    ),
    boot: basename(entry(BOOT_FILE).path),
    islands: islands.map((file, i) => {
      const { path, output } = entry(file);
      return {
        file,
        name: names[i]!,
        script: basename(path),
        css: output.cssBundle ? [basename(output.cssBundle)] : [],
      };
    }),
    imports: new Map(
      [...byEntry.values()].map(({ path }) => [
        basename(path),
        importsOf(path).map((one) => basename(one)),
      ]),
    ),
  };
}

const fullPath = (root: string, path: string): string =>
  fileURLToPath(new URL(path, `file://${root}/`));

/** Names of scripts, which show where they come from. */
function uniqueNames(files: readonly string[]): string[] {
  const taken = new Map<string, number>();
  return files.map((file) => {
    const name = basename(file)
      .replace(/\.[^.]*$/, "")
      .replace(/[^\w-]/g, "_");
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    return count === 1 ? name : `${name}_${count}`;
  });
}
