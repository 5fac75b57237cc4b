import { assertEquals, assertThrows } from "@std/assert";
import { ADDRESS_RATES, AddressLimits, type Limited } from "./address_limits.ts";
import { parseBlock } from "./client_address.ts";
import { Problem } from "./problem.ts";

const from = (hostname: string, forwarded?: string) => ({
  connection: { remoteAddr: { transport: "tcp", hostname, port: 1 } as const },
  headers: new Headers(forwarded ? { "x-forwarded-for": forwarded } : {}),
});

function refused(run: () => unknown): number {
  const { code, options } = assertThrows(run, Problem);
  assertEquals(code, "too_many_requests");
  return options.retryAfterMs!;
}

Deno.test("AddressLimits: each rate holds for an address, and tells how long to wait", () => {
  for (const what of Object.keys(ADDRESS_RATES) as Limited[]) {
    let ms = 0;
    const limits = new AddressLimits({ now: () => ms });
    const { burst, everyMs } = ADDRESS_RATES[what];
    for (let i = 0; i < burst; i++) limits.take(what, from("192.0.2.1"));
    assertEquals(refused(() => limits.take(what, from("192.0.2.1"))), everyMs, what);
    limits.take(what, from("192.0.2.2"));
    ms += everyMs;
    limits.take(what, from("192.0.2.1"));
  }
});

Deno.test("AddressLimits: behind a trusted proxy, clients are told apart", () => {
  const rates = { codes: { burst: 1, everyMs: 1_000 } };
  const believing = new AddressLimits({ rates, trustedProxies: [parseBlock("10.0.0.1")!] });
  believing.take("codes", from("10.0.0.1", "192.0.2.1"));
  believing.take("codes", from("10.0.0.1", "192.0.2.2"));
  refused(() => believing.take("codes", from("10.0.0.1", "192.0.2.2")));
  const wary = new AddressLimits({ rates });
  wary.take("codes", from("10.0.0.1", "192.0.2.1"));
  refused(() => wary.take("codes", from("10.0.0.1", "192.0.2.2")));
});

Deno.test("AddressLimits: so many viewers at once, and another when one has gone", () => {
  const limits = new AddressLimits({ viewers: 2 });
  const leave = limits.enterViewer(from("192.0.2.1"));
  limits.enterViewer(from("192.0.2.1"));
  refused(() => limits.enterViewer(from("192.0.2.1")));
  leave();
  limits.enterViewer(from("192.0.2.1"));
});

Deno.test("AddressLimits: what is unlimited, and what comes over no network, is let through", () => {
  const rates = { journals: { burst: 1, everyMs: 1_000 }, codes: { burst: 1, everyMs: 1_000 } };
  const limits = new AddressLimits({ rates, viewers: 1, unlimited: ["journals", "viewers"] });
  for (let i = 0; i < 5; i++) {
    limits.take("journals", from("192.0.2.1"));
    limits.enterViewer(from("192.0.2.1"));
    limits.take("codes", { connection: undefined, headers: new Headers() });
  }
});
