import { matchesGlob } from "node:path";
import { asset } from "../render/asset.ts";

export type TransformMode = "development" | "production";

export interface OnTransformOptions {
  pluginName: string;
  /** Which files, by their path. */
  filter: RegExp;
  /** Of those, which not: parts of a path, globs or expressions. */
  exclude?: Array<string | RegExp>;
}

export interface OnTransformResult {
  content: string | Uint8Array;
  path?: string;
  map?: string | Uint8Array;
}

export interface OnTransformArgs {
  path: string;
  target: string | string[];
  text: string;
  content: Uint8Array;
  mode: TransformMode;
  root: string;
}

type OnTransformResults = OnTransformResult | ({ path: string } & OnTransformResult)[] | void;

export type TransformFn = (
  args: OnTransformArgs,
) => OnTransformResults | Promise<OnTransformResults>;

export interface Transform {
  readonly options: OnTransformOptions;
  readonly run: TransformFn;
}

export interface TransformedFile {
  readonly path: string;
  readonly content: Uint8Array<ArrayBuffer>;
}

export interface TransformContext {
  readonly mode: TransformMode;
  readonly target: string | string[];
  readonly root: string;
}

/** A static file as the transforms leave it, one after the other, with files they add. */
export async function transformed(
  file: TransformedFile,
  transforms: readonly Transform[],
  context: TransformContext,
): Promise<TransformedFile[]> {
  const added: TransformedFile[] = [];
  let current = file;
  for (const { options, run } of transforms) {
    if (!applies(options, current.path)) continue;
    const { path, content } = current;
    const results = await run({
      ...context,
      path,
      content,
      get text() {
        return new TextDecoder().decode(content);
      },
    });
    for (const result of results ? [results].flat() : []) {
      const made = { path: result.path ?? path, content: bytesOf(result.content) };
      if (Array.isArray(results) && made.path !== path) added.push(made);
      else current = made;
      if (result.map) added.push({ path: `${made.path}.map`, content: bytesOf(result.map) });
    }
  }
  return [current, ...added];
}

/** An expression with the flag `g` would go on from where it last stopped. */
const matches = (expression: RegExp, path: string): boolean =>
  new RegExp(expression.source, expression.flags.replace(/[gy]/g, "")).test(path);

function applies({ filter, exclude = [] }: OnTransformOptions, path: string): boolean {
  return (
    matches(filter, path) &&
    !exclude.some((one) => {
      if (one instanceof RegExp) return matches(one, path);
      return /[*?[{]/.test(one) ? matchesGlob(path, one) : path.includes(one);
    })
  );
}

const bytesOf = (content: string | Uint8Array): Uint8Array<ArrayBuffer> =>
  typeof content === "string"
    ? new TextEncoder().encode(content)
    : (content as Uint8Array<ArrayBuffer>);

/** Ties what style sheets refer to to the build, as `asset` does in pages. */
export const CSS_ASSETS: Transform = {
  options: { pluginName: "fresh-css", filter: /\.css$/ },
  run: ({ text }) => ({
    content: text.replace(
      /url\(\s*(?:"(\/[^"]*)"|'(\/[^']*)'|(\/[^)"'\s]*))\s*\)/g,
      (_, double, single, bare) => `url(${JSON.stringify(asset(double ?? single ?? bare))})`,
    ),
  }),
};
