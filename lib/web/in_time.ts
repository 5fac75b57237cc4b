/** A page answers within a time or not at all: what waits for a silent store must not wait for ever. */
import { HttpError } from "fresh";
import { KernelError } from "../kernel/mod.ts";
import { within } from "../time/within.ts";

/** Longer than the store is waited for, and shorter than a person does. */
const PAGE_MS = 12_000;

/** @throws {HttpError} 503 where it took longer, or where what it asked says "later" itself. */
export async function inTime(
  make: () => Promise<Response>,
  timeoutMs: number = PAGE_MS,
): Promise<Response> {
  const late = () => new HttpError(503, `a page took more than ${timeoutMs} ms`);
  try {
    return await within(make(), timeoutMs, late);
  } catch (error) {
    if (error instanceof KernelError && error.transient) {
      throw new HttpError(503, error.message, { cause: error });
    }
    throw error;
  }
}
