import type { OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from "esbuild";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { ImportMap } from "./settings.ts";

const RUNTIME = /^(?:fresh|@fresh\/core|jsr:@fresh\/core@[^/]*)\/runtime$/;
const RUNTIME_FILE = fileURLToPath(new URL("../client/runtime.ts", import.meta.url));
const OWN_FOLDER = fileURLToPath(new URL("..", import.meta.url));

/**
 * Finds what islands import the way Deno does: through the project's import map and in Deno's own
 * store of npm packages, of which the bundler knows nothing.
 */
export function denoResolver(root: string, imports: ImportMap): Plugin {
  return {
    name: "deno",
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, async (args) => {
        if (args.kind === "entry-point" || args.pluginData === INSIDE) return undefined;
        try {
          return await find(build, args, root, imports);
        } catch (error) {
          return { errors: [{ text: `Cannot find "${args.path}" for the browser: ${error}` }] };
        }
      });
    },
  };
}

/** Marks questions that the bundler answers itself, from inside a package. */
const INSIDE = Symbol("inside");

async function find(
  build: PluginBuild,
  args: OnResolveArgs,
  root: string,
  imports: ImportMap,
): Promise<OnResolveResult | undefined> {
  if (RUNTIME.test(args.path)) return { path: RUNTIME_FILE };
  const fromPackage = inStore(args.importer);
  const specifier = fromPackage ? args.path : mapped(args.path, imports);
  if (/^\.{0,2}\//.test(specifier)) return { path: resolve(root, specifier) };
  if (/^(?:jsr|https?|node):/.test(specifier) || RUNTIME_SIBLING.test(args.path)) {
    throw new Error(`islands take npm packages, files and "fresh/runtime"`);
  }
  if (specifier.startsWith("file:")) return { path: fileURLToPath(specifier) };
  const file = fromPackage
    ? createRequire(args.importer).resolve(args.path)
    : fileURLToPath(await resolved(specifier));
  const { name, subpath } = partsOf(specifier);
  const folder = folderOf(file, name);
  if (!folder) return { path: file };
  // Asked from inside, the bundler reads the package's own exports and takes the browser's.
  const own = await build.resolve(name + subpath, {
    resolveDir: folder,
    kind: args.kind,
    pluginData: INSIDE,
  });
  if (own.errors.length === 0) return own;
  const plain = await build.resolve(`.${subpath || "/"}`, {
    resolveDir: folder,
    kind: args.kind,
    pluginData: INSIDE,
  });
  return plain.errors.length === 0 ? plain : { path: file };
}

const RUNTIME_SIBLING = /^(?:fresh|@fresh\/core)(?:\/|$)/;

const inStore = (importer: string): boolean =>
  importer !== "" &&
  !importer.startsWith(OWN_FOLDER) &&
  /[/\\](?:node_modules|registry\.[^/\\]+|npm[/\\][^/\\]+\.[^/\\]+)[/\\]/.test(importer);

/** A package that this process has not met yet is loaded first: only then Deno knows its place. */
async function resolved(specifier: string): Promise<string> {
  const known = import.meta.resolve(specifier);
  if (known.startsWith("file:")) return known;
  await import(specifier);
  return import.meta.resolve(specifier);
}

/** The longest key that fits, as import maps have it. */
function mapped(specifier: string, imports: ImportMap): string {
  const exact = imports[specifier];
  if (exact !== undefined) return exact;
  const [key] = Object.keys(imports)
    .filter((key) => specifier.startsWith(key.endsWith("/") ? key : `${key}/`))
    .sort((a, b) => b.length - a.length);
  return key === undefined ? specifier : imports[key] + specifier.slice(key.length);
}

/** `npm:@scope/name@^1/sub/path` as its name and what follows. */
export function partsOf(specifier: string): { name: string; subpath: string } {
  const match = /^(?:npm:\/?)?((?:@[^/]+\/)?[^/@]+)(?:@[^/]*)?(\/.*)?$/.exec(specifier);
  if (!match) throw new Error(`"${specifier}" is not the name of a package`);
  return { name: match[1]!, subpath: match[2] ?? "" };
}

/** Deno's store has a folder for each version, `node_modules` has none. */
function folderOf(file: string, name: string): string | undefined {
  const start = file.lastIndexOf(`/${name}/`);
  if (start < 0) return undefined;
  const folder = file.slice(0, start + name.length + 1);
  const [version] = file.slice(folder.length + 1).split("/");
  return /^\d+\.\d+\.\d+/.test(version!) ? join(folder, version!) : folder;
}
