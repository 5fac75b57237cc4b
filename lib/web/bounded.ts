/** Bodies of forms, bounded before a page reads them: the framework reads whatever comes. */
import { HttpError } from "fresh";
import { Problem } from "../http/problem.ts";

/** A whole programme of points, or a signature's strokes, with room to spare. */
const FORM_BYTES = 512 * 1024;
/** Forms with files; the page that takes them has a limit of its own. */
const FILES_BYTES = 4 * 1024 * 1024;

/** The request, or what is answered instead of it. */
export function bounded(request: Request): Request | Response {
  const { body, headers } = request;
  if (!body) return request;
  const most = headers.get("content-type")?.startsWith("multipart/") ? FILES_BYTES : FORM_BYTES;
  const declared = headers.get("content-length");
  if (declared === null) return new Request(request, { body: body.pipeThrough(counted(most)) });
  if (Number(declared) <= most) return request;
  return new Problem("body_too_large", { detail: `expected at most ${most} bytes` }).toResponse();
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
