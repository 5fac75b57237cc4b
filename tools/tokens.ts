/** `deno task tokens`: prints session tokens of load-test members, one a line. */
import { testTokenLines } from "../lib/auth/test_members.ts";
import { createTokens, type Role } from "../lib/auth/token.ts";
import { httpAddress, readArgs, runTool, UsageError, wholeNumber } from "./args.ts";

const USAGE = "deno task tokens --count N [--first 1] [--role member|staff] [--url URL]";

export interface TokenOrder {
  readonly count: number;
  readonly first: number;
  readonly role: Role;
}

/** Tokens as lines of text: minted here where the secret is known, else asked of the server. */
export function orderTokens(
  order: TokenOrder,
  from: { secrets?: readonly string[]; url: string },
): Promise<ReadableStream<Uint8Array>> {
  if (!from.secrets) return requestTokens(order, from.url);
  const lines = testTokenLines(createTokens(from.secrets), { ...order, nowMs: Date.now() });
  return Promise.resolve(ReadableStream.from(lines).pipeThrough(new TextEncoderStream()));
}

async function requestTokens(order: TokenOrder, url: string) {
  const address = new URL("/loadtest/tokens", url);
  let response: Response;
  try {
    response = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(order),
    });
  } catch (cause) {
    throw new Error(`ask ${address.origin} for tokens: no server answers there`, { cause });
  }
  if (response.status === 404) {
    throw new Error(
      `ask ${address.origin} for tokens: it gives none, start the server with LOADTEST=1`,
    );
  }
  if (!response.ok || !response.body) {
    throw new Error(
      `ask ${address.origin} for tokens: expected 200, got ${response.status} ${await response
        .text()}`,
    );
  }
  return response.body;
}

/** The server's secrets as its environment holds them: the signing one first, by commas. */
export function sessionSecrets(text: string | undefined): string[] | undefined {
  return text ? text.split(",") : undefined;
}

export function readRole(text: string | boolean | undefined): Role {
  if (text === undefined) return "member";
  if (text === "member" || text === "staff") return text;
  throw new UsageError(`--role takes member or staff, got "${text}"`);
}

if (import.meta.main) {
  await runTool(USAGE, async () => {
    const given = readArgs(Deno.args, ["count", "first", "role", "url"].map((name) => ({ name })));
    const role = readRole(given.role);
    const count = wholeNumber(given, "count", {
      min: 1,
      max: 10_000_000,
      fallback: role === "staff" ? 1 : undefined,
    });
    const first = wholeNumber(given, "first", { min: 0, max: 999_999_999, fallback: 1 });
    if (given.url !== undefined) httpAddress("--url", String(given.url));
    const port = Deno.env.get("PORT") ?? "8000";
    if (!/^\d{1,5}$/.test(port)) throw new UsageError(`PORT takes a port like 8000, got "${port}"`);
    const url = String(given.url ?? `http://127.0.0.1:${port}`);
    const secrets = sessionSecrets(Deno.env.get("SESSION_SECRET"));
    const lines = await orderTokens({ count, first, role }, { secrets, url });
    await lines.pipeTo(Deno.stdout.writable);
    return 0;
  });
}
