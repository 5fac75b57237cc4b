/** Opens the store that a setting names, and says in one sentence what keeps it from being opened. */
import { StoreUnreachable } from "../errors.ts";
import { DenoKvStore } from "./deno_kv.ts";

/** The store cannot be opened; the message tells what was expected and what to do. */
export class CannotOpenStore extends Error {
  override readonly name = "CannotOpenStore";
}

const OPEN_MS = 10_000;
/** Pause between attempts to reach a server. */
const REACH_MS = 250;
const REMOTE = /^https?:\/\//i;
/** Of another scheme, a folder, or none. */
const NO_STORE = /^[a-z][a-z0-9+.-]*:\/\/|\/$|^$/i;

/**
 * `location` is a file path (embedded; its folder is made, and the file belongs to one process at a
 * time), `:memory:`, or the http(s) URL of a KV Connect server.
 * @throws {CannotOpenStore}
 */
export async function openStore(location: string, openMs = OPEN_MS): Promise<DenoKvStore> {
  if (REMOTE.test(location)) return await openRemote(location, openMs);
  if (location === ":memory:") return await DenoKvStore.open(location);
  if (NO_STORE.test(location)) {
    throw new CannotOpenStore(
      `Cannot open the store "${location}": expected a file path, :memory:, or the http(s) URL of a KV Connect server`,
    );
  }
  const lock = await lockFile(location);
  try {
    return await DenoKvStore.open(location, () => lock.close());
  } catch (cause) {
    lock.close();
    throw new CannotOpenStore(
      `Cannot open the store "${location}": ${
        reasonOf(cause)
      }; expected a database of this server or no file at all`,
      { cause },
    );
  }
}

/**
 * Two processes on one file would not see each other's live changes and revoked sessions. The lock
 * is the operating system's: it ends with the process, however that ends.
 */
async function lockFile(location: string): Promise<Deno.FsFile> {
  let file: Deno.FsFile;
  try {
    const end = location.lastIndexOf("/");
    if (end > 0) await Deno.mkdir(location.slice(0, end), { recursive: true });
    file = await Deno.open(`${location}.lock`, { create: true, write: true });
  } catch (cause) {
    throw new CannotOpenStore(
      `Cannot write beside the store "${location}": ${
        reasonOf(cause)
      }; expected a folder that this process may write to, or another DENO_KV_URL`,
      { cause },
    );
  }
  if (await file.tryLock(true)) return file;
  file.close();
  throw new CannotOpenStore(
    `Cannot open the store "${location}": another process has it; stop that one, take another file, or serve it by denokv for several processes`,
  );
}

async function openRemote(location: string, openMs: number): Promise<DenoKvStore> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${openMs} ms`)), openMs);
  });
  try {
    return await Promise.race([reached(location, performance.now() + openMs), late]);
  } catch (cause) {
    const reason = reasonOf(cause);
    throw new CannotOpenStore(
      /DENO_KV_ACCESS_TOKEN/.test(reason)
        ? `Cannot open the store at ${location}: DENO_KV_ACCESS_TOKEN is not set; expected the access token of that KV Connect server`
        : `Cannot open the store at ${location}: ${reason}; expected a KV Connect server there that takes DENO_KV_ACCESS_TOKEN`,
      { cause },
    );
  } finally {
    clearTimeout(timer);
  }
}

/** A server that is started beside this one may need a moment. */
async function reached(location: string, until: number): Promise<DenoKvStore> {
  while (true) {
    try {
      return await DenoKvStore.open(location);
    } catch (cause) {
      const again = cause instanceof StoreUnreachable && performance.now() + REACH_MS < until;
      if (!again) throw cause;
      await new Promise((resolve) => setTimeout(resolve, REACH_MS));
    }
  }
}

/** What went wrong, without what Deno says around it. */
function reasonOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  // Of a server that is none of KV Connect the whole web page would follow.
  const [line = ""] = text.split("\n");
  return line.replace(/^Could not open Deno KV database: /, "").replace(/\.$/, "").slice(0, 200);
}
