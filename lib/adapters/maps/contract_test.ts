import { assert, assertEquals, assertRejects } from "@std/assert";
import { PROVINCES } from "../../members/regions.ts";
import { openAmap, signatureOf } from "./amap.ts";
import { mapsContract } from "./contract_testing.ts";
import { KeptMaps } from "./kept.ts";
import { MapsError, type MapsFailure } from "./port.ts";
import { MapsSandbox } from "./sandbox.ts";
import { REGIONS } from "./sandbox/gazetteer.ts";

const NOON = Date.parse("2027-01-15T12:00:00+08:00");
const signal = new AbortController().signal;
const noPause = () => Promise.resolve();

mapsContract("MapsSandbox", () => new MapsSandbox().open());
// The adapter as main.ts opens it, with a key and a signature, against what Amap would send.
mapsContract("openAmap", () =>
  openAmap({ key: "sandbox", secret: "sandbox-secret" }, {
    fetch: new MapsSandbox().handle,
    pause: noPause,
  }));
mapsContract("KeptMaps", () => new KeptMaps(new MapsSandbox().open(), { now: () => NOON }));

Deno.test("signatureOf: sorted, unescaped, the secret behind; the sum that md5sum gives", () => {
  const parameters = { d: "48", b: "12", a: "23", f: "8", c: "67" };
  assertEquals(signatureOf(parameters, "bbbbb"), "a89e8c2266d888860c46672d77d069f3");
});

Deno.test("openAmap: an infocode becomes what to do about it", async () => {
  const cases: [infocode: string, failure: MapsFailure, retryAfterMs: number | undefined][] = [
    ["10001", "refused", undefined],
    ["10003", "quota", 12 * 3_600_000],
    ["10044", "quota", 12 * 3_600_000],
    ["10004", "busy", 60_000],
    ["10021", "busy", 1_000],
    ["10016", "unreachable", undefined],
    ["20800", "refused", undefined],
  ];
  for (const [infocode, failure, retryAfterMs] of cases) {
    let tries = 0;
    const maps = openAmap({ key: "hush" }, {
      now: () => NOON,
      pause: noPause,
      fetch: () => {
        tries++;
        return Promise.resolve(Response.json({ status: "0", info: "X", infocode }));
      },
    });
    const error = await assertRejects(() => maps.geocode("上海", signal), MapsError);
    assertEquals([error.failure, error.retryAfterMs], [failure, retryAfterMs], infocode);
    // What will not help is not asked twice: each question is paid for.
    assertEquals(tries, failure === "busy" || failure === "unreachable" ? 2 : 1, infocode);
  }
});

Deno.test("openAmap: no answer, a fault and nonsense are unreachable, and never tell the key", async () => {
  const answers: (() => Promise<Response>)[] = [
    () => Promise.reject(new TypeError("error sending request for url (https://x/?key=hush)")),
    () => Promise.resolve(new Response("<html>", { status: 502 })),
    () => Promise.resolve(new Response("<html>")),
    () => Promise.resolve(Response.json({ status: "1" })),
    () =>
      Promise.resolve(
        Response.json({ status: "1", infocode: "10000", geocodes: [{ location: "x" }] }),
      ),
  ];
  for (const fetch of answers) {
    const maps = openAmap({ key: "hush" }, { fetch, pause: noPause });
    const error = await assertRejects(() => maps.geocode("上海", signal), MapsError);
    assertEquals(error.failure, "unreachable");
    assert(!`${error.message} ${Deno.inspect(error.cause)}`.includes("hush"));
  }
});

Deno.test("openAmap: a server that never answers is given up, and asked once more", async () => {
  let tries = 0;
  const maps = openAmap({ key: "k" }, {
    timeoutMs: 1,
    pause: noPause,
    fetch: ({ signal }) => {
      tries++;
      return new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(signal.reason))
      );
    },
  });
  const error = await assertRejects(() => maps.suggest("上海", {}, signal), MapsError);
  assertEquals([error.failure, tries], ["unreachable", 2]);
});

Deno.test("openAmap: a key or a signature that is wrong is refused", async () => {
  const { handle: fetch } = new MapsSandbox();
  for (const access of [{ key: "other" }, { key: "sandbox" }, { key: "sandbox", secret: "x" }]) {
    const error = await assertRejects(
      () => openAmap(access, { fetch }).geocode("上海", signal),
      MapsError,
    );
    assertEquals(error.failure, "refused");
  }
});

Deno.test("KeptMaps: the same words, however written, cost one question", async () => {
  let now = NOON;
  const sandbox = new MapsSandbox();
  const maps = new KeptMaps(sandbox.open(), { now: () => now, keptMs: 1_000 });
  const first = await maps.suggest("徐家汇 1号", {}, signal);
  assertEquals(await maps.suggest("  徐家汇　１号 ", {}, signal), first);
  assertEquals(sandbox.answered, 1);
  // Many at once, and what was found to be nothing, too.
  await Promise.all(Array.from({ length: 20 }, () => maps.geocode("nowhere", signal)));
  await maps.geocode("nowhere", signal);
  assertEquals(sandbox.answered, 2);
  now += 1_001;
  await maps.suggest("徐家汇 1号", {}, signal);
  assertEquals(sandbox.answered, 3);
  assertEquals(await maps.suggest(" ", {}, signal), []);
  assertEquals(sandbox.answered, 3);
});

Deno.test("KeptMaps: a quota that is used up is not asked again before midnight in Beijing", async () => {
  let now = NOON;
  const sandbox = new MapsSandbox();
  let asked = 0;
  const inner = openAmap({ key: "sandbox", secret: "sandbox-secret" }, {
    now: () => now,
    fetch: (request) => {
      asked++;
      return sandbox.handle(request);
    },
  });
  const maps = new KeptMaps(inner, { now: () => now });
  const known = await maps.geocode("上海市", signal);
  sandbox.quota = 0;
  for (const words of ["北京市", "广州市", "深圳市"]) {
    const error = await assertRejects(() => maps.geocode(words, signal), MapsError);
    assertEquals(error.failure, "quota");
  }
  assertEquals(asked, 2);
  assertEquals(await maps.geocode("上海市", signal), known);
  sandbox.quota = Infinity;
  now += 12 * 3_600_000;
  assertEquals((await maps.geocode("北京市", signal))?.city, "北京市");
});

Deno.test("KeptMaps: whoever leaves does not take the answer from those who wait", async () => {
  const maps = new KeptMaps(new MapsSandbox().open(), { now: () => NOON });
  const leaving = new AbortController();
  const gone = maps.geocode("上海市", leaving.signal);
  const waiting = maps.geocode("上海市", signal);
  leaving.abort();
  await assertRejects(() => gone);
  assertEquals((await waiting)?.city, "上海市");
});

Deno.test("KeptMaps: forgets the answer unused for longest", async () => {
  const sandbox = new MapsSandbox();
  const maps = new KeptMaps(sandbox.open(), { now: () => NOON, most: 2 });
  for (const words of ["上海市", "北京市", "上海市", "广州市", "上海市", "北京市"]) {
    await maps.geocode(words, signal);
  }
  // Shanghai stayed, since it was asked for in between; Beijing went.
  assertEquals(sandbox.answered, 4);
});

Deno.test("REGIONS of the sandbox: each city of the addresses, in its province, within China", () => {
  const cities = REGIONS.filter(({ district }) => district === "");
  assertEquals(
    cities.map(({ province, city }) => `${province} ${city}`).sort(),
    PROVINCES.flatMap(({ name, cities }) => cities.map((city) => `${name} ${city}`)).sort(),
  );
  for (const { at, text, regionCode, province } of REGIONS) {
    assert(at.longitude > 73 && at.longitude < 136 && at.latitude > 16 && at.latitude < 54, text);
    assertEquals(PROVINCES.find(({ name }) => name === province)?.code, regionCode.slice(0, 2));
  }
});
