import { HttpError } from "fresh";
import { see } from "../http/see.ts";
import type { State } from "./define.ts";

/** A form that came after its sender's session had ended. */
export interface HeldForm {
  /** Where it was sent, and is to be sent again. */
  readonly action: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** Where one lands after signing in again, in another tab. */
  readonly home: string;
}

/** What only a button says is said again as easily. */
const BUTTONS: ReadonlySet<string> = new Set(["do", "act"]);

/**
 * Leads to the sign-in and back here. What somebody has typed meanwhile does not go: it stays on a page
 * that says how to send it again, which the error page makes of `state.held`. Files are not held, and
 * the sign-in says so.
 * @throws {HttpError} 401
 */
export async function toSignIn(
  state: State,
  { req, url }: { readonly req: Request; readonly url: URL },
  home: string,
): Promise<Response> {
  const here = url.pathname + url.search;
  if (req.method !== "POST") return see(`/sign-in?next=${encodeURIComponent(here)}`);
  const fields = [...await req.formData()];
  const typed = fields.filter(([name, value]) => !BUTTONS.has(name) && value !== "");
  const withFile = fields.some(([, value]) => typeof value !== "string");
  if (typed.length === 0 || withFile) {
    const unsent = withFile ? "&unsent=file" : "";
    return see(`/sign-in?next=${encodeURIComponent(url.pathname)}${unsent}`);
  }
  state.held = { action: here, fields: fields as [string, string][], home };
  throw new HttpError(401, "the session has ended");
}
