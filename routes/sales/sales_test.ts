import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { appOn, routeOf } from "../_testing.ts";
import { guestList } from "../../actors/sales/guest_list.ts";
import { lot } from "../../actors/sales/lot.ts";
import { sale } from "../../actors/sales/sale.ts";
import { TEST_SESSION, testMemberId } from "../../lib/auth/test_members.ts";
import { systemClock } from "../../lib/kernel/mod.ts";
import type { Platform } from "../../lib/platform.ts";
import { eventually, post, withApi } from "../api/_testing.ts";
import { hasOwn } from "../api/has_own.ts";
import rootMiddleware from "../_middleware.ts";
import ErrorPage from "../_error.tsx";
import * as salePage from "./[sale].tsx";
import * as whyPage from "./[sale]/why.tsx";

const ORIGIN = "http://shop.test";
const HOUR = 3_600_000;
const DRAW = "/sales/spring";
const LAUNCH = "/sales/launch-2017";

interface Shop {
  readonly platform: Platform;
  /** Moves the clock. */
  pass(ms: number): void;
  get(path: string, member?: number, language?: "zh" | "en"): Promise<Response>;
  text(path: string, member?: number, language?: "zh" | "en"): Promise<string>;
  /** Sends a form, and gives where it leads to. */
  send(
    path: string,
    member: number,
    act: string,
    fields?: Record<string, string>,
  ): Promise<string | null>;
}

/** The shop's pages of sales, with the launch sale open and a draw that ends in an hour. */
function withShop(
  run: (shop: Shop) => Promise<void>,
  cars = 2,
  identity: "none" | "required" = "none",
): Promise<void> {
  let ahead = 0;
  const clock = { ...systemClock, now: () => Date.now() + ahead };
  return withApi(async (api, platform) => {
    const token = (number: number, role: "member" | "staff" = "member") =>
      platform.tokens.mint({
        memberId: testMemberId(number),
        role,
        sessionId: TEST_SESSION,
        expiresAtMs: platform.now() + 24 * HOUR,
      });
    const pages = appOn(platform)
      .use(rootMiddleware as never)
      .onError("*", { component: ErrorPage as never })
      .route("/sales/:sale", routeOf(salePage))
      .route("/sales/:sale/why", routeOf(whyPage))
      .handler() as (request: Request) => Promise<Response>;
    const cookie = (member?: number) =>
      member === undefined ? undefined : `session=${token(member)}`;
    const get: Shop["get"] = (path, member, language = "zh") =>
      pages(
        new Request(ORIGIN + path, {
          headers: {
            "accept-language": language,
            ...(member === undefined ? {} : { cookie: cookie(member)! }),
          },
        }),
      );
    const made = await post(api, "/api/sales", {
      ...{ id: "spring", title: "鹭 Lu 春季抽签", model: "lu", capacity: 1, mode: "draw" },
      opensAt: platform.now() + HOUR,
      identity,
    }, token(900, "staff"));
    assertEquals(made.status, 201, await made.text());
    await drawIs(platform, "registering");
    await run({
      platform,
      pass: (ms) => void (ahead += ms),
      get,
      async text(path, member, language) {
        const response = await get(path, member, language);
        assertEquals(response.status, 200);
        return await response.text();
      },
      async send(path, member, act, fields = {}) {
        const response = await pages(
          new Request(ORIGIN + path, {
            method: "POST",
            headers: { cookie: cookie(member)!, origin: ORIGIN, host: "shop.test" },
            body: new URLSearchParams({ do: act, ...fields }),
          }),
        );
        assertEquals(response.status, 303);
        return response.headers.get("location");
      },
    });
  }, { cars, clock });
}

const drawIs = (platform: Platform, state: string) =>
  eventually(async () => {
    const path = "http://shop.test/api/sales/spring/draw";
    const response = await platform.loopback.fetch(new Request(path));
    const draw = await response.json();
    return draw.state === state ? draw : undefined;
  });

Deno.test("draw: registered and withdrawn by forms, and nobody can claim", () =>
  withShop(async ({ text, send, platform }) => {
    const visitor = await text(DRAW);
    assertStringIncludes(visitor, "机会完全相同");
    assertStringIncludes(visitor, `/sign-in?next=${DRAW}`);
    assert(!visitor.includes('value="register"'));
    assertStringIncludes(await text(DRAW, 1), 'value="register"');
    assertEquals(await hasOwn(platform, "spring", testMemberId(1)), false);

    assertEquals(await send(DRAW, 1, "register"), DRAW);
    assertStringIncludes(await text(DRAW, 1), "您已登记，登记号 1");
    assertStringIncludes(await text(DRAW, 2, "en"), "Registered so far: 1");
    // A page that is shared by all must not be sent to who has a registration.
    assertEquals(await hasOwn(platform, "spring", testMemberId(1)), true);
    assertEquals(await send(DRAW, 1, "withdraw"), DRAW);
    assertStringIncludes(await text(DRAW, 1), 'value="register"');
    assertStringIncludes(await send(DRAW, 1, "claim") ?? "", "refused=");
  }));

Deno.test("draw: without script the form asks for an identity number, and says what is wrong with one", () =>
  withShop(
    async ({ text, send, platform }) => {
      const identityNumber = "11010519491231002X";
      assertStringIncludes(await text(DRAW, 1), 'name="identityNumber"');
      assert(!(await text(LAUNCH, 1)).includes("identityNumber"), "no other sale asks");
      const refusals = [
        [{}, "identity_required", "这一场要填身份证号码"],
        [{ identityNumber: "110105194912310021" }, "invalid_identity", "末位可能是 X"],
      ] as const;
      for (const [fields, code, words] of refusals) {
        const led = await send(DRAW, 1, "register", fields);
        assertEquals(led, `${DRAW}?refused=${code}`);
        const page = await text(led!, 1);
        assertStringIncludes(page, words);
        assert(!page.includes('name="disputed"'));
      }
      assertEquals(await send(DRAW, 1, "register", { identityNumber }), DRAW);
      const taken = await send(DRAW, 2, "register", { identityNumber });
      assertEquals(taken, `${DRAW}?refused=identity_taken`);
      const told = await text(taken!, 2, "en");
      assertStringIncludes(told, "the card itself decides");
      assertStringIncludes(told, 'name="disputed"');
      assert(!told.includes(identityNumber), "the number goes into no address and no page");
      assertEquals(
        await send(DRAW, 2, "register", { identityNumber, disputed: "yes" }),
        DRAW,
      );
      assertEquals(await hasOwn(platform, "spring", testMemberId(2)), true);
    },
    2,
    "required",
  ));

Deno.test("sale: before it opens a member registers for a reminder and undoes it, without script", () =>
  withShop(async ({ text, send, pass, platform }) => {
    const winter = "/sales/winter";
    const plan = { title: "鹭 Lu 冬季", model: "lu", capacity: 2, mode: "first_come" } as const;
    const times = { opensAt: platform.now() + HOUR, closesAt: null, holdMs: 9e5, offerMs: 6e5 };
    await platform.system.ask(sale("winter"), "schedule", {
      ...plan,
      ...times,
      depositFen: 200_000,
    });
    await eventually(() =>
      platform.system.view(guestList("winter"), ({ status }) => status !== "none" || undefined)
    );
    assert(!(await text(winter)).includes('value="register"'), "a visitor signs in first");
    assertStringIncludes(await text(winter, 1), "我要参加，提醒我");
    assertEquals(await send(`${winter}?source=wechat&city=上海`, 1, "register"), winter);
    const done = await text(winter, 1);
    assertStringIncludes(done, "已登记");
    assertStringIncludes(done, 'value="withdraw"');
    // A page that is shared by all must not be sent to who has a registration.
    assertEquals(await hasOwn(platform, "winter", testMemberId(1)), true);
    assertEquals(await hasOwn(platform, "winter", testMemberId(2)), false);
    assertEquals(await send(winter, 1, "withdraw"), winter);
    assertStringIncludes(await text(winter, 1, "en"), "I take part: remind me");
    await send(winter, 1, "register");
    pass(HOUR);
    const open = await text(winter, 1);
    assert(!open.includes('value="register"') && !open.includes('value="withdraw"'));
    assertStringIncludes(open, 'value="claim"');
    assertEquals(await hasOwn(platform, "winter", testMemberId(1)), false);
    assertEquals(await send(winter, 2, "register"), `${winter}?refused=registration_closed`);
  }));

Deno.test("draw: what was announced stands on the page before, and what it follows from after", () =>
  withShop(async ({ text, send, pass, platform }) => {
    const { commitment, round } = await drawIs(platform, "registering");
    const before = await text(DRAW, undefined, "en");
    assertStringIncludes(before, commitment);
    assertStringIncludes(before, `Round ${round}, out at`);
    assertStringIncludes(before, "published with the draw");
    for (const member of [1, 2]) await send(DRAW, member, "register");
    pass(HOUR);
    await drawIs(platform, "closed");
    const closed = await text(DRAW, 1, "en");
    assertStringIncludes(closed, "The list is closed with 2 in it");
    assertEquals(await send(DRAW, 3, "register"), `${DRAW}?refused=registration_closed`);
    assertStringIncludes(await text(`${DRAW}?refused=registration_closed`, 3), "登记已经截止");

    pass(60_000);
    const { revealed, list } = await drawIs(platform, "handed_over");
    const after = await text(DRAW, undefined, "en");
    for (
      const shown of [revealed.secret, revealed.randomness, list, "Drawn among 2"]
    ) {
      assertStringIncludes(after, shown);
    }
    const command = `deno task verify ${ORIGIN}/api/sales/spring/draw/journal`;
    assertStringIncludes(after, command);
    const own = await text(DRAW, 1, "en");
    assertStringIncludes(own, `--member ${testMemberId(1)}`);
    assert(/You were drawn at place [12] of 2/.test(own));
    assertStringIncludes(await text(DRAW, 3, "en"), "You did not register");

    const stories = await Promise.all([1, 2].map((member) => text(`${DRAW}/why`, member, "en")));
    const lost = stories.find((story) => story.includes("Those drawn before you"))!;
    assertStringIncludes(lost, "You registered for the draw, number");
    assertStringIncludes(lost, "The list was closed with 2 in it");
    assertStringIncludes(lost, `Round ${round} came out; you were drawn at place 2`);
    assertStringIncludes(lost, "The cars were gone; place 1 in line");
    assertStringIncludes(lost, "draw's journal, entry");
    assert(stories.some((story) => story.includes("held for you until")));
  }));

Deno.test("why: in words and with times, what the journal says of the member", () =>
  withShop(async ({ text, get, send }) => {
    for (const member of [1, 2, 3]) await send(LAUNCH, member, "claim");
    assertStringIncludes(await text(LAUNCH, 3), `href="${LAUNCH}/why"`);
    const lost = await text(`${LAUNCH}/why`, 3);
    assertStringIncludes(lost, "您要车时车已经发完");
    assertStringIncludes(lost, "在您之前，已有 2 位得到答复");
    assertStringIncludes(lost, "首轮最后一辆车发出");
    assertStringIncludes(lost, "车已发完，您排在候补第 1 位");
    assert(/销售日志第 \d+ 条/.test(lost));
    assertStringIncludes(lost, `deno task verify ${ORIGIN}/api/sales/launch-2017/journal`);
    await send(LAUNCH, 3, "leave");
    assertStringIncludes(await text(`${LAUNCH}/why`, 3), "您离开了候补");
    assertStringIncludes(await text(`${LAUNCH}/why`, 1, "en"), "Car 1 is held for you.");
    assertStringIncludes(await text(`${LAUNCH}/why`, 9), "您没有参加这一场");
    const visitor = await get(`${LAUNCH}/why`);
    assertEquals(visitor.headers.get("location"), `/sign-in?next=${LAUNCH}/why`);
    assertEquals((await get("/sales/no-such/why", 1)).status, 404);
  }));

Deno.test("sale's page: a form tells what the link said, and a link that was badly made fails nothing", () =>
  withShop(async ({ send, platform }) => {
    const origins = async (): Promise<unknown[]> => {
      const lines = await Array.fromAsync(platform.system.journal(lot("launch-2017")));
      return lines.flatMap((line) => JSON.parse(line).events)
        .filter(([name]) => name === "claimed").map(([, { from }]) => from);
    };
    await send(`${LAUNCH}?utm_source=wechat&channel=spring&city=%E6%9D%AD%E5%B7%9E`, 1, "claim");
    await send(`${LAUNCH}?source=13800138000`, 2, "claim");
    assertEquals(await origins(), [
      { source: "wechat", channel: "spring", city: "杭州" },
      undefined,
    ]);
  }));

// Walked: as the last line it lay across the car of whoever held one.
Deno.test("sale's page: without script the hint to reload stands above the answer", () =>
  withShop(async ({ send, text }) => {
    await send(LAUNCH, 1, "claim");
    const page = await text(LAUNCH, 1, "en");
    const [hint, answer] = ["Reload this page", "held for you"].map((words) => page.indexOf(words));
    assert(hint! > 0 && hint! < answer!);
  }));

Deno.test("sale's pages: a title is in the reader's language, or in Chinese and marked as that", () =>
  withShop(async ({ text }) => {
    assertStringIncludes(await text(LAUNCH), "鹭 Lu 首发</h1>");
    const english = await text(LAUNCH, undefined, "en");
    assertStringIncludes(english, "<title>The Lu launch · ");
    assert(!english.includes("首发"), "nothing of it in Chinese");
    assertStringIncludes(await text(`${LAUNCH}/why`, 1, "en"), "The Lu launch: why this result");
    // Nobody has written an English title for the draw.
    const drawn = await text(DRAW, undefined, "en");
    assertStringIncludes(drawn, 'lang="zh-Hans">鹭 Lu 春季抽签</h1>');
    assert(!(await text(DRAW)).includes('lang="zh-Hans">鹭 Lu 春季抽签'));
  }));

Deno.test("sale's page: a chat is told title, sentence and picture, and never the visitor's own address", () =>
  withShop(async ({ text }) => {
    const page = await text(`${LAUNCH}?from=secret`, undefined, "en");
    const property = (name: string) =>
      new RegExp(`<meta property="og:${name}" content="([^"]*)"`).exec(page)?.[1];
    assertEquals(property("title"), "The Lu launch");
    assertStringIncludes(property("description")!, "2 cars");
    assertEquals(property("url"), `${ORIGIN}${LAUNCH}`);
    const picture = property("image")!;
    assertEquals(picture, `${ORIGIN}/cards/lu.png`);
    const file = new URL(`../../static${new URL(picture).pathname}`, import.meta.url);
    const bytes = new DataView((await Deno.readFile(file)).buffer);
    assertEquals(bytes.getUint32(0), 0x89504e47);
    assertEquals([bytes.getUint32(16), bytes.getUint32(20)].map(String), [
      property("image:width"),
      property("image:height"),
    ]);
    // WeChat takes no larger picture than 300 KB.
    assert(bytes.byteLength < 300_000);
  }));
