import { relative } from "node:path";
import type { StaticFile } from "../app/snapshot.ts";
import { setBuildId } from "../render/asset.ts";
import { type Bundle, ID_PLACEHOLDER } from "./bundle.ts";
import { filesIn } from "./crawl.ts";
import { hashOf, staticFile } from "./static_file.ts";
import { type Transform, type TransformContext, transformed } from "./transform.ts";

type Bytes = Uint8Array<ArrayBuffer>;

export interface BuiltScripts {
  readonly buildId: string;
  /** Where a script of this name is served. */
  url(name: string): string;
  readonly files: ReadonlyMap<string, StaticFile>;
}

/** The id of a build is that of its content: the same on every machine that builds the same. */
export async function buildIdOf(bundle: Bundle, staticDir: string): Promise<string> {
  const parts: Bytes[] = [];
  const named = async (name: string, bytes: Bytes) => {
    parts.push(new TextEncoder().encode(`\n${name} ${bytes.length}\n`), await bytes);
  };
  for (const [name, bytes] of [...bundle.files].sort()) await named(name, bytes);
  for await (const file of filesIn(staticDir)) {
    await named(relative(staticDir, file), await Deno.readFile(file));
  }
  return await hashOf(...parts);
}

/** The scripts at their addresses, with the id in them. */
export async function scriptsOf(bundle: Bundle, buildId: string): Promise<BuiltScripts> {
  setBuildId(buildId);
  const url = (name: string) => `/_fresh/js/${buildId}/${name}`;
  const files = new Map<string, StaticFile>();
  for (const [name, bytes] of bundle.files) {
    const body = isScript(name) ? withId(bytes, buildId) : bytes;
    files.set(url(name), staticFile(name, body, await hashOf(body)));
  }
  return { buildId, url, files };
}

const isScript = (name: string): boolean => /\.(?:js|map)$/.test(name);

const withId = (bytes: Bytes, id: string): Bytes =>
  new TextEncoder().encode(new TextDecoder().decode(bytes).replaceAll(ID_PLACEHOLDER, id));

/** The files of the static folder by their path in URLs, after the transforms. */
export async function staticFilesOf(
  staticDir: string,
  transforms: readonly Transform[],
  context: TransformContext,
): Promise<Map<string, StaticFile>> {
  const files = new Map<string, StaticFile>();
  for await (const file of filesIn(staticDir)) {
    for (const [path, made] of await staticFilesFrom(file, staticDir, transforms, context)) {
      files.set(path, made);
    }
  }
  return files;
}

/** One file of the static folder, and what the transforms made of it. */
export async function staticFilesFrom(
  file: string,
  staticDir: string,
  transforms: readonly Transform[],
  context: TransformContext,
): Promise<[path: string, file: StaticFile][]> {
  const read = { path: file, content: await Deno.readFile(file) };
  const made = await transformed(read, transforms, context);
  return (await Promise.all(
    made.map(async ({ path, content }) => {
      const url = `/${relative(staticDir, path).replaceAll("\\", "/")}`;
      return [url, staticFile(path, content, await hashOf(content))] as const;
    }),
  )) as [string, StaticFile][];
}
