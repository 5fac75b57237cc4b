/** From what an actor answers to what HTTP says. */
import { type Json, KernelError } from "../../lib/kernel/mod.ts";
import { isProblemCode, Problem, type ProblemCode } from "../../lib/http/problem.ts";

type AnyOutcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: string; readonly detail?: Json };

/** The reply, or the refusal as a problem of the same code. */
export function accepted<T>(outcome: AnyOutcome<T>): T {
  if (outcome.ok) return outcome.value;
  const { refusal, detail } = outcome;
  const more = typeof detail === "object" && detail !== null && !Array.isArray(detail)
    ? detail as Record<string, Json>
    : undefined;
  throw new Problem(isProblemCode(refusal) ? refusal : "internal", {
    ...(more ? { more } : {}),
    ...(typeof more?.retryAfterMs === "number" ? { retryAfterMs: more.retryAfterMs } : {}),
  });
}

const KERNEL_PROBLEMS: Record<KernelError["code"], ProblemCode> = {
  busy: "busy",
  unavailable: "unavailable",
  stopping: "stopping",
  defect: "internal",
  idempotency_conflict: "idempotency_conflict",
  invalid_command: "internal",
};

/** Any error as a problem; what is not meant for the outside is logged and shown as `internal`. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof KernelError) {
    const code = KERNEL_PROBLEMS[error.code];
    if (code === "internal") console.error(error);
    return new Problem(code, {
      ...(code === "idempotency_conflict" ? { detail: error.message } : {}),
      ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
    });
  }
  console.error(error);
  return new Problem("internal");
}
