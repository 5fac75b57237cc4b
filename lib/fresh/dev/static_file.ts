import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { StaticFile } from "../app/snapshot.ts";
import { isText, typeOf } from "./file_types.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Below this a compressed answer is no packet shorter. */
const WORTH_COMPRESSING = 1024;

export function staticFile(path: string, body: Bytes, hash: string): StaticFile {
  return { type: typeOf(path), hash, body };
}

/** With what a browser may ask for, made once at the build as small as it gets. */
export function compressed(path: string, file: StaticFile): StaticFile {
  const { body } = file;
  if (!isText(path) || body.length < WORTH_COMPRESSING) return file;
  const gzip = new Uint8Array(gzipSync(body, { level: 9 }));
  const br = new Uint8Array(
    brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: body.length } }),
  );
  return {
    ...file,
    ...(gzip.length < body.length ? { gzip } : {}),
    ...(br.length < body.length ? { br } : {}),
  };
}

export async function hashOf(...parts: readonly Bytes[]): Promise<string> {
  const whole = await new Blob([...parts]).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
  return digest.slice(0, 8).toHex();
}
