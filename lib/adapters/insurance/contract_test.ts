import { assert, assertEquals, assertRejects } from "@std/assert";
import type { QuoteRequest } from "./port.ts";
import { InsuranceSandbox } from "./sandbox.ts";

const signal = new AbortController().signal;
const request: QuoteRequest = {
  requestId: "r1",
  model: "lu",
  priceFen: 21_990_000,
  drive: "new_energy",
  damage: true,
  thirdPartyYuan: 3_000_000,
  seatYuan: 10_000,
  addOns: ["charging_pile", "power_grid"],
};

Deno.test("insurers: each quotes what was asked for, and its lines add up", async () => {
  const insurers: InsuranceSandbox = new InsuranceSandbox(() => 0);
  const quotes = await insurers.quote(request);
  assert(quotes.length >= 2, "there is something to compare");
  assertEquals(new Set(quotes.map(({ insurer }) => insurer)).size, quotes.length);
  for (const { lines, totalFen } of quotes) {
    assertEquals(lines.map(({ cover }) => cover), [
      "compulsory",
      "damage",
      "third_party",
      "seats",
      "charging_pile",
      "power_grid",
    ]);
    assertEquals(lines.reduce((sum, { premiumFen }) => sum + premiumFen, 0), totalFen);
    assertEquals(lines.find(({ cover }) => cover === "third_party")?.limitYuan, 3_000_000);
  }
  const compulsory = quotes.map(({ lines }) => lines[0]!.premiumFen);
  assertEquals(new Set(compulsory).size, 1, "the compulsory premium is the same everywhere");
});

Deno.test("insurers: a higher limit costs more, and less cover costs less", async () => {
  const insurers = new InsuranceSandbox(() => 0);
  const total = async (more: Partial<QuoteRequest>) =>
    (await insurers.quote({ ...request, ...more }))[0]!.totalFen;
  assert(await total({ thirdPartyYuan: 5_000_000 }) > await total({}));
  assert(await total({ damage: false }) < await total({}));
  assert(await total({ addOns: [], seatYuan: 0 }) < await total({}));
});

Deno.test("insurers: a quote is bought once, for a year, and not after it is over", async () => {
  let now = 0;
  const insurers = new InsuranceSandbox(() => now);
  const [quote] = await insurers.quote(request);
  const policy = await insurers.buy({ quote: quote!, from: 5 });
  assertEquals(await insurers.buy({ quote: quote!, from: 5 }), policy);
  assertEquals(policy.to - policy.from, 365 * 86_400_000);
  await insurers.cancel(policy);
  await insurers.cancel(policy);
  now = policy.from;
  await assertRejects(() => insurers.cancel(policy), Error, "has begun");
  now = quote!.validUntil + 1;
  await assertRejects(() => insurers.buy({ quote: quote!, from: 5 }), Error, "is over");
  assert(!signal.aborted);
});
