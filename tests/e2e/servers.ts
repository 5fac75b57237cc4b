/** Real server processes on loopback, for the end-to-end suites. */
import type { TrytonAccess } from "../../lib/adapters/erp/json_rpc.ts";
import { createTokens } from "../../lib/auth/token.ts";
import { TEST_SESSION, testMemberId } from "../../lib/auth/test_members.ts";
import { type SaleProof, verifySaleJournal } from "../../lib/proof/verify_sale.ts";
import { startArgs } from "../../tools/load/server_process.ts";

const SECRET = "end-to-end secret";
const SALE = "/api/sales/launch-2017";
const CONNECTIONS = 64;

export interface Running {
  readonly url: string;
  readonly ended: Promise<unknown>;
  /** As kill -9 does, or with another signal. */
  kill(signal?: Deno.Signal): void;
}

/** A file that may not grow any more is then an error to the process, as a full disk is. */
const UNKILLED = 'trap "" XFSZ; exec "$0" "$@"';

/** A server as `deno task start` runs it, on the given store. */
export async function startServer(
  store: string,
  accessToken?: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Running & { readonly pid: number }> {
  const args = startArgs(await Deno.readTextFile(new URL("../../deno.json", import.meta.url)));
  const child = new Deno.Command("bash", {
    args: ["-c", UNKILLED, Deno.execPath(), ...args],
    env: {
      PORT: "0",
      DENO_KV_URL: store,
      SESSION_SECRET: SECRET,
      LOADTEST: "1",
      ...(accessToken ? { DENO_KV_ACCESS_TOKEN: accessToken } : {}),
      ...env,
    },
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const url = await lineOf(child, /Listening on (http:\S+)/);
  const kill = killer(child);
  return { url, pid: child.pid, ended: child.status, kill };
}

/** Sends a signal; one that has ended by itself needs none, and must not hide why a test failed. */
const killer = (child: Deno.ChildProcess) => (signal: Deno.Signal = "SIGKILL"): void => {
  try {
    child.kill(signal);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
};

/** A port of this machine that nobody uses just now. */
function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  return port;
}

/** A real denokv, on a port that the system gives unless it is told. */
export async function startDenokv(
  file: string,
  port = freePort(),
): Promise<Running & { readonly pid: number; readonly token: string }> {
  const token = "an access token of the tests";
  const child = new Deno.Command("denokv", {
    args: ["--sqlite-path", file, "serve", "--addr", `127.0.0.1:${port}`, "--access-token", token],
    stdout: "null",
    stderr: "null",
  }).spawn();
  await answers(port);
  const url = `http://127.0.0.1:${port}`;
  return { url, pid: child.pid, token, ended: child.status, kill: killer(child) };
}

/** Waits until none of a process's threads runs any more: a signal to stop takes a moment to reach them. */
export async function stopped(pid: number): Promise<void> {
  const state = async (thread: string): Promise<string> => {
    const stat = await Deno.readTextFile(`/proc/${pid}/task/${thread}/stat`);
    return stat.slice(stat.lastIndexOf(")") + 2).charAt(0);
  };
  for (let looks = 0; looks < 1_000; looks++) {
    const threads = await Array.fromAsync(Deno.readDir(`/proc/${pid}/task`), ({ name }) => name);
    const states = await Promise.all(threads.map(state));
    if (states.every((one) => one === "T")) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`process ${pid} was told to stop and did not`);
}

/** Waits until somebody listens on the port. */
async function answers(port: number): Promise<void> {
  for (let attempt = 0;; attempt++) {
    try {
      return (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    } catch (cause) {
      if (attempt >= 600) throw cause;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function lineOf(child: Deno.ChildProcess, pattern: RegExp): Promise<string> {
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`Cannot start a process: it ended after "${text}"`);
    text += value;
    const found = pattern.exec(text)?.[1];
    if (!found) continue;
    // The rest is read and dropped, so that the process never waits for us.
    void (async () => {
      while (!(await reader.read()).done);
    })();
    return found;
  }
}

export interface Answered {
  readonly memberId: string;
  readonly number?: number | undefined;
  readonly place?: number | undefined;
}

/** Claims for `count` test members; ends when all are answered or the server is gone. */
export async function claimAll(
  url: string,
  first: number,
  count: number,
  answered: Answered[],
): Promise<void> {
  const tokens = createTokens(SECRET);
  const expiresAtMs = Date.now() + 3_600_000;
  let next = 0;
  const connection = async () => {
    while (next < count) {
      const memberId = testMemberId(first + next++);
      const token = tokens.mint({ memberId, role: "member", sessionId: TEST_SESSION, expiresAtMs });
      try {
        const answer = await claimOnce(url, token);
        answered.push({ memberId, number: answer.number, place: answer.place });
      } catch {
        return;
      }
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
}

/** A member's token that servers started here take. */
export const tokenOf = (number: number): string =>
  createTokens(SECRET).mint({
    memberId: testMemberId(number),
    role: "member",
    sessionId: TEST_SESSION,
    expiresAtMs: Date.now() + 3_600_000,
  });

async function claimOnce(url: string, token: string): Promise<{ number?: number; place?: number }> {
  for (;;) {
    const response = await fetch(`${url}${SALE}/claims`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: `{"source":"web"}`,
    });
    const body = await response.json();
    if (response.status === 200 || response.status === 201) return body;
    // A node that is told of the sale a moment later than another says so; it is asked again.
    if (response.status !== 503 && body.code !== "unknown_sale" && body.code !== "not_open_yet") {
      throw new Error(`a claim was answered ${response.status} ${JSON.stringify(body)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The sale's journal, verified, and what it says each member was told. */
export async function journalOf(
  url: string,
): Promise<{ proof: SaleProof; answers: Map<string, Omit<Answered, "memberId">> }> {
  const text = await (await fetch(`${url}${SALE}/journal`)).text();
  const proof = await verifySaleJournal([new TextEncoder().encode(text)]);
  const answers = new Map<string, Omit<Answered, "memberId">>();
  for (const line of text.trim().split("\n")) {
    for (const [name, event] of JSON.parse(line).events ?? []) {
      if (name !== "claimed" && name !== "missed") continue;
      answers.set(event.memberId, { number: event.number, place: event.place });
    }
  }
  return { proof, answers };
}

/** Stripe's own mock, on a port that the system gives. */
export async function startStripeMock(): Promise<Running> {
  const port = freePort();
  const child = new Deno.Command("stripe-mock", {
    args: ["-http-addr", `127.0.0.1:${port}`],
    stdout: "null",
    stderr: "null",
  }).spawn();
  const running = { url: `http://127.0.0.1:${port}`, ended: child.status, kill: killer(child) };
  await answers(port);
  return running;
}

/**
 * A real Tryton on a copy of the database that was made for it. `TRYTON_HOME` names the folder with
 * `bin/trytond` and `erp.sqlite`.
 */
export async function startTryton(): Promise<
  Running & { readonly access: TrytonAccess; readonly folder: string }
> {
  const home = Deno.env.get("TRYTON_HOME");
  if (!home) throw new Error("Cannot start Tryton: TRYTON_HOME names no folder");
  const folder = await Deno.makeTempDir();
  const port = freePort();
  await Deno.copyFile(`${home}/erp.sqlite`, `${folder}/erp.sqlite`);
  await Deno.writeTextFile(
    `${folder}/trytond.conf`,
    `[database]\nuri = sqlite://\npath = ${folder}\n[web]\nlisten = 127.0.0.1:${port}\n`,
  );
  const child = new Deno.Command(`${home}/bin/trytond`, {
    args: ["-c", `${folder}/trytond.conf`, "-d", "erp"],
    stdout: "null",
    stderr: "null",
  }).spawn();
  const url = `http://127.0.0.1:${port}`;
  await answers(port);
  const access = { url, database: "erp", user: "admin", password: "admin of the tests" };
  return { url, access, folder, ended: child.status, kill: killer(child) };
}
