/** A page answers within a time or not at all: what waits for a silent store must not wait for ever. */
import { HttpError } from "fresh";
import { KernelError } from "../kernel/mod.ts";

/** Longer than the store is waited for, and shorter than a person does. */
const PAGE_MS = 12_000;

/** @throws {HttpError} 503 where it took longer, or where what it asked says "later" itself. */
export async function inTime(
  make: () => Promise<Response>,
  timeoutMs: number = PAGE_MS,
): Promise<Response> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<never>((_, reject) => {
    const late = () => reject(new HttpError(503, `a page took more than ${timeoutMs} ms`));
    timer = setTimeout(late, timeoutMs);
  });
  try {
    return await Promise.race([make(), over]);
  } catch (error) {
    if (error instanceof KernelError && error.transient) {
      throw new HttpError(503, error.message, { cause: error });
    }
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
