import {
  brotliCompress,
  brotliCompressSync,
  constants,
  gzip,
  gzipSync,
  type ZlibOptions,
} from "node:zlib";
import { promisify } from "node:util";

export type Encoding = "br" | "gzip";

/** Below this a compressed answer is no packet shorter. */
const WORTH_COMPRESSING = 1_024;

/** What a page made for one visitor is worth: twice the effort would save a twentieth. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
const GZIP: ZlibOptions = { level: 6 };

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

type Bytes = Uint8Array<ArrayBuffer>;

/** The best that a browser takes, by `Accept-Encoding`; undefined for neither. */
export function encodingOf(accepted: string | null): Encoding | undefined {
  if (accepted === null) return undefined;
  if (accepts(accepted, "br")) return "br";
  return accepts(accepted, "gzip") ? "gzip" : undefined;
}

const accepts = (header: string, encoding: Encoding): boolean =>
  header.split(",").some((one) => {
    const [name, ...options] = one.trim().toLowerCase().split(/\s*;\s*/);
    return name === encoding && !options.some((option) => /^q=0(\.0*)?$/.test(option));
  });

/** A text as a browser takes it; undefined where it is better sent as it is. */
export async function compressedFor(
  accepted: string | null,
  text: string,
): Promise<{ encoding: Encoding; body: Bytes } | undefined> {
  const encoding = encodingOf(accepted);
  if (!encoding || text.length < WORTH_COMPRESSING) return undefined;
  const body = encoding === "br" ? await brotli(text, BROTLI) : await deflate(text, GZIP);
  return { encoding, body: new Uint8Array(body) };
}

/** A text that is sent for ever, as small as it gets. */
export function packed(text: string): Readonly<Record<Encoding, Bytes>> {
  return {
    br: new Uint8Array(brotliCompressSync(text)),
    gzip: new Uint8Array(gzipSync(text, { level: 9 })),
  };
}
