/** A server of its own with a browser in front of it, for journeys. `CHROMIUM` names the browser. */
import { assertEquals } from "@std/assert";
import { type Browser, chromium } from "playwright-core";
import { startServer } from "./servers.ts";

export interface Stage {
  readonly url: string;
  readonly browser: Browser;
  /** What pages complain of; a journey that leaves one fails. */
  readonly faults: string[];
}

/** `/usr/bin/chromium` when `CHROMIUM` is left out. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });

/** Runs a journey on a fresh store; `env` goes to the server. */
export async function withStage(
  env: Readonly<Record<string, string>>,
  run: (stage: Stage) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const [server, browser] = await Promise.all([
    startServer(`${folder}/kv.db`, undefined, env),
    launchBrowser(),
  ]);
  const faults: string[] = [];
  try {
    await run({ url: server.url, browser, faults });
    assertEquals(faults, []);
  } finally {
    await browser.close();
    server.kill("SIGTERM");
    await server.ended;
    await Deno.remove(folder, { recursive: true });
  }
}
