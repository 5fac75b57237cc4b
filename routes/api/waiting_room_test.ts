import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { entrantsDigest, seedOf, shuffledOrder } from "../../actors/sales/fair_shuffle.ts";
import { staff } from "../../actors/platform/staff.ts";
import { sale } from "../../actors/sales/sale.ts";
import { waitingRoom } from "../../actors/sales/waiting_room.ts";
import { createTokens } from "../../lib/auth/token.ts";
import { sha256 } from "../../lib/kernel/mod.ts";
import { DenoKvStore } from "../../lib/kernel/mod.ts";
import { createPlatform, type Platform } from "../../lib/platform.ts";
import { solve, zeroBits } from "../../lib/waiting_room/proof_of_work.ts";
import { createApi } from "./app.ts";

const SALE = "spring";
const SECRET = "a session secret for tests";
const ROOM = `/api/sales/${SALE}/waiting-room`;
const QUEUE = `/api/sales/${SALE}/queue`;
const limits = { ratePerMinute: 6_000, maxActive: 3 };

class Shop {
  /** Added to the system's clock: time passes when a test says so. */
  ahead = 0;
  platform!: Platform;
  app!: ReturnType<typeof createApi>;
  readonly #tokens = createTokens(SECRET);

  token(memberId: string, role: "member" | "staff" = "member"): string {
    const expiresAtMs = this.now() + 3_600_000;
    return this.#tokens.mint({ memberId, role, sessionId: "s", expiresAtMs });
  }

  now = () => Date.now() + this.ahead;

  ask(method: string, path: string, who: string | undefined, body?: unknown, more?: HeadersInit) {
    const headers = new Headers(more);
    if (who) {
      headers.set(
        "authorization",
        `Bearer ${this.token(who, who === "staff" ? "staff" : "member")}`,
      );
    }
    if (body !== undefined) headers.set("content-type", "application/json");
    return this.app.request(
      path,
      { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) },
      { remoteAddr: { hostname: "198.51.100.7" } },
    );
  }

  async json(method: string, path: string, who?: string, body?: unknown, more?: HeadersInit) {
    const response = await this.ask(method, path, who, body, more);
    return { status: response.status, headers: response.headers, ...await response.json() };
  }

  enter = (who: string, body?: unknown) => this.json("POST", QUEUE, who, body);
  place = (who: string) => this.json("GET", QUEUE, who);

  /** The room opens; with people in it they are dealt out and called. */
  async open(): Promise<void> {
    await this.platform.system.ask(sale(SALE), "open", {});
    await eventually(async () => {
      const { status } = await this.json("GET", ROOM);
      return status === "open" ? true : undefined;
    }, (found) => found);
  }

  /** As the reminder does each second, with everyone there who was heard of. */
  async tick(): Promise<void> {
    await this.platform.rooms.report();
    this.ahead += 1_000;
    await this.platform.system.ask(waitingRoom(SALE), "advance", {});
  }
}

async function eventually<T>(
  find: () => Promise<T>,
  enough: (found: T) => unknown = (found) => found !== undefined,
): Promise<T> {
  for (let tries = 0; tries < 300; tries++) {
    const found = await find();
    if (enough(found)) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("it did not come within three seconds");
}

async function withShop(
  run: (shop: Shop) => Promise<void>,
  { plan = {}, room = true }: { plan?: Record<string, unknown>; room?: boolean } = {},
) {
  const store = await DenoKvStore.open(":memory:");
  const shop = new Shop();
  const system = (await import("../../lib/kernel/mod.ts")).systemClock;
  shop.platform = await createPlatform({
    store,
    sessionSecret: SECRET,
    clock: { ...system, now: shop.now },
    // Seldom, so that the tests' own ticks are the ones that count.
    limits: { sweepMs: 500 },
  });
  shop.app = createApi(shop.platform);
  try {
    const admin = { memberId: "staff", roles: ["admin" as const], dealers: [] };
    await shop.platform.system.ask(staff("all"), "appoint", admin, {
      by: { id: "boss", role: "staff" },
    });
    await shop.platform.system.ask(sale(SALE), "schedule", {
      title: "鹭",
      model: "lu",
      capacity: 10,
      opensAt: shop.now() + 3_600_000,
      closesAt: null,
      holdMs: 900_000,
      offerMs: 600_000,
      mode: "first_come",
      depositFen: 200_000,
    });
    if (room) {
      const { status } = await shop.json("POST", ROOM, "staff", { ...limits, ...plan });
      assertEquals(status, "prequeue");
    }
    await run(shop);
  } finally {
    await shop.platform.stop();
    store.close();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

Deno.test("waiting room: enter, enter again, ask too early, leave", () =>
  withShop(async (shop) => {
    const first = await shop.enter("a");
    assertEquals([first.status, first.state, first.place, first.ahead], [
      201,
      "prequeue",
      null,
      null,
    ]);
    assert(first.ticket && first.pollAfterMs > 0 && first.estimateSeconds === null);
    const again = await shop.enter("a");
    assertEquals([again.status, again.state], [200, "prequeue"]);
    assert(Number(again.headers.get("retry-after")) >= 1, "it is told to come back later");
    assertEquals((await shop.place("b")).state, "none");
    assertEquals((await shop.ask("DELETE", QUEUE, "a")).status, 204);
    assertEquals((await shop.place("a")).state, "none");
  }));

Deno.test("waiting room: the whole way, from the pre-queue over the shuffle to the pass", () =>
  withShop(async (shop) => {
    const members = ["a", "b", "c", "d", "e", "f"];
    for (const member of members) await shop.enter(member);
    const { commitment } = await shop.json("GET", ROOM);
    await shop.open();
    const late = await shop.enter("late");
    assertEquals([late.state, late.place, late.ahead], ["waiting", 7, 6]);
    await shop.tick();
    await shop.tick();

    const lines = (await (await shop.ask("GET", `${ROOM}/journal`, undefined)).text()).trim()
      .split("\n").map((line) => JSON.parse(line));
    // deno-lint-ignore no-explicit-any -- read as a stranger would, who has no types
    const events: [string, any][] = lines.flatMap((line) => line.events ?? []);
    const opened = events.find(([name]) => name === "opened")![1];
    assertEquals(sha256(new TextEncoder().encode(opened.secret)), commitment);
    const seed = seedOf({
      saleId: SALE,
      secret: opened.secret,
      entrants: entrantsDigest(members),
      randomness: opened.randomness ?? "",
    });
    assertEquals(opened.seed, seed);
    const order = [...shuffledOrder(6, seed)].map((i) => members[i]!);
    const admitted = events.filter(([name]) => name === "admitted").flatMap(([, { places }]) =>
      places
    );
    assertEquals(admitted, [1, 2, 3], "maxActive of the shuffled line, in its order");

    const [winner, , , fourth] = order as [string, string, string, string];
    shop.ahead += 30_000;
    const inside = await shop.place(winner);
    assertEquals([inside.state, inside.place], ["admitted", 1]);
    const claims = (pass?: string) =>
      new Request("http://shop.test/", pass ? { headers: { "admission-pass": pass } } : {});
    const { rooms } = shop.platform;
    const at = shop.now();
    assertEquals(rooms.admissionOf(claims(inside.pass), SALE, winner, at), undefined);
    assertEquals(rooms.admissionOf(claims(inside.pass), SALE, fourth, at), "not_yours");
    assertEquals(rooms.admissionOf(claims(inside.pass), "autumn", winner, at), "not_yours");
    assertEquals(rooms.admissionOf(claims(), SALE, winner, at), "missing");
    assertEquals(rooms.admissionOf(claims(`${inside.pass}x`), SALE, winner, at), "invalid");
    assertEquals(rooms.admissionOf(claims(inside.pass), SALE, winner, inside.until), "expired");

    const waiting = await shop.place(fourth);
    assertEquals([waiting.state, waiting.place, waiting.ahead], ["waiting", 4, 0]);
    rooms.finished(SALE, winner);
    await shop.tick();
    shop.ahead += 30_000;
    assertEquals((await shop.place(fourth)).state, "admitted");
    assertEquals((await shop.enter(winner)).state, "done");
  }));

Deno.test("waiting room: a ghost is passed over, and comes back to the front", () =>
  withShop(async (shop) => {
    await shop.open();
    for (const member of ["a", "b", "c"]) {
      shop.ahead += 2_000;
      assertEquals((await shop.enter(member)).state, "admitted");
    }
    for (const member of ["ghost", "d"]) {
      assertEquals((await shop.enter(member)).state, "waiting");
    }
    await shop.tick();
    for (let seconds = 0; seconds < 65; seconds += 5) {
      shop.ahead += 4_000;
      if (seconds % 10 === 0) await shop.place("d");
      await shop.tick();
    }
    const { rooms } = shop.platform;
    rooms.finished(SALE, "a");
    await shop.place("d");
    await shop.tick();
    shop.ahead += 20_000;
    assertEquals((await shop.place("d")).state, "admitted", "nobody waits behind a ghost");
    const passed = await shop.place("ghost");
    assertEquals(passed.state, "passed");
    rooms.finished(SALE, "b");
    await shop.tick();
    await shop.tick();
    shop.ahead += 20_000;
    assertEquals((await shop.place("ghost")).state, "admitted", "back at the front");

    const row = await shop.json("GET", ROOM);
    assertEquals([row.active, row.waiting, row.finished, row.paused], [3, 0, 2, false]);
  }));

Deno.test("waiting room: staff set it up, change the rate and the guard; members do not", () =>
  withShop(async (shop) => {
    assertEquals((await shop.enter("a")).code, "no_waiting_room");
    assertEquals((await shop.json("GET", ROOM)).code, "no_waiting_room");
    assertEquals(await shop.platform.rooms.guards(SALE), false);
    assertEquals((await shop.json("POST", ROOM, "a", limits)).code, "staff_only");
    assertEquals(
      (await shop.json("POST", ROOM, "staff", { ...limits, more: 1 })).code,
      "invalid_request",
    );
    assertEquals(
      (await shop.json("POST", "/api/sales/no/waiting-room", "staff", limits)).code,
      "unknown_sale",
    );
    assertEquals((await shop.json("POST", ROOM, "staff", limits)).status, "prequeue");
    assertEquals(await shop.platform.rooms.guards(SALE), true);
    const rate = { ratePerMinute: 30, maxActive: 1 };
    assertEquals((await shop.json("POST", `${ROOM}/rate`, "a", rate)).code, "staff_only");
    assertEquals((await shop.json("POST", `${ROOM}/rate`, "staff", rate)).status, "prequeue");
    await shop.open();
    assertEquals((await shop.json("POST", ROOM, "staff", limits)).code, "already_open");
    const row = await shop.json("GET", ROOM);
    assertEquals([row.ratePerMinute, row.maxActive], [30, 1]);
    await shop.platform.system.ask(sale(SALE), "pause", {});
    await eventually(() => shop.json("GET", ROOM), ({ paused }) => paused);
    shop.ahead += 10_000;
    const held = await shop.enter("held");
    assertEquals([held.state, held.paused, held.estimateSeconds], ["waiting", true, null]);
    await shop.platform.system.ask(sale(SALE), "close", {});
    await eventually(() => shop.json("GET", ROOM), ({ status }) => status === "closed");
    assertEquals((await shop.enter("late")).code, "closed");
    assertEquals(await shop.platform.rooms.guards(SALE), false);
  }, { room: false }));

Deno.test("waiting room: with a proof of work asked for, nobody enters without, and none counts twice", () =>
  withShop(async (shop) => {
    const guard = { mode: "on", bits: 6 };
    assertEquals((await shop.json("POST", `${ROOM}/guard`, "staff", guard)).status, "prequeue");
    const asked = await shop.enter("a");
    assertEquals([asked.code, asked.status, asked.bits], ["proof_of_work_required", 428, 6]);
    const { challenge } = asked;
    const solution = ["a", "b", "c", "d", "e", "f", "g", "h"].find((guess) =>
      zeroBits(challenge, guess) < 6
    );
    const wrong = await shop.enter("a", { proof: { challenge, solution } });
    assertEquals(wrong.code, "proof_of_work_failed");
    const proof = solve(asked);
    assertEquals((await shop.enter("b", { proof })).code, "proof_of_work_failed", "bound to a");
    assertEquals((await shop.enter("a", { proof })).state, "prequeue");
    assertEquals((await shop.ask("DELETE", QUEUE, "a")).status, 204);
    shop.ahead += 10_000;
    assertEquals((await shop.enter("a", { proof })).code, "proof_of_work_failed", "used once");
  }));

Deno.test("waiting room: 1,200 members from one address pay with work, then are refused", () =>
  withShop(async (shop) => {
    const codes = new Map<string, number>();
    for (let n = 0; n < 1_200; n++) {
      const { code, state } = await shop.enter(`m${n}`);
      codes.set(code ?? state, (codes.get(code ?? state) ?? 0) + 1);
    }
    const [entered, asked, refused] = ["prequeue", "proof_of_work_required", "too_many_requests"]
      .map((code) => codes.get(code) ?? 0) as [number, number, number];
    assertEquals(entered + asked + refused, 1_200);
    assert(entered < 200, `${entered} entered`);
    assert(asked > 500, `${asked} were asked for work`);
    const elsewhere = await shop.app.request(QUEUE, {
      method: "POST",
      headers: { authorization: `Bearer ${shop.token("elsewhere")}` },
    }, { remoteAddr: { hostname: "203.0.113.9" } });
    assertEquals(elsewhere.status, 201, "another address is not made to pay");
    await elsewhere.body?.cancel();
  }));

Deno.test("waiting room: the live stream tells the place, ends, and resumes without a repeat", () =>
  withShop(async (shop) => {
    const { ticket } = await shop.enter("a");
    const read = async (path: string, who: string | undefined, more?: HeadersInit) => {
      const response = await shop.ask("GET", path, who, undefined, more);
      assertEquals(response.status, 200);
      const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
      let text = "";
      while (!/\n\n.*\n\n/s.test(text)) {
        const { value, done } = await reader.read();
        if (done) break;
        text += value;
      }
      return { text, reader };
    };
    const one = await read(`${QUEUE}/live`, "a");
    assert(one.text.includes("event: place") && one.text.includes('"state":"prequeue"'));
    assertEquals(shop.platform.rooms.viewers, 1);
    const id = /id: (\S+)/.exec(one.text)![1]!;
    await one.reader.cancel();
    assertEquals(shop.platform.rooms.viewers, 0);

    const resumed = await shop.ask("GET", `${QUEUE}/live?ticket=${ticket}`, undefined, undefined, {
      "last-event-id": id,
    });
    const reader = resumed.body!.pipeThrough(new TextDecoderStream()).getReader();
    assertEquals((await reader.read()).value?.startsWith("retry:"), true);
    await shop.open();
    await shop.tick();
    await shop.tick();
    let text = "";
    while (!text.includes("admitted")) text += (await reader.read()).value;
    assertNotEquals(/id: (\S+)/.exec(text)![1], id);
    // Told of the turn, the page asks for its pass, however little time has passed since it asked.
    const called = await (await shop.ask("GET", QUEUE, "a")).json();
    assertEquals([called.state, typeof called.pass], ["admitted", "string"]);
    await reader.cancel();

    const forged = await shop.ask("GET", `${QUEUE}/live?ticket=${ticket}x`, undefined);
    assertEquals((await forged.json()).code, "ticket_invalid");
    const nobody = await shop.ask("GET", `${QUEUE}/live`, undefined);
    assertEquals((await nobody.json()).code, "sign_in_required");
    const head = await shop.ask("HEAD", `${QUEUE}/live`, "a");
    assertEquals([head.status, shop.platform.rooms.viewers], [200, 0]);
  }));

Deno.test("waiting room: a page gets the pass as a cookie of its sale", () =>
  withShop(async (shop) => {
    await shop.open();
    shop.ahead += 2_000;
    const response = await shop.app.request(`http://shop.test${QUEUE}`, {
      method: "POST",
      headers: { cookie: `session=${shop.token("a")}`, host: "shop.test" },
    });
    const { pass } = await response.json();
    const cookie = response.headers.get("set-cookie")!;
    assert(cookie.startsWith(`admission_pass=${pass}; Path=/api/sales/${SALE}; HttpOnly`));
    const request = new Request("http://shop.test/", {
      headers: { cookie: `session=x; admission_pass=${pass}` },
    });
    assertEquals(shop.platform.rooms.admissionOf(request, SALE, "a", shop.now()), undefined);
  }));
