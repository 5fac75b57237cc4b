/** What README.md and the examples in comments say is run, counted and looked up. */
import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { DEFAULT_LIMITS } from "./limits.ts";
import { MUTANTS } from "./simulation/mutants.ts";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
const README = await Deno.readTextFile(`${FOLDER}README.md`);

interface Example {
  readonly where: string;
  readonly code: string;
  /** The folder that its relative imports start from. */
  readonly base: string;
}

async function sources(folder = FOLDER): Promise<{ path: string; text: string }[]> {
  const found = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) found.push(...await sources(`${folder}${name}/`));
    else if (name.endsWith(".ts")) {
      found.push({ path: folder + name, text: await Deno.readTextFile(folder + name) });
    }
  }
  return found;
}

const blocks = (text: string): string[] =>
  [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code!);

const README_EXAMPLES: Example[] = blocks(README)
  .map((code, i) => ({ where: `README.md ${i + 1}`, code, base: FOLDER }));

const commented = ({ path, text }: { path: string; text: string }): Example[] =>
  [...text.matchAll(/\/\*\*.*?\*\//gs)].flatMap(([comment]) =>
    blocks(comment.replace(/^ \* ?/gm, "")).map((code) => ({
      where: path.slice(FOLDER.length),
      code,
      base: path.slice(0, path.lastIndexOf("/") + 1),
    }))
  );

/** Runs the example as a module; gives what it has printed. */
async function run({ code, base }: Example): Promise<string[]> {
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  const printed: string[] = [];
  const { log } = console;
  console.log = (...values: unknown[]) => printed.push(values.map((v) => inspect(v)).join(" "));
  try {
    const absolute = (_: string, path: string) => `from "${new URL(path, `file://${base}`).href}"`;
    await Deno.writeTextFile(file, code.replaceAll(/from "(\.[^"]*)"/g, absolute));
    await import(`file://${file}`);
  } finally {
    console.log = log;
    await Deno.remove(file);
  }
  return printed;
}

const inspect = (value: unknown): string => Deno.inspect(value, { breakLength: Infinity });

for (const example of README_EXAMPLES) {
  Deno.test(`${example.where} runs, and prints what its comments say`, async () => {
    const promised = [...example.code.matchAll(/^console\.log.*?; \/\/ (.*)$/gm)];
    assert(promised.length > 0);
    assertEquals(await run(example), promised.map(([, text]) => text!));
  });
}

Deno.test("examples in comments run", async () => {
  const examples = (await sources()).flatMap(commented);
  assert(examples.length >= 4, `Expected several examples, got ${examples.length}`);
  for (const example of examples) await run(example);
});

Deno.test("README.md defines the smallest actor in about twenty lines", () => {
  const [actor] = README_EXAMPLES[0]!.code.match(/^const jar.*?^}\);$/ms)!;
  assert(actor.split("\n").length <= 20);
});

Deno.test("README.md names tests that exist, for each guarantee", async () => {
  const titles = new Set<string>();
  for (const { path, text } of await sources()) {
    if (!path.endsWith("_test.ts")) continue;
    for (const [, title] of text.matchAll(/Deno\.test\(\s*"([^"]+)"/g)) titles.add(title!);
  }
  const start = README.indexOf("| guarantee |");
  const table = README.slice(start, README.indexOf("<!-- deno-fmt-ignore-end -->"));
  const rows = table.trim().split("\n").slice(2);
  assert(rows.length >= 15);
  for (const row of rows) {
    const shownBy = row.split(" | ").at(-1)!;
    const named = [...shownBy.matchAll(/`([^`]+)`/g)].map(([, title]) => title!);
    assert(named.length > 0, `Expected a test for: ${row}`);
    for (const title of named) assert(titles.has(title), `Expected a test "${title}"`);
  }
});

Deno.test("README.md names all that another project needs, at the versions that are tried here", async () => {
  // It left `@deno/kv` out, and the first store that was opened by its URL could not be.
  const [, json] = README.match(/^```json\n(.*?)^```$/ms)!;
  const { imports } = JSON.parse(json!) as { imports: Record<string, string> };
  const ours = JSON.parse(await Deno.readTextFile(`${FOLDER}../../deno.json`)).imports;
  const needed = new Set<string>();
  for (const { path, text } of await sources()) {
    if (/_test\.ts$|_testing\.ts$|\/(?:testing|simulation)\//.test(path)) continue;
    const code = text.replace(/\/\*\*.*?\*\//gs, "");
    for (const [, name] of code.matchAll(/(?:from|import\() ?"([^."][^"]*)"/g)) needed.add(name!);
  }
  const packages = [...needed].filter((name) => !name.startsWith("node:")).sort();
  assertEquals(packages, Object.keys(imports).sort());
  for (const [name, version] of Object.entries(imports)) {
    assert(ours[name].startsWith(version), `${name}: ${version}, and here ${ours[name]}`);
  }
});

Deno.test("README.md tells within how many seeds each broken kernel is caught", () => {
  const [, seeds] = README.match(/Each is caught within (\d+) seeds/)!;
  assertEquals(Number(seeds), Math.max(...MUTANTS.map(({ within }) => within)));
});

Deno.test("README.md tells the limits as they are", () => {
  const table = README.slice(README.indexOf("| limit "), README.indexOf("## Stores"));
  const rows = [...table.matchAll(/^\| `(\w+)` +\| (\d+) +\|/gm)];
  assert(rows.length >= 10);
  for (const [, name, value] of rows) {
    assertEquals([name, Number(value)], [
      name,
      DEFAULT_LIMITS[name as keyof typeof DEFAULT_LIMITS],
    ]);
  }
});
