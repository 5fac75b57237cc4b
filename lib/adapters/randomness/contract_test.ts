/** What every source of randomness does, told to each of them. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { startDrandFake } from "./_testing.ts";
import { Drand, QUICKNET } from "./drand.ts";
import type { Randomness } from "./port.ts";
import { publishedAt } from "./port.ts";
import { SandboxBeacon } from "./sandbox.ts";
import { verifyRound } from "./signature.ts";

const NOW = 1_800_000_000_000;
const { signal } = new AbortController();

interface Source {
  readonly name: string;
  with(run: (source: Randomness) => Promise<void>): Promise<void>;
}

const SOURCES: readonly Source[] = [
  { name: "sandbox", with: (run) => run(new SandboxBeacon("a secret", () => NOW)) },
  {
    name: "drand",
    async with(run) {
      await using fake = startDrandFake(() => NOW);
      await run(new Drand({ beacon: fake.beacon, mirrors: [fake.origin] }));
    },
  },
];

for (const source of SOURCES) {
  Deno.test(`${source.name}: gives a published round, signed, the same each time`, () =>
    source.with(async (beacon) => {
      const n = beacon.roundAt(NOW) - 1;
      const round = await beacon.round(n, signal);
      assertEquals(round.round, n);
      verifyRound(beacon.beacon, round);
      assertEquals(await beacon.round(n, signal), round);
      assert((await beacon.round(n - 1, signal)).randomness !== round.randomness);
    }));

  Deno.test(`${source.name}: does not tell a round before its time`, () =>
    source.with(async (beacon) => {
      const due = beacon.roundAt(NOW + 1);
      assert(publishedAt(beacon.beacon, due) > NOW);
      await assertRejects(() => beacon.round(due, signal));
      await assertRejects(() => beacon.round(0, signal));
    }));

  Deno.test(`${source.name}: names the first round at a time or later`, () =>
    source.with((beacon) => {
      for (const at of [NOW - 1, NOW, NOW + 1, NOW + 2_999, NOW + 3_000]) {
        const round = beacon.roundAt(at);
        assert(publishedAt(beacon.beacon, round) >= at);
        assert(publishedAt(beacon.beacon, round - 1) < at);
      }
      assertEquals(beacon.roundAt(0), 1);
      return Promise.resolve();
    }));

  Deno.test(`${source.name}: confirms what it is, and stops when it is told to`, () =>
    source.with(async (beacon) => {
      await beacon.confirm(signal);
      await assertRejects(() => beacon.round(1, AbortSignal.abort(new Error("enough"))));
    }));
}

/** As drand's own documentation and its clients' tests show them. */
const RECORDED = [
  [
    42,
    "95a9f9f5b231b7714de1553105d8ffdf3dcda24cfdb1e689319bccf79a9c8ce430a91b811fbfaf763900bc998b5d686a",
  ],
  [
    1_000,
    "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39",
  ],
] as const;

Deno.test("verifyRound: takes recorded rounds of quicknet, and nothing near them", async () => {
  for (const [round, signature] of RECORDED) {
    const digest = await crypto.subtle.digest("SHA-256", Uint8Array.fromHex(signature));
    const randomness = new Uint8Array(digest).toHex();
    verifyRound(QUICKNET, { round, signature, randomness });
    const wrong = [
      { round: round + 1, signature, randomness },
      { round, signature: "00".repeat(48), randomness },
      { round, signature, randomness: "00".repeat(32) },
    ];
    for (const one of wrong) {
      await assertRejects(async () => await verifyRound(QUICKNET, one), Error, "Cannot take round");
    }
  }
  // 2026-04-20T00:00:00Z, by another client of drand.
  assertEquals(new Drand().roundAt(Date.UTC(2026, 3, 20)), 27_946_612);
});

Deno.test("drand: goes on to the next mirror after one that fails or lies", async () => {
  await using liar = startDrandFake(() => NOW, { lie: true });
  await using broken = startDrandFake(() => NOW, { status: 500 });
  await using long = startDrandFake(() => NOW, { padding: 20_000 });
  await using good = startDrandFake(() => NOW);
  const { beacon } = good;
  const bad = [liar.origin, broken.origin, long.origin];
  const all = new Drand({ beacon, mirrors: [...bad, good.origin] });
  assertEquals((await all.round(7, signal)).round, 7);
  assertEquals([liar.asked, broken.asked, long.asked, good.asked], [1, 1, 1, 1]);
  const none = new Drand({ beacon, mirrors: bad });
  await assertRejects(() => none.round(7, signal), Error, "from any mirror");
  const other = new Drand({ beacon: { ...beacon, periodMs: 30_000 }, mirrors: [good.origin] });
  await assertRejects(() => other.confirm(signal), Error, "another chain");
});

Deno.test("drand: a mirror that does not answer is left after a while", async () => {
  await using silent = startDrandFake(() => NOW, { silent: true });
  await using good = startDrandFake(() => NOW);
  const { beacon } = good;
  const source = new Drand({ beacon, mirrors: [silent.origin, good.origin], timeoutMs: 50 });
  assertEquals((await source.round(9, signal)).round, 9);
});
