import { assertEquals, assertNotEquals } from "@std/assert";
import type { ServePage } from "./built.ts";
import { withShells } from "./shells.ts";

const INFO = {} as Deno.ServeHandlerInfo<Deno.NetAddr>;
const SALE = "http://shop.test/sales/launch";

/** A page that tells how often it was made, and for whom. Sessions are their members' names. */
function shop() {
  let now = 0, made = 0, broken = false;
  const page: ServePage = async (request) => {
    await Promise.resolve();
    if (broken) throw new Error("a flaw");
    const { headers } = request;
    const text = [++made, headers.get("accept-language"), headers.get("cookie")].join(" ");
    return new Response(text, { headers: { etag: `W/"${made}"`, "x-made": String(made) } });
  };
  const serve = withShells(page, {
    now: () => now,
    sessions: {
      ofCookie(cookies) {
        const memberId = /session=(\w+)/.exec(cookies ?? "")?.[1] ?? "";
        if (memberId === "forged") return "token_forged";
        const role = memberId === "boss" ? "staff" : "member";
        return { memberId, role, sessionId: "s", expiresAtMs: Infinity };
      },
    },
    tokens: { mint: ({ memberId }) => memberId },
    hasOwn: (sale, memberId) => Promise.resolve(sale === "launch" && memberId === "holder"),
  });
  return {
    at: (ms: number) => void (now = ms),
    broken: (yes: boolean) => void (broken = yes),
    ask: async (headers: HeadersInit = {}, url = SALE, method = "GET") =>
      await serve(new Request(url, { method, headers }), INFO),
    text: async (headers: HeadersInit = {}, url = SALE) =>
      await (await serve(new Request(url, { headers }), INFO)).text(),
  };
}

Deno.test("withShells makes a sale's page once a second for all visitors of one language", async () => {
  const { text, at } = shop();
  const burst = await Promise.all(Array.from({ length: 50 }, () => text()));
  assertEquals(new Set(burst), new Set(["1 zh "]));
  assertEquals(await text({ "accept-language": "en-GB" }), "2 en ");
  assertEquals(await text({ cookie: "a=b; lang=en", "accept-language": "zh" }), "2 en ");
  at(999);
  assertEquals(await text({ "accept-language": "fr, zh;q=0.4" }), "1 zh ");
  at(1_000);
  assertEquals(await text(), "3 zh ");
});

Deno.test("withShells keeps apart encodings, sales and hosts, and lets everything else through", async () => {
  const { text, ask } = shop();
  const answers = [
    await text(),
    await text({ "accept-encoding": "br" }),
    await text({ "accept-encoding": "gzip" }),
    await text({}, `${SALE}-2`),
    await text({}, "http://evil.test/sales/launch"),
  ];
  assertEquals(answers.map((one) => one[0]), ["1", "2", "3", "4", "5"]);
  for (const url of [`${SALE}?refused=busy`, "http://shop.test/", "http://shop.test/sales/a/b"]) {
    assertNotEquals(await text({}, url), await text({}, url));
  }
  assertNotEquals(await (await ask({}, SALE, "POST")).text(), "1 zh ");
});

Deno.test("withShells shares one page among members who have nothing in the sale, made for nobody", async () => {
  const { text } = shop();
  assertEquals(await text(), "1 zh ");
  const burst = await Promise.all(
    Array.from({ length: 20 }, (_, i) => text({ cookie: `session=member${i}` })),
  );
  assertEquals(new Set(burst), new Set(["2 zh session=nobody"]));
  assertEquals(await text({ cookie: "lang=en; session=other" }), "3 en session=nobody");
  assertEquals(await text({ cookie: "visited=1" }), "1 zh ");
});

Deno.test("withShells gives whoever has something in the sale a page of their own", async () => {
  const { text } = shop();
  for (const own of ["session=holder", "session=boss", "session=forged"]) {
    const mine = { cookie: `lang=en; ${own}` };
    assertEquals((await text(mine)).slice(2), ` lang=en; ${own}`);
    assertNotEquals(await text(mine), await text(mine));
  }
  assertEquals(await text({ cookie: "session=holder" }, `${SALE}-2`), "10 zh session=nobody");
});

Deno.test("withShells answers 304 to a browser that has this second's page; an error is not kept", async () => {
  const { ask, at, broken, text } = shop();
  const { headers } = await ask();
  const again = await ask({ "if-none-match": headers.get("etag")! });
  assertEquals([again.status, again.headers.get("x-made")], [304, "1"]);
  at(5_000);
  broken(true);
  const failures = await Promise.allSettled([ask(), ask()]);
  assertEquals(failures.map(({ status }) => status), ["rejected", "rejected"]);
  broken(false);
  assertEquals(await text(), "2 zh ");
});

Deno.test("withShells: the links of a campaign share one page, any other query has its own", async () => {
  const { text } = shop();
  const first = await text();
  for (
    const search of ["?source=wechat&channel=spring", "?utm_source=a&utm_campaign=b", "?city=%E6"]
  ) {
    assertEquals(await text({}, SALE + search), first, search);
  }
  for (const search of ["?lang=en", "?refused=busy", "?source=a&lang=en", "?source"]) {
    assertNotEquals(await text({}, SALE + search), first, search);
  }
});
