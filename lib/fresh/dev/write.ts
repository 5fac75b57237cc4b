import { dirname, join, relative } from "node:path";
import type { StoredFile, StoredSnapshot } from "../app/stored.ts";
import type { StaticFile } from "../app/snapshot.ts";
import type { RouteFile } from "./crawl.ts";
import { compressed } from "./static_file.ts";

export interface Written {
  readonly outDir: string;
  readonly root: string;
  /** The module that exports the app. */
  readonly serverEntry: string;
  readonly buildId: string;
  readonly clientEntry: string;
  readonly imports: Readonly<Record<string, readonly string[]>>;
  readonly islands: readonly {
    readonly file: string;
    readonly name: string;
    readonly url: string;
    readonly css: readonly string[];
  }[];
  readonly routes: readonly RouteFile[];
  readonly files: ReadonlyMap<string, StaticFile>;
}

const INTERNAL = JSON.stringify("fresh/internal");
const GENERATED = "// Made by the build.\n";

/**
 * Writes a build: the files as they are served, a module with everything that pages need, and
 * `server.js`, which serves the app. All modules are named outright, so that nothing is left to be
 * loaded once the server runs.
 */
export async function writeBuild(build: Written): Promise<void> {
  const { outDir, root, buildId, islands, routes } = build;
  const from = (file: string): string => {
    const path = relative(outDir, file).replaceAll("\\", "/");
    return JSON.stringify(path.startsWith(".") ? path : `./${path}`);
  };
  await emptyFolder(outDir);
  const stored: Omit<StoredSnapshot, "root" | "folder" | "islands" | "routes"> = {
    buildId,
    clientEntry: build.clientEntry,
    imports: build.imports,
    files: await writeFiles(join(outDir, "static"), build.files),
  };
  await write(
    outDir,
    "build_id.js",
    `import { setBuildId } from ${INTERNAL};\nsetBuildId(${JSON.stringify(buildId)});\n`,
  );
  await write(
    outDir,
    "snapshot.js",
    [
      `import "./build_id.js";`,
      `import { readSnapshot } from ${INTERNAL};`,
      ...islands.map(({ file }, i) => `import * as island${i} from ${from(file)};`),
      ...routes.map(({ file }, i) => `import * as route${i} from ${from(file)};`),
      "",
      "export const snapshot = readSnapshot({",
      `  root: new URL(${from(root)}, import.meta.url),`,
      `  folder: new URL("./static/", import.meta.url),`,
      "  islands: [",
      ...islands.map(
        ({ name, url, css }, i) =>
          `    { mod: island${i}, ...${JSON.stringify({ name, url, css })} },`,
      ),
      "  ],",
      "  routes: [",
      ...routes.map(({ path }, i) => `    { path: ${JSON.stringify(path)}, mod: route${i} },`),
      "  ],",
      `  ...${JSON.stringify(stored, null, 2)},`,
      "});",
      "",
    ].join("\n"),
  );
  await write(
    outDir,
    "server.js",
    // The snapshot comes first: it is read before the app may give its permissions back.
    `import { snapshot } from "./snapshot.js";
import { app } from ${from(build.serverEntry)};
import { useSnapshot } from ${INTERNAL};

useSnapshot(app, snapshot, "production");
export default { fetch: app.handler() };
`,
  );
}

async function writeFiles(
  folder: string,
  files: ReadonlyMap<string, StaticFile>,
): Promise<Record<string, StoredFile>> {
  const stored: Record<string, StoredFile> = {};
  for (const [path, file] of files) {
    const { body, gzip, br, hash, type } = compressed(path, file);
    const target = join(folder, path);
    await Deno.mkdir(dirname(target), { recursive: true });
    await Deno.writeFile(target, body);
    if (gzip) await Deno.writeFile(`${target}.gz`, gzip);
    if (br) await Deno.writeFile(`${target}.br`, br);
    stored[path] = { type, hash, ...(gzip ? { gzip: true } : {}), ...(br ? { br: true } : {}) };
  }
  return stored;
}

async function emptyFolder(folder: string): Promise<void> {
  for (const name of ["static", "build_id.js", "snapshot.js", "server.js"]) {
    await Deno.remove(join(folder, name), { recursive: true }).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
  }
  await Deno.mkdir(folder, { recursive: true });
}

const write = (folder: string, name: string, text: string): Promise<void> =>
  Deno.writeTextFile(join(folder, name), GENERATED + text);
