import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { member as memberActor } from "../../actors/members/member.ts";
import { passkeys } from "../../actors/members/passkeys.ts";
import { points } from "../../actors/members/points.ts";
import { privacy } from "../../actors/members/privacy.ts";
import { balanceOf } from "../../lib/loyalty/ledger.ts";
import { keepPasskeyName } from "../../lib/members/passkey_names.ts";
import { keepSessionLabel } from "../../lib/members/session_labels.ts";
import { keepPerson } from "../../lib/orders/person.ts";
import type { Platform } from "../../lib/platform.ts";
import { eventually } from "../api/_testing.ts";
import { type Member, type Members, withMembers } from "./_testing.ts";

const VIN = "LATPAB071W1005301";

const balance = ({ system }: Platform, { id }: Member) => system.view(points(id), balanceOf);

/** A claim that is paid for; the order's id. */
async function bought({ pay, platform }: Members, one: Member): Promise<string> {
  const { body: { orderId } } = await one.ask("POST", "/api/sales/launch-2017/claims");
  const opened = await eventually(async () => {
    const answer = await one.ask("POST", `/api/orders/${orderId}/payments`);
    return answer.status === 201 ? answer.body : undefined;
  });
  await pay(opened.payUrl);
  await eventually(async () => await balance(platform, one) > 0 ? true : undefined);
  return orderId;
}

Deno.test("my pages: a visitor is asked to sign in and comes back, nothing is kept by anybody", () =>
  withMembers(async ({ member }) => {
    const away = await member(1).get("/my/points", { cookie: "" });
    assertEquals([away.status, away.headers.get("location")], [
      303,
      "/sign-in?next=%2Fmy%2Fpoints",
    ]);
    await away.body?.cancel();
    for (const path of ["", "/points", "/cars", "/inbox", "/profile", "/security", "/privacy"]) {
      const response = await member(1).get(`/my${path}`);
      assertEquals([path, response.status, response.headers.get("cache-control")], [
        path,
        200,
        "no-store",
      ]);
      await response.body?.cancel();
      const english = await member(1).text(`/my${path}`, "en");
      assert(!/undefined|\{\w+\}/.test(english.replace(/<script[\s\S]*?<\/script>/g, "")), path);
    }
  }));

Deno.test("a paid order earns pending points; its refund takes all of them back", () =>
  withMembers(async (members) => {
    const { platform, member } = members;
    const one = member(1);
    const orderId = await bought(members, one);
    assertEquals(await balance(platform, one), 1_000);
    assertMatch(await one.text("/my/points"), /1,000 分待到账/);
    await eventually(async () =>
      (await one.text("/my")).includes("订金已到账，车是您的了") ? true : undefined
    );
    await one.ask("POST", `/api/orders/${orderId}/cancel`);
    await eventually(async () => await balance(platform, one) === 0 ? true : undefined);
    assertStringIncludes(await one.text("/my/points"), "退款收回");
  }));

Deno.test("exchange: points, stock and coupon in one turn, and a form sent twice is one", () =>
  withMembers(async ({ member, platform }) => {
    const one = member(1);
    await platform.system.ask(points(one.id), "adjust", {
      ref: "gift",
      points: 2_000,
      reason: "赠",
    });
    const form = { do: "exchange", item: "maintenance_100", id: "0123456789abcdef0123" };
    // Not before the rules are accepted.
    const early = (await one.send("/my/points", form)).headers.get("location")!;
    assertStringIncludes(await one.text(early), "请先看一遍积分规则并接受");
    await one.send("/my/points", { do: "accept", version: "1" });
    for (let i = 0; i < 2; i++) {
      assertEquals(
        (await one.send("/my/points", form)).headers.get("location"),
        "/my/points?done=exchange",
      );
    }
    assertEquals(await balance(platform, one), 500);
    assertStringIncludes(await one.text("/my"), "保养立减 100 元");
    const second = { ...form, id: "0123456789abcdef0124" };
    // Walked: "it did not work; try again", whatever the reason was.
    const short = (await one.send("/my/points", second)).headers.get("location")!;
    assertStringIncludes(await one.text(short), "积分不够，换不了这一样");
    assertEquals(await balance(platform, one), 500);
  }));

Deno.test("checking in earns once a day", () =>
  withMembers(async ({ member, platform }) => {
    const one = member(1);
    for (let i = 0; i < 3; i++) await one.send("/my/points", { do: "check_in" });
    assertEquals(await balance(platform, one), 5);
    assertStringIncludes(await one.text("/my/points"), "今天已签到");
  }));

Deno.test("cars: one's own by VIN; another's car is refused, and is not there for anybody else", () =>
  withMembers(async ({ member }) => {
    const [one, two] = [member(1), member(2)];
    const car = { vin: VIN, plate: "浙ad12345", model: "xiu", delivered: "2026-01-15" };
    const wrong = await one.send("/my/cars", { ...car, vin: VIN.replace("53", "54") });
    assertEquals(wrong.status, 400);
    assertStringIncludes(await wrong.text(), "这不是有效的车架号");
    // Was once taken for the third of March.
    const noDay = await one.send("/my/cars", { ...car, delivered: "2026-02-31" });
    assertEquals(noDay.status, 400);
    await noDay.body?.cancel();
    assertEquals((await one.send("/my/cars", car)).status, 303);
    const page = await one.text("/my/cars");
    assertStringIncludes(page, "浙A·D12345");
    const href = /\/my\/cars\/([\da-f]{20})/.exec(page)![0];
    assertStringIncludes(await one.text(href), "小型新能源号牌");
    const taken = await two.send("/my/cars", car);
    assertEquals(taken.status, 400);
    assertStringIncludes(await taken.text(), "已在另一位会员名下");
    const other = await two.get(href);
    assertEquals(other.status, 404);
    await other.body?.cancel();
    await one.send(href, { do: "km", km: "900" });
    assertEquals((await one.send(href, { do: "km", km: "800" })).status, 400);
    await one.send(href, { do: "remove" });
    assertEquals((await two.send("/my/cars", car)).status, 303);
  }));

// Walked: a slip in the address of the mail threw away the name that was typed beside it.
Deno.test("profile: what was typed stays, and the page begins where it is to be mended", () =>
  withMembers(async ({ member }) => {
    const one = member(1);
    const typed = { do: "profile", name: "林晚舟", birthday: "1990-05-01", email: "lin@" };
    const page = await (await one.send("/my/profile", typed)).text();
    for (const value of ["林晚舟", "1990-05-01", "lin@"]) {
      assertStringIncludes(page, `value="${value}"`);
    }
    assert(/<input[^>]*autofocus[^>]*name="email"/.test(page));
    assert(!(await one.text("/my/profile")).includes("林晚舟"), "nothing of it is kept");
  }));

Deno.test("profile: addresses only in regions that there are", () =>
  withMembers(async ({ member }) => {
    const one = member(1);
    const address = {
      do: "address",
      receiver: "林晚舟",
      phone: "138 1234 0000",
      region: "浙江省/杭州市",
      district: "西湖区",
      street: "文三路 90 号",
    };
    const wrong = await one.send("/my/profile", { ...address, region: "浙江省/苏州市" });
    assertEquals(wrong.status, 400);
    await wrong.body?.cancel();
    await one.send("/my/profile", address);
    const page = await one.text("/my/profile");
    assertStringIncludes(page, "浙江省杭州市西湖区文三路 90 号");
    assert(!page.includes("13812340000"), "the number is shown in part only");
  }));

Deno.test("consents: none is given before it is asked for; sharing needs its own, and is called back", () =>
  withMembers(async ({ member, platform }) => {
    const one = member(1);
    assertEquals((await one.text("/my/privacy")).split("未同意").length - 1, 7);
    await platform.vault.put(one.id, "name", "林晚舟");
    const call = { do: "call", dealer: "dealer-hangzhou" };
    const shares = () => platform.system.view(privacy(one.id), ({ shares }) => shares);
    await one.send("/my/privacy", call);
    assertEquals(await shares(), []);
    await one.send("/my/privacy", { do: "give", consent: "dealer_sharing" });
    await one.send("/my/privacy", call);
    await eventually(async () => (await shares())[0]?.status === "received" ? true : undefined);
    await one.send("/my/privacy", { do: "withdraw", consent: "dealer_sharing" });
    await eventually(async () => (await shares())[0]?.status === "recalled" ? true : undefined);
    assertStringIncludes(await one.text("/my/privacy"), "对方已删除，有回执");
  }));

// Walked: whoever closed their account stood on the home page, and read nothing of it.
Deno.test("erasure with nothing open is confirmed on a page, signed out", () =>
  withMembers(async ({ member, platform }) => {
    const one = member(3);
    await platform.vault.put(one.id, "name", "林晚舟");
    const { headers } = await one.send("/my/privacy", { do: "erase", sure: "on" });
    assertEquals(headers.get("location"), "/erased");
    assertEquals(headers.getSetCookie(), ["session=; Path=/; Max-Age=0"]);
    await eventually(async () => await platform.vault.holds(one.id) ? undefined : true);
  }));

Deno.test("erasure with an open order is refused or waits, then destroys the key; the chain still holds", () =>
  withMembers(async (members) => {
    const { platform, member, staff } = members;
    const one = member(1);
    await platform.vault.put(one.id, "name", "林晚舟");
    const car = { vin: VIN, plate: "", model: "lu", delivered: "2026-01-15" };
    await one.send("/my/cars", car);
    const orderId = await bought(members, one);
    const path = `/api/staff/members/${one.id}/erase`;
    const refused = await staff().ask("POST", path, { reason: "asked by letter" });
    assertEquals([refused.status, refused.body.code, refused.body.open], [
      409,
      "open_business",
      [orderId],
    ]);
    await one.send("/my/privacy", { do: "erase", sure: "on", wait: "yes" });
    assertStringIncludes(await one.text("/my/privacy"), "将在 1 个订单结束后删除");
    assertEquals(await platform.vault.holds(one.id), true);
    await one.ask("POST", `/api/orders/${orderId}/cancel`);
    await eventually(async () => await platform.vault.holds(one.id) ? undefined : true);
    await eventually(async () =>
      await platform.system.view(privacy(one.id), ({ erasedAt }) => erasedAt) ?? undefined
    );
    // Whoever has the car next is not held up by somebody who is gone.
    assertEquals((await member(2).send("/my/cars", car)).status, 303);
    let before: string | undefined;
    let entries = 0;
    for await (const line of platform.system.journal(points(one.id))) {
      const { prev } = JSON.parse(line);
      if (before !== undefined) assertEquals(prev, await sha256(before));
      before = line;
      entries++;
    }
    assert(entries > 0);
  }));

Deno.test("export: everything in one file, and only one's own", () =>
  withMembers(async ({ member, platform }) => {
    const one = member(1);
    await platform.vault.put(one.id, "name", "林晚舟");
    await one.send("/my/points", { do: "check_in" });
    const response = await one.get("/my/privacy/export");
    assertMatch(response.headers.get("content-disposition")!, /attachment/);
    const all = await response.json();
    assertEquals([all.member, all.profile.name, all.points.entries.length], [one.id, "林晚舟", 1]);
    // What came later had been left out: the orders of cars, the name they are in, and passkeys.
    const { body } = await one.ask("POST", "/api/vehicle-orders", { code: "LU1-AZSVM" });
    const key = { keyId: "k1", credentialId: "c", publicKey: "p", counter: 0, rpId: "shop.test" };
    await platform.system.ask(passkeys(one.id), "register", {
      ...key,
      transports: [],
      challenge: "once",
      until: platform.now() + 60_000,
    });
    await keepPasskeyName(platform.vault, one.id, "k1", "家里的电脑");
    await keepPerson(platform.vault, one.id, {
      name: "林晚舟",
      identityNumber: "11010519491231002X",
    });
    await eventually(async () => {
      const { vehicleOrders } = await (await one.get("/my/privacy/export")).json();
      return vehicleOrders.length === 1 || undefined;
    });
    const later = await (await one.get("/my/privacy/export")).json();
    assertEquals([later.vehicleOrders[0].id, later.vehicleOrders[0].order.status], [
      body.id,
      "placed",
    ]);
    assertEquals([later.passkeys[0].name, later.realName.name], ["家里的电脑", "林晚舟"]);
    const other = await (await member(2).get("/my/privacy/export")).json();
    assertEquals([other.profile.name, other.points.entries], [null, []]);
  }));

async function sha256(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(hash).toHex();
}

Deno.test("security: a device is listed by its browser, and signed out by itself", () =>
  withMembers(async ({ platform, member }) => {
    const one = member(71);
    const memberId = one.id;
    const session = { sessionId: "s-other", expiresAt: platform.now() + 60_000 };
    await platform.system.ask(memberActor(memberId), "open_session", session);
    const label = { sessionId: "s-other", device: "Safari · iPhone", at: 1, passkey: true };
    await keepSessionLabel(platform.vault, memberId, label, []);
    const page = await (await one.get("/my/security")).text();
    assertStringIncludes(page, "Safari · iPhone");
    const answer = await one.send("/my/security", { do: "session", id: "s-other" });
    assertEquals(answer.headers.get("location"), "/my/security?done=ended#sessions");
    assertEquals(
      await platform.system.view(memberActor(memberId), ({ sessions }) => sessions.length),
      0,
    );
  }));
