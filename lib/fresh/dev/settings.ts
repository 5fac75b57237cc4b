import { join } from "node:path";
import { HEAD_TAGS } from "../render/head_tags.ts";

export type ImportMap = Readonly<Record<string, string>>;

export interface Settings {
  readonly imports?: ImportMap;
  readonly compilerOptions?: {
    readonly jsx?: string;
    readonly jsxPrecompileSkipElements?: readonly string[];
  };
}

/** Elements that are looked at while a page is rendered, and so must not become text before. */
const LOOKED_AT = ["a", "img", "source", "html", "head", "body", ...HEAD_TAGS];

/** What stands in a project's `deno.json`; nothing when there is no such file. */
export async function readSettings(root: string): Promise<Settings> {
  const file = join(root, "deno.json");
  try {
    return JSON.parse(await Deno.readTextFile(file));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw new Error(`Cannot read the settings in ${file}`, { cause: error });
  }
}

/** What is wrong with how a project's JSX is compiled; undefined when nothing is. */
export function jsxProblem({ compilerOptions }: Settings): string | undefined {
  if (compilerOptions?.jsx !== "precompile") return undefined;
  const skipped = new Set(compilerOptions.jsxPrecompileSkipElements);
  const missing = LOOKED_AT.filter((tag) => !skipped.has(tag)).sort();
  if (missing.length === 0) return undefined;
  return (
    `compilerOptions.jsxPrecompileSkipElements in deno.json lacks ${missing.join(", ")}: ` +
    "links are not marked, pictures not tied to the build, and <Head> stays where it stands"
  );
}
