import { dirname, join } from "node:path";

/** A project in a folder of its own, removed when it goes out of scope. */
export async function project(
  files: Record<string, string>,
): Promise<{ root: string; write(path: string, text: string): Promise<void> } & AsyncDisposable> {
  const root = await Deno.makeTempDir({ prefix: "fresh-project-" });
  const write = async (path: string, text: string) => {
    await Deno.mkdir(dirname(join(root, path)), { recursive: true });
    await Deno.writeTextFile(join(root, path), text);
  };
  for (const [path, text] of Object.entries(files)) await write(path, text);
  return { root, write, [Symbol.asyncDispose]: () => Deno.remove(root, { recursive: true }) };
}
