import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { Undeliverable } from "../../kernel/mod.ts";
import { type Device, pushCourier } from "./courier.ts";
import { decrypt, encrypt, fromBase64Url } from "./encrypt.ts";
import { messageText } from "./messages.ts";
import { openPush } from "./open.ts";
import { MOST_BYTES, type PushMessage, PushRefused, type PushRequest } from "./port.ts";
import { createVapid, readVapid } from "./vapid.ts";
import { createWebPush } from "./web_push.ts";

const NOON = Date.UTC(2026, 10, 23, 4);
const { signal } = new AbortController();

function shop() {
  let now = NOON;
  const { gateway, sandbox } = openPush({ secret: "a secret", now: () => now, sandbox: true });
  assert(sandbox);
  const message = (subscription: PushMessage["subscription"], more: Partial<PushMessage> = {}) => ({
    subscription,
    text: '{"title":"轮到您了"}',
    ttlSeconds: 60,
    topic: "launch-1",
    urgency: "high" as const,
    signal,
    ...more,
  });
  return { gateway, sandbox, message, pass: (ms: number) => void (now += ms), now: () => now };
}

Deno.test("decrypt reads the message of RFC 8291, section 5", async () => {
  const point =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
  const raw = fromBase64Url(point);
  const part = (from: number) =>
    raw.slice(from, from + 32).toBase64({ alphabet: "base64url", omitPadding: true });
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const jwk = { kty: "EC", crv: "P-256", x: part(1), y: part(33) };
  const privateKey = await crypto.subtle.importKey(
    "jwk",
    { ...jwk, d: "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94" },
    curve,
    false,
    ["deriveBits"],
  );
  const publicKey = await crypto.subtle.importKey("raw", raw, curve, true, []);
  const body = fromBase64Url(
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS" +
      "6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Q" +
      "ulcy4a-fN",
  );
  const auth = fromBase64Url("BTBZMqHH6r4Tts7J_aSIgg");
  assertEquals(
    await decrypt(body, { keys: { publicKey, privateKey }, auth }),
    "When I grow up, I want to be a watermelon",
  );
});

Deno.test("createVapid makes the same key of a secret in every version: subscriptions are bound to it", () => {
  const vapid = createVapid({ secret: "another", contact: "mailto:a@b.example", now: () => 0 });
  assertEquals(
    vapid.publicKey,
    "BFRHjwQpD05PbH7dTU5Zqi-bO8tiVh6RQ_kNU77_JyruFEUbkwmxE7vpjM4IJZpqdAff50aVjFDaz3ep_XLCtjA",
  );
});

Deno.test("createVapid signs for one service, by the same key on every node", async () => {
  const options = { secret: "one", contact: "mailto:a@b.example", now: () => NOON };
  const [one, same] = [createVapid(options), createVapid(options)];
  assertEquals(one.publicKey, same.publicKey);
  assert(one.publicKey !== createVapid({ ...options, secret: "other" }).publicKey);
  const authorization = await one.authorization("https://push.example");
  const { aud, sub, exp, publicKey } = (await readVapid(authorization))!;
  assertEquals([aud, sub, publicKey], [
    "https://push.example",
    "mailto:a@b.example",
    one.publicKey,
  ]);
  assert(exp * 1_000 > NOON && exp * 1_000 <= NOON + 86_400_000);
  const forged = authorization.replace(
    /k=.*/,
    `k=${createVapid({ ...options, secret: "x" }).publicKey}`,
  );
  assertEquals(await readVapid(forged), undefined);
  assertEquals(await readVapid(null), undefined);
});

Deno.test("the gateway delivers what only the device can read; a newer message takes its topic's place", async () => {
  const { gateway, sandbox, message } = shop();
  const [device, other] = [
    await sandbox.subscribe(gateway.publicKey),
    await sandbox.subscribe(gateway.publicKey),
  ];
  assert(gateway.knows(device.endpoint));
  assertEquals(await gateway.send(message(device)), "sent");
  assertEquals(await gateway.send(message(device, { text: '{"title":"付好了"}' })), "sent");
  assertEquals(sandbox.delivered(device), [
    { text: '{"title":"付好了"}', topic: "launch-1", urgency: "high", ttlSeconds: 60 },
  ]);
  assertEquals(sandbox.delivered(other), []);
  await assertRejects(() => gateway.send(message({ ...device, keys: other.keys })));
  const most = "x".repeat(MOST_BYTES);
  assertEquals(await gateway.send(message(device, { text: most })), "sent");
  await assertRejects(() => gateway.send(message(device, { text: `${most}x` })), PushRefused);
});

Deno.test("the gateway tells what has ended from what may pass, and renews its token", async () => {
  const { gateway, sandbox, message, pass } = shop();
  const device = await sandbox.subscribe(gateway.publicKey);
  for (let day = 0; day < 3; day++, pass(20 * 3_600_000)) {
    assertEquals(await gateway.send(message(device)), "sent");
  }
  for (const status of [429, 500, 503]) {
    sandbox.failing = status;
    const error = await assertRejects(() => gateway.send(message(device)), Error);
    assert(!(error instanceof PushRefused), String(status));
  }
  for (const status of [400, 403, 413, 302]) {
    sandbox.failing = status;
    await assertRejects(() => gateway.send(message(device)), PushRefused);
  }
  sandbox.failing = undefined;
  const strangers = await sandbox.subscribe(
    createVapid({ secret: "y", contact: "mailto:a@b.example", now: () => NOON }).publicKey,
  );
  await assertRejects(() => gateway.send(message(strangers)), PushRefused, "403");
  sandbox.leave(device);
  assertEquals(await gateway.send(message(device)), "gone");
});

Deno.test("the gateway knocks at push services only", async () => {
  const { gateway, message, sandbox } = shop();
  const { keys } = await sandbox.subscribe(gateway.publicKey);
  for (
    const endpoint of [
      "http://fcm.googleapis.com/x",
      "https://127.0.0.1/x",
      "https://fcm.googleapis.com.evil.example/x",
      "https://evil.example/fcm.googleapis.com",
      "https://fcm.googleapis.com@evil.example/x",
      "https://fcm.googleapis.com:8443/x",
      "https://user@fcm.googleapis.com/x",
      "nonsense",
    ]
  ) {
    assert(!gateway.knows(endpoint), endpoint);
    await assertRejects(() => gateway.send(message({ endpoint, keys })), PushRefused);
  }
  const known = createWebPush({
    vapid: createVapid({ secret: "z", contact: "mailto:a@b.example", now: () => NOON }),
  });
  for (
    const host of ["fcm.googleapis.com", "wns2-par02p.notify.windows.com", "web.push.apple.com"]
  ) {
    assert(known.knows(`https://${host}/x/y`), host);
  }
});

Deno.test("encrypt never gives the same bytes twice", async () => {
  const { gateway, sandbox } = shop();
  const device = await sandbox.subscribe(gateway.publicKey);
  const [one, other] = [await encrypt("a", device), await encrypt("a", device)];
  assert(one.toHex() !== other.toHex());
});

const OFFER: PushRequest = {
  template: "car_offered",
  memberId: "m1",
  orderId: "launch-2017-7",
  payBy: NOON + 600_000,
};

const FREED: PushRequest = {
  template: "inbox",
  memberId: "m1",
  messageId: "slot_offered-sh-xuhui.0123-1800000000000",
  code: "slot_offered",
  values: { time: "12-01 10:00", until: "10:30" },
  href: "/my/bookings/x.1",
};

async function carrying(count: number) {
  const { gateway, sandbox, now, pass } = shop();
  const devices: Device[] = [];
  for (let i = 0; i < count; i++) {
    devices.push({
      id: `d${i}`,
      subscription: await sandbox.subscribe(gateway.publicKey),
      language: i % 2 ? "en" : "zh",
    });
  }
  const dropped: string[] = [];
  const asked: string[] = [];
  const courier = pushCourier({
    gateway,
    now,
    devicesFor: (memberId, topic) => {
      asked.push(`${memberId} ${topic}`);
      return Promise.resolve(devices);
    },
    drop: (_, deviceId) => Promise.resolve(void dropped.push(deviceId)),
  });
  const carry = (request: PushRequest) =>
    courier.carry(request as never, { idempotencyKey: "k", attempt: 1, signal });
  const shown = (i: number) =>
    sandbox.delivered(devices[i]!.subscription).map(({ text }) => JSON.parse(text));
  return { carry, shown, sandbox, devices, dropped, asked, pass };
}

Deno.test("pushCourier tells every device in its language, and drops those that are gone", async () => {
  const { carry, shown, sandbox, devices, dropped, asked } = await carrying(3);
  sandbox.leave(devices[2]!.subscription);
  assertEquals(await carry(OFFER), { sent: 2, gone: 1 });
  assertEquals(dropped, ["d2"]);
  assertEquals(shown(0)[0].body, "一辆车为您保留到 12:10，请支付订金。");
  assertEquals(shown(1)[0].title, "It is your turn");
  assertEquals(shown(1)[0].url, "/orders/launch-2017-7");
  assertEquals(await carry({ template: "deposit_paid", memberId: "m2", orderId: "o" }), {
    sent: 2,
    gone: 1,
  });
  assertEquals(await carry({ ...FREED, memberId: "m3" }), { sent: 2, gone: 1 });
  assertEquals(asked, ["m1 turn", "m2 orders", "m3 inbox"]);
  assertEquals(shown(0).at(-1).body, "您等候的时段有空位：12-01 10:00，为您留到 10:30。");
  assertEquals(shown(1).at(-1).url, "/my/bookings/x.1");
});

Deno.test("pushCourier tries again where nobody was reached, gives up on refusals, is never too late", async () => {
  const { carry, sandbox, pass, shown } = await carrying(1);
  sandbox.failing = 503;
  await assertRejects(() => carry(OFFER), Error, "503");
  sandbox.failing = 403;
  await assertRejects(() => carry(OFFER), Undeliverable);
  sandbox.failing = undefined;
  pass(600_000);
  assertEquals(await carry(OFFER), { sent: 0, gone: 0 });
  assertEquals(shown(0), []);
});

Deno.test("messageText says nothing personal and fits", () => {
  const base = { memberId: "secret-member", orderId: "launch-2017-12" } as const;
  const all: PushRequest[] = [
    { template: "car_offered", payBy: NOON, ...base },
    { template: "deposit_paid", ...base },
    { ...FREED, memberId: base.memberId },
    ...(["no_car_left", "cancelled", "paid_twice"] as const).map((reason) => ({
      template: "paid_back" as const,
      reason,
      ...base,
    })),
  ];
  for (const request of all) {
    for (const language of ["zh", "en"] as const) {
      const text = messageText(request, language);
      assertMatch(text, /"title":".+","body":".+"/);
      assert(!text.includes("secret-member") && text.length < 500);
    }
  }
});
