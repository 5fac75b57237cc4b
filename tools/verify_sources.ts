/** Where journals are read from: files, standard input, addresses of sales. */
import { isAbsolute, join } from "node:path";
import type { Anchor } from "../lib/proof/verify_sale.ts";
import { quoted } from "../lib/proof/wording.ts";
import { httpAddress } from "./args.ts";

/** Chunks of a file, of standard input or of whatever an address gives. */
export async function chunksOf(source: string): Promise<AsyncIterable<Uint8Array>> {
  if (source === "-") return Deno.stdin.readable;
  if (isAddress(source)) return body(await get(source));
  return (await opened(source)).readable;
}

const LONGEST_HEADER_BYTES = 4 * 1024;

/** Whose journal it is, by its first line, and all of it. */
export async function kindOf(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ kind: string | undefined; chunks: AsyncIterable<Uint8Array> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let text = "";
  while (!text.includes("\n") && text.length < LONGEST_HEADER_BYTES) {
    const { value, done } = await iterator.next();
    if (done) break;
    first.push(value);
    text += new TextDecoder().decode(value);
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield* first;
      yield* { [Symbol.asyncIterator]: () => iterator };
    } finally {
      // Whoever stops early leaves the file open otherwise.
      await iterator.return?.();
    }
  }
  const [line = ""] = text.split("\n");
  return { kind: /^\{"forecourt":"journal",[^}]*"kind":"([a-z]+)"/.exec(line)?.[1], chunks: all() };
}

async function opened(path: string): Promise<Deno.FsFile> {
  const cannot = (what: string) => new Error(`Cannot read ${quoted(path)}: ${what}`);
  let file: Deno.FsFile;
  try {
    file = await Deno.open(resolved(path));
  } catch (error) {
    throw cannot(
      error instanceof Deno.errors.NotFound
        ? "there is no such file"
        : error instanceof Error
        ? error.message
        : String(error),
    );
  }
  if ((await file.stat()).isDirectory) {
    file.close();
    throw cannot("expected a file, got a folder");
  }
  return file;
}

/** The folder in which the task was called; tasks themselves run where deno.json is. */
function resolved(path: string): string {
  const folder = Deno.env.get("INIT_CWD");
  return folder === undefined || isAbsolute(path) ? path : join(folder, path);
}

export interface Address {
  /** Of the sale, without a slash at the end. */
  readonly base: string;
  readonly id: string;
  readonly kind: "lot" | "draw";
}

/** Sales' ids are a-z, 0-9 and - alone. */
const JOURNAL_PATH = /^(.*\/api\/sales\/([a-z0-9-]+))(\/draw)?\/journal\/?$/;

const isAddress = (source: string): boolean => /^https?:\/\//i.test(source);

/** Undefined where the source is no sale's address. */
export function addressOf(source: string): Address | undefined {
  if (!isAddress(source)) return undefined;
  const url = httpAddress("verify", source);
  const [, path, id, draw] = JOURNAL_PATH.exec(url.pathname) ?? [];
  if (path === undefined || id === undefined) return undefined;
  return { base: url.origin + path, id, kind: draw === undefined ? "lot" : "draw" };
}

/** A journal's head as the sale or the draw itself tells it; undefined where it does not. */
export async function presentHead(url: string): Promise<Anchor | undefined> {
  const response = await get(url);
  const { journal: head } = await response.json().catch(() => ({})) as {
    journal?: { seq?: unknown; hash?: unknown };
  };
  const { seq, hash } = head ?? {};
  return Number.isSafeInteger(seq) && Number(seq) > 0 && typeof hash === "string"
    ? { seq: Number(seq), hash }
    : undefined;
}

/** For an answer to begin; a journal may take as long as it needs. */
const ANSWER_TIMEOUT_MS = 30_000;

async function get(url: string): Promise<Response> {
  const within = new AbortController();
  const timer = setTimeout(() => within.abort(), ANSWER_TIMEOUT_MS);
  let response: Response;
  try {
    response = await fetch(url, { signal: within.signal });
  } catch (error) {
    const why = within.signal.aborted
      ? `no answer within ${ANSWER_TIMEOUT_MS / 1_000} s`
      : whyFetchFailed(error);
    throw new Error(`Cannot get ${url}: ${why}`);
  } finally {
    clearTimeout(timer);
  }
  if (response.ok) return response;
  const { title, detail } = await response.json().catch(() => ({})) as Record<string, unknown>;
  const told = [title, detail].filter((text) => typeof text === "string").map(quoted).join(" ");
  const got = `${response.status} ${response.statusText}`.trim() + (told && `: ${told}`);
  throw new Error(`Cannot get ${url}: expected 200, got ${got}`);
}

/** The runtime says "fetch failed", and behind "client error (Connect): " why. */
function whyFetchFailed(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.replace(/^error sending request for url \(.*?\): (client error \(\w+\): )?/, "");
}

async function* body(response: Response): AsyncGenerator<Uint8Array> {
  try {
    yield* response.body ?? [];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`Cannot get all of ${response.url}: ${why}`);
  }
}
