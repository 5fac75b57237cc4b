/** Server processes that tools and benchmarks start, and stop again. */
import { fileURLToPath } from "node:url";
import { beforeSignal } from "./before_signal.ts";

export interface ServerProcess extends AsyncDisposable {
  /** Address it said it listens on, without a trailing slash. */
  readonly url: string;
  readonly pid: number;
  /** Epoch milliseconds at which the process was started. */
  readonly startedAtMs: number;
  /** Asks it to end, and waits until it has. */
  stop(): Promise<void>;
}

export interface ServerCommand {
  /** Arguments of the Deno executable. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly readyTimeoutMs?: number;
  /** Gives the start up. */
  readonly signal?: AbortSignal;
}

const LISTENING = /\bListening on (http:\/\/[^\s/]+)/;
const STOP_TIMEOUT_MS = 15_000;

/** Starts a process and waits for its line `Listening on http://…`. */
export async function startProcess(command: ServerCommand): Promise<ServerProcess> {
  command.signal?.throwIfAborted();
  const startedAtMs = Date.now();
  const child = new Deno.Command(Deno.execPath(), {
    args: [...command.args],
    env: { ...command.env },
    cwd: ROOT,
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const stop = () => stopChild(child);
  command.signal?.addEventListener("abort", () => void stop());
  try {
    const url = await listeningUrl(child, command.readyTimeoutMs ?? 20_000);
    return { url, pid: child.pid, startedAtMs, stop, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function stopChild(child: Deno.ChildProcess): Promise<void> {
  const signal = (name: Deno.Signal) => {
    try {
      child.kill(name);
    } catch {
      // It has ended by itself.
    }
  };
  signal("SIGTERM");
  const timer = setTimeout(() => signal("SIGKILL"), STOP_TIMEOUT_MS);
  await child.status;
  clearTimeout(timer);
}

async function listeningUrl(child: Deno.ChildProcess, timeoutMs: number): Promise<string> {
  const found = Promise.withResolvers<string>();
  // Read to its end, or the process would stand still at a full pipe.
  void (async () => {
    let text = "", url: string | undefined;
    for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) {
      if (url) continue;
      text += part;
      url = LISTENING.exec(text)?.[1];
      if (url) found.resolve(url);
    }
    const { code, signal } = await child.status;
    found.reject(
      new Error(
        `start a server: expected a line "Listening on http://…" within ${timeoutMs} ms, ` +
          `but it ended (${signal ?? code}) after "${text.slice(-500)}"`,
      ),
    );
  })();
  const timer = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
  try {
    return await found.promise;
  } finally {
    clearTimeout(timer);
  }
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export interface FreshServer extends ServerProcess {
  /** What its session tokens are signed with. */
  readonly secret: string;
}

export interface FreshServerOptions {
  readonly cars: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Keeps the store's folder when the server stops, and says where it is. */
  readonly keep?: boolean;
}

/**
 * Starts Forecourt as `deno task start` does, for a load test, on a store of its own. A signal that
 * ends this process ends the server and discards the store first, whenever it comes.
 */
export async function startFresh(options: FreshServerOptions): Promise<FreshServer> {
  const ended = new AbortController();
  const started = Promise.withResolvers<FreshServer | undefined>();
  // Listened first: a signal may come as soon as there is a folder.
  const tidying = beforeSignal(async () => {
    ended.abort();
    await (await started.promise)?.stop();
  });
  try {
    const server = await startOnStore(options, ended.signal);
    started.resolve(server);
    const stop = async () => {
      await server.stop();
      tidying[Symbol.dispose]();
    };
    return { ...server, stop, [Symbol.asyncDispose]: stop };
  } catch (error) {
    started.resolve(undefined);
    tidying[Symbol.dispose]();
    // The signal's own exit follows; whoever waits for the server has nothing to say any more.
    if (ended.signal.aborted) await new Promise(() => {});
    throw error;
  }
}

async function startOnStore(
  options: FreshServerOptions,
  signal: AbortSignal,
): Promise<FreshServer> {
  const folder = await Deno.makeTempDir({ prefix: "forecourt-" }).catch((cause) => {
    throw new Error(`make a folder for the store, where TMPDIR says: ${cause.message}`, { cause });
  });
  const secret = crypto.getRandomValues(new Uint8Array(32)).toHex();
  const discard = async () => {
    if (options.keep) console.error(`The store is kept at ${folder}/kv.db`);
    else await Deno.remove(folder, { recursive: true });
  };
  try {
    const server = await startProcess({
      args: grantFolder(startArgs(await Deno.readTextFile(`${ROOT}/deno.json`)), folder),
      env: {
        HOST: "127.0.0.1",
        PORT: String(freePort()),
        DENO_KV_URL: `${folder}/kv.db`,
        SESSION_SECRET: secret,
        LOADTEST: "1",
        SALE_CARS: String(options.cars),
        ...options.env,
      },
      signal,
    });
    let stopping: Promise<void> | undefined;
    const stop = () => stopping ??= server.stop().then(discard);
    return { ...server, secret, stop, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await discard();
    throw error;
  }
}

/** The arguments after `deno` in the `start` task, so that what is tested is what is shipped. */
export function startArgs(denoJson: string): string[] {
  const task = JSON.parse(denoJson).tasks?.start;
  const command: unknown = typeof task === "string" ? task : task?.command;
  const [deno, ...args] = typeof command === "string" ? command.trim().split(/\s+/) : [];
  if (deno !== "deno" || args[0] !== "run") {
    throw new Error(`read the start task: expected "deno run …", got "${command}"`);
  }
  return args;
}

/** How the `start` task sets up the engine: benchmarks beside the server run in the same one. */
export function engineArgs(denoJson: string): string[] {
  return startArgs(denoJson).filter((arg) => arg.startsWith("--v8-flags="));
}

/** Where reads and writes are granted for a list of paths, adds the folder to the list. */
export function grantFolder(args: readonly string[], folder: string): string[] {
  return args.map((arg) => /^(--allow-(read|write)|-R|-W)=/.test(arg) ? `${arg},${folder}` : arg);
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return (listener.addr as Deno.NetAddr).port;
}
