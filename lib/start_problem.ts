/** What keeps a server from starting, in one sentence: what was expected, and what to do. */
import { ConfigError } from "./config.ts";
import { CannotOpenStore, KernelError } from "./kernel/mod.ts";

export interface Wanted {
  readonly HOST: string;
  readonly PORT: number;
  readonly DENO_KV_URL: string;
}

/** Undefined for what is no condition of the surroundings but a defect: its stack is wanted. */
export function startProblem(error: unknown, wanted?: Wanted): string | undefined {
  if (error instanceof ConfigError || error instanceof CannotOpenStore) return error.message;
  if (!wanted) return undefined;
  const { HOST, PORT, DENO_KV_URL } = wanted;
  if (error instanceof KernelError) {
    return `Cannot start on the store "${DENO_KV_URL}": ${error.message}; expected one that can be read and written`;
  }
  const at = `Cannot listen on ${HOST}:${PORT}`;
  if (error instanceof Deno.errors.AddrInUse) {
    return `${at}: the port is in use; stop what uses it, or set PORT to another (0 takes a free one)`;
  }
  if (error instanceof Deno.errors.AddrNotAvailable) {
    return `${at}: this machine has no such address; set HOST to one of its own, or to 0.0.0.0 for all`;
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return `${at}: this user may not; set PORT to 1024 or more`;
  }
  if (error instanceof Error && /lookup address|resolve/i.test(error.message)) {
    return `${at}: the name does not resolve; set HOST to an address of this machine`;
  }
  return undefined;
}
