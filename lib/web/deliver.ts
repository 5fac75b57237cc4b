/** Pages on their way out: compressed, and not sent again to a browser that has them. */
import { crc32 } from "node:zlib";
import { compressedFor } from "./compress.ts";

const POLICY = "content-security-policy";

/** A page is of its visitor, and asked for again each time: the answer may be that it is the same. */
const ASK_AGAIN = "private, no-cache";

/** Anything but a page is let through as it is. */
export async function deliver(request: Request, response: Response): Promise<Response> {
  const { headers, status } = response;
  // Asking whether there is a body would make a stream of it, which costs more than all of this.
  if (!headers.get("content-type")?.startsWith("text/html")) return response;
  if (headers.has("content-encoding")) return response;
  const text = await response.text();
  if (!headers.has("cache-control")) headers.set("cache-control", ASK_AGAIN);
  headers.append("vary", "accept-encoding");
  const etag = status === 200 && !headers.get("cache-control")!.includes("no-store")
    ? etagOf(text, /'nonce-(\w+)'/.exec(headers.get(POLICY) ?? "")?.[1])
    : undefined;
  if (etag !== undefined) {
    headers.set("etag", etag);
    if (request.headers.get("if-none-match")?.split(/\s*,\s*/).includes(etag)) {
      headers.delete("content-type");
      return new Response(null, { status: 304, headers });
    }
  }
  const compressed = await compressedFor(request.headers.get("accept-encoding"), text);
  if (compressed) headers.set("content-encoding", compressed.encoding);
  return new Response(compressed?.body ?? text, { status, headers });
}

/**
 * Two pages that differ by their nonce alone are the same one, unless something inside needs it: with
 * the headers of a later answer a browser would not run the scripts of the one that it has.
 */
function etagOf(html: string, nonce: string | undefined): string | undefined {
  const parts = nonce ? html.split(` nonce="${nonce}"`) : [html];
  const idle = parts.slice(0, -1).every((part, i) => {
    const rest = parts[i + 1]!;
    return isIdle(part.slice(part.lastIndexOf("<")) + rest.slice(0, rest.indexOf(">") + 1));
  });
  if (!idle) return undefined;
  const sum = parts.reduce((before, part) => crc32(part, before), 0);
  return `W/"${sum.toString(36)}-${html.length.toString(36)}"`;
}

/** The policy lets these in by their address, or they are no code at all. */
const isIdle = (tag: string): boolean =>
  tag.startsWith("<link") || / src="\//.test(tag) || / type="application\/json"/.test(tag);
