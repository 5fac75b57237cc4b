/** The store stands still, or dies and comes back: callers are told within seconds, nothing is lost. */
import { assert, assertEquals } from "@std/assert";
import { journalOf, startDenokv, startServer, stopped, tokenOf } from "./servers.ts";

const CLAIMS = "/api/sales/launch-2017/claims";
/** A call's deadline and a little for a machine that is busy. */
const TOLD_WITHIN_MS = 15_000;

interface Told {
  readonly status: number;
  readonly code?: string;
  readonly number?: number;
  readonly retryAfter: string | null;
  readonly ms: number;
}

async function asked(url: string, path: string, init?: RequestInit): Promise<Told> {
  const from = performance.now();
  const response = await fetch(url + path, { ...init, signal: AbortSignal.timeout(30_000) });
  const body = await response.json();
  const retryAfter = response.headers.get("retry-after");
  return { ...body, status: response.status, retryAfter, ms: performance.now() - from };
}

const claim = (url: string, member: number): Promise<Told> =>
  asked(url, CLAIMS, {
    method: "POST",
    headers: { authorization: `Bearer ${tokenOf(member)}` },
  });

/** Asks again, as clients are told to, until the claim is answered. */
async function claimInTheEnd(url: string, member: number): Promise<Told> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const told = await claim(url, member);
    if (told.status < 300) return told;
    assert(told.status === 503 || told.code === "unknown_sale", JSON.stringify(told));
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("the claim was never answered");
}

async function awayFor(url: string, members: readonly number[]): Promise<void> {
  const answers = await Promise.all([
    ...members.map((member) => claim(url, member)),
    asked(url, "/api/sales/launch-2017"),
    asked(url, "/api/auth/otp", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ phone: `138${String(members[0]).padStart(8, "0")}` }),
    }),
  ]);
  for (const { status, code, retryAfter, ms } of answers) {
    assertEquals([status, code], [503, "unavailable"]);
    assert(Number(retryAfter) >= 1, `Retry-After: ${retryAfter}`);
    assert(ms < TOLD_WITHIN_MS, `told after ${ms} ms`);
  }
  // By now the store is known to be silent: nobody else has to wait for that.
  const { status, ms } = await claim(url, members[0]!);
  assert(status === 503 && ms < TOLD_WITHIN_MS, `${status} after ${ms} ms`);
}

Deno.test("the store is away: 503 within seconds, and it goes on by itself", async () => {
  const folder = await Deno.makeTempDir();
  const file = `${folder}/kv.sqlite`;
  let denokv = await startDenokv(file);
  const port = Number(new URL(denokv.url).port);
  const server = await startServer(denokv.url, denokv.token);
  try {
    const told = new Map<number, number>();
    const claimed = async (member: number) => {
      const { number } = await claimInTheEnd(server.url, member);
      told.set(member, number!);
    };
    await claimed(1);

    denokv.kill("SIGSTOP");
    await stopped(denokv.pid);
    await awayFor(server.url, [1, 2, 3, 4, 5]);
    denokv.kill("SIGCONT");
    for (const member of [1, 2, 3, 4, 5, 6]) await claimed(member);

    denokv.kill();
    await denokv.ended;
    await awayFor(server.url, [1, 7, 8]);
    denokv = await startDenokv(file, port);
    for (const member of [1, 7, 8, 9]) await claimed(member);

    assertEquals(new Set(told.values()).size, told.size);
    const { proof, answers } = await journalOf(server.url);
    assert(proof.ok, proof.ok ? "" : proof.problem);
    assertEquals(
      [...answers.values()].map(({ number }) => number).sort(),
      [...told.values()].sort(),
    );
  } finally {
    server.kill();
    denokv.kill();
    await Promise.all([server.ended, denokv.ended]);
    await Deno.remove(folder, { recursive: true });
  }
});
