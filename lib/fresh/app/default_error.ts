import { STATUS_CODES } from "node:http";
import { HttpError } from "./http_error.ts";

/** Answers for an error that no page has answered; an unknown one shows nothing of itself. */
export function answerError(
  error: unknown,
  req: Request,
  view?: (error: unknown, req: Request) => Response,
): Response {
  if (error instanceof HttpError) {
    if (error.status >= 500) console.error(error);
    return new Response(error.message || STATUS_CODES[error.status], { status: error.status });
  }
  console.error(error);
  return view?.(error, req) ?? new Response("Internal server error", { status: 500 });
}
