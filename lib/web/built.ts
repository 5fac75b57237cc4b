/** The pages as the build left them. */
import { fileURLToPath } from "node:url";

const ROOT = new URL("../../", import.meta.url);
const BUILT = new URL("_fresh/server.js", ROOT);
/** What a build is made from. */
const SOURCES = ["routes/", "islands/", "lib/", "static/", "fresh.config.ts", "deno.json"];

export type ServePage = (
  request: Request,
  info: Deno.ServeHandlerInfo<Deno.NetAddr>,
) => Response | Promise<Response>;

/** Builds the pages unless that was done since their sources last changed. */
export async function ensureBuilt(): Promise<void> {
  if (isFresh()) return;
  // Several nodes that are started in one folder at once: one builds, the others wait for it.
  await Deno.mkdir(new URL(".", BUILT), { recursive: true });
  using lock = await Deno.open(new URL(".lock", BUILT), { create: true, write: true });
  await lock.lock(true);
  if (!isFresh()) await build();
}

function isFresh(): boolean {
  const builtAt = changedAt(BUILT);
  return builtAt !== undefined && builtAt >= newest(SOURCES.map((path) => new URL(path, ROOT)));
}

async function build(): Promise<void> {
  console.log("Building the pages …");
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "build"],
    cwd: fileURLToPath(ROOT),
    stdout: "inherit",
    stderr: "inherit",
  }).output();
  if (!success) throw new Error('Cannot build the pages: "deno task build" failed');
}

export async function builtPages(): Promise<ServePage> {
  const { default: server } = await import(BUILT.href);
  return server.fetch;
}

// A thousand files, and nothing else to do meanwhile: waiting for each takes ten times as long.
function changedAt(file: URL): number | undefined {
  try {
    return Deno.statSync(file).mtime?.getTime();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** When anything below the paths last changed, epoch milliseconds. */
function newest(paths: readonly URL[]): number {
  let latest = 0;
  for (const path of paths) {
    const at = changedAt(path);
    if (at === undefined) continue;
    latest = Math.max(latest, at);
    if (!path.href.endsWith("/")) continue;
    const below: URL[] = [];
    for (const { name, isDirectory } of Deno.readDirSync(path)) {
      // Tests are no part of the pages.
      if (!/[._](?:test|testing)\.tsx?$/.test(name)) {
        below.push(new URL(isDirectory ? `${name}/` : name, path));
      }
    }
    latest = Math.max(latest, newest(below));
  }
  return latest;
}
