/** Bodies of forms, bounded before a page reads them: the framework reads whatever comes. */
import { HttpError } from "fresh";
import { Problem } from "../http/problem.ts";
import { isGone } from "../http/read_json.ts";
import { within } from "../time/within.ts";

/** A whole programme of points, or a signature's strokes, with room to spare. */
const FORM_BYTES = 512 * 1024;
/** Forms with files; the page that takes them has a limit of its own. */
const FILES_BYTES = 4 * 1024 * 1024;
/** As long as the API waits for a body, and less than a page may take. */
const FORM_MS = 10_000;

/** The request, or what is answered instead of it. */
export function bounded(request: Request, formMs: number = FORM_MS): Request | Response {
  const { body, headers, method } = request;
  // Forms are posted. Of other methods no body is read, and of some no request can be made.
  if (method !== "POST") return request;
  if (!body) return forgiving(request, formMs);
  const most = headers.get("content-type")?.startsWith("multipart/") ? FILES_BYTES : FORM_BYTES;
  const declared = headers.get("content-length");
  if (declared === null) {
    // Of its parts: a request made of a request takes its signal along, of which Deno warns.
    const { url } = request;
    const within = body.pipeThrough(counted(most));
    return forgiving(new Request(url, { method, headers, body: within }), formMs);
  }
  if (Number(declared) <= most) return forgiving(request, formMs);
  return new Problem("body_too_large", { detail: `expected at most ${most} bytes` }).toResponse();
}

/**
 * What is no form, ends too soon or stops coming is its sender's mistake: it was answered and logged as
 * ours.
 */
function forgiving(request: Request, formMs: number): Request {
  request.formData = async () => {
    const late = () => new HttpError(408, `expected the form within ${formMs} ms`);
    try {
      return await within(Request.prototype.formData.call(request), formMs, late);
    } catch (cause) {
      if (cause instanceof HttpError) throw cause;
      if (isGone(cause)) throw new HttpError(408, "the sender hung up", { cause });
      if (cause instanceof TypeError) throw new HttpError(400, "expected a form", { cause });
      throw cause;
    }
  };
  return request;
}

/** Of a body whose length nobody has declared. */
function counted(most: number): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  return new TransformStream({
    transform(piece, controller) {
      bytes += piece.byteLength;
      if (bytes > most) controller.error(new HttpError(413, `expected at most ${most} bytes`));
      else controller.enqueue(piece);
    },
  });
}
