/** Reads a form with files, bounded in size: the framework reads whatever comes. */
import { Problem } from "./problem.ts";

/** @throws {Problem} `body_too_large`; `invalid_request` where it is no form */
export async function readForm(request: Request, maxBytes: number): Promise<FormData> {
  const tooLarge = () =>
    new Problem("body_too_large", { detail: `expected at most ${maxBytes} bytes` });
  if (Number(request.headers.get("content-length")) > maxBytes) throw tooLarge();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for await (const piece of request.body ?? []) {
    length += piece.byteLength;
    if (length > maxBytes) throw tooLarge();
    pieces.push(piece);
  }
  const type = request.headers.get("content-type") ?? "";
  try {
    return await new Response(new Blob(pieces), { headers: { "content-type": type } }).formData();
  } catch {
    throw new Problem("invalid_request", { detail: `expected a form, got "${type}"` });
  }
}
