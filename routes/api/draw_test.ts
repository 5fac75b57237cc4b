import { assert, assertEquals } from "@std/assert";
import { testTokenLines } from "../../lib/auth/test_members.ts";
import { DenoKvStore, systemClock } from "../../lib/kernel/mod.ts";
import { createPlatform, type Platform } from "../../lib/platform.ts";
import { verifyDrawJournal } from "../../lib/proof/verify_draw.ts";
import { verifySaleJournal } from "../../lib/proof/verify_sale.ts";
import { createApi } from "./app.ts";

type App = ReturnType<typeof createApi>;
const HOUR = 3_600_000;

interface Stage {
  readonly app: App;
  readonly platform: Platform;
  readonly staff: string;
  readonly members: readonly string[];
  /** Moves the clock. */
  pass(ms: number): void;
}

async function withDraw(run: (stage: Stage) => Promise<void>): Promise<void> {
  const store = await DenoKvStore.open(":memory:");
  let ahead = 0;
  const clock = { ...systemClock, now: () => Date.now() + ahead };
  const platform = await createPlatform({ store, clock, loadTest: true, validate: true });
  try {
    const tokens = (count: number, role: "member" | "staff") =>
      [...testTokenLines(platform.tokens, { count, first: 1, role, nowMs: platform.now() })]
        .join("").trim().split("\n");
    const app = createApi(platform);
    const [staff] = tokens(1, "staff");
    await run({
      app,
      platform,
      staff: staff!,
      members: tokens(7, "member"),
      pass: (ms) => void (ahead += ms),
    });
  } finally {
    await platform.stop();
    store.close();
    // A pause between background turns may outlive the stop by some milliseconds.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const send = (app: App, method: string, path: string, token: string, body?: unknown) =>
  app.request(path, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

const json = async (response: Response | Promise<Response>) => await (await response).json();

async function eventually<T>(find: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 300; tries++) {
    const found = await find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("it did not come within three seconds");
}

const plan = (now: number, mode: "draw" | "first_come" = "draw") => ({
  id: "spring",
  title: "鹭 Lu 抽签",
  model: "lu",
  capacity: 2,
  opensAt: now + HOUR,
  mode,
});

async function drawIn(app: App, state: string) {
  return await eventually(async () => {
    const response = await app.request("/api/sales/spring/draw");
    const draw = await response.json();
    return draw.state === state ? draw : undefined;
  });
}

Deno.test("API: a draw from its announcement to each entrant's place", () =>
  withDraw(async ({ app, platform, staff, members, pass }) => {
    const scheduled = await send(app, "POST", "/api/sales", staff, plan(platform.now()));
    assertEquals(scheduled.status, 201);
    const announced = await drawIn(app, "registering");
    assert(announced.roundAt > announced.drawsAt);
    assertEquals([announced.revealed, announced.entrants], [undefined, 0]);

    const path = "/api/sales/spring/registrations";
    const first = await send(app, "POST", path, members[0]!, { city: "杭州" });
    assertEquals([first.status, (await first.json()).number], [201, 1]);
    const again = await send(app, "POST", path, members[0]!);
    assertEquals([again.status, (await again.json()).outcome], [200, "already"]);
    for (const token of members.slice(1, 6)) await send(app, "POST", path, token);
    assertEquals((await send(app, "DELETE", path, members[5]!)).status, 204);
    assertEquals((await json(send(app, "DELETE", path, members[5]!))).code, "not_registered");
    const claim = await json(send(app, "POST", "/api/sales/spring/claims", members[0]!));
    assertEquals(claim.code, "by_draw");
    assertEquals((await json(send(app, "GET", `${path}/me`, members[0]!))).number, 1);

    pass(HOUR);
    const closed = await drawIn(app, "closed");
    assertEquals([closed.entrants, closed.late, closed.commitment], [
      5,
      false,
      announced.commitment,
    ]);
    assertEquals((await json(send(app, "POST", path, members[6]!))).code, "registration_closed");
    assertEquals((await json(send(app, "DELETE", path, members[0]!))).code, "registration_closed");

    pass(60_000);
    const done = await drawIn(app, "handed_over");
    assertEquals([done.handed, done.round, done.revealed.round], [
      5,
      announced.round,
      announced.round,
    ]);
    const own = await Promise.all(
      members.slice(0, 5).map((token) => json(send(app, "GET", `${path}/me`, token))),
    );
    assertEquals(own.map(({ place }) => place).sort(), [1, 2, 3, 4, 5]);
    const byTicket = own.toSorted((a, b) => a.ticket < b.ticket ? -1 : 1);
    assertEquals(byTicket.map(({ place }) => place), [1, 2, 3, 4, 5]);
    const sale = await json(app.request("/api/sales/spring"));
    assertEquals([sale.allocated, sale.participants], [2, 5]);
    const winner = members[own.findIndex(({ place }) => place === 1)]!;
    const car = await json(send(app, "POST", "/api/sales/spring/claims", winner));
    assertEquals([car.outcome, car.number], ["already", 1]);

    const journal = await app.request("/api/sales/spring/draw/journal");
    const lines = (await journal.text()).trim().split("\n").map((line) => JSON.parse(line));
    assertEquals(lines[0], { forecourt: "journal", version: 1, kind: "draw", id: "spring" });
    assertEquals(lines.at(-1).head.seq, done.journal.seq);

    const proof = await verifyDrawJournal(
      (await app.request("/api/sales/spring/draw/journal")).body!,
      { sale: "spring", anchors: [announced.journal, closed.journal, done.journal] },
    );
    assertEquals([proof.ok, proof.findings], [true, []]);
    const lot = (await app.request("/api/sales/spring/journal")).body!;
    const given = await verifySaleJournal(lot, { sale: "spring", order: proof.order! });
    assertEquals([given.ok, given.findings, given.participants], [true, [], 5]);
  }));

Deno.test("API: a sale that is not drawn has no draw, and a closed one calls it off", () =>
  withDraw(async ({ app, platform, staff, members }) => {
    const path = "/api/sales/spring/registrations";
    assertEquals((await json(app.request("/api/sales/spring/draw"))).code, "unknown_draw");
    assertEquals((await json(send(app, "POST", path, members[0]!))).code, "unknown_sale");
    assertEquals((await json(send(app, "GET", `${path}/me`, members[0]!))).code, "unknown_sale");
    assertEquals((await app.request(path, { method: "POST" })).status, 401);
    await send(app, "POST", "/api/sales", staff, plan(platform.now()));
    await drawIn(app, "registering");
    assertEquals((await json(send(app, "GET", `${path}/me`, members[0]!))).code, "not_registered");
    const wrong = await send(app, "POST", path, members[0]!, { city: "13800138000" });
    assertEquals(wrong.status, 400);
    await send(app, "POST", "/api/sales/spring/close", staff);
    await drawIn(app, "cancelled");
    assertEquals((await json(send(app, "POST", path, members[0]!))).code, "draw_cancelled");
  }));

Deno.test("API: the journal of a draw is no answer to HEAD's body, and OpenAPI names all of it", () =>
  withDraw(async ({ app, platform, staff }) => {
    await send(app, "POST", "/api/sales", staff, plan(platform.now()));
    await drawIn(app, "registering");
    const head = await app.request("/api/sales/spring/draw/journal", { method: "HEAD" });
    assertEquals(head.status, 200);
    const { paths } = await json(app.request("/api/openapi.json"));
    for (const path of ["draw", "draw/journal", "registrations", "registrations/me"]) {
      assert(`/api/sales/{sale}/${path}` in paths, path);
    }
  }));

Deno.test("API: an identity is in a draw once, by whichever member, and never as it was sent", () =>
  withDraw(async ({ app, platform, staff, members }) => {
    const asks = { ...plan(platform.now()), identity: "optional" };
    await send(app, "POST", "/api/sales", staff, asks);
    await drawIn(app, "registering");
    const path = "/api/sales/spring/registrations";
    const identityNumber = "11010519491231002X";
    const [a, b] = members;
    assertEquals((await send(app, "POST", path, a!, { identityNumber })).status, 201);
    assertEquals(
      (await json(send(app, "POST", path, b!, { identityNumber }))).code,
      "identity_taken",
    );
    const wrong = await json(send(app, "POST", path, b!, { identityNumber: "110105194912310021" }));
    assertEquals(wrong.code, "invalid_identity");
    const look = await json(
      send(app, "POST", "/api/sales/spring/identities/look", staff, { identityNumber }),
    );
    assertEquals(look.members.map(({ outcome }: { outcome: string }) => outcome), ["registered"]);
    const journal = await app.request("/api/sales/spring/draw/journal");
    assert(!(await journal.text()).includes(identityNumber.slice(0, 12)));
    assertEquals((await send(app, "DELETE", path, a!)).status, 204);
    assertEquals((await send(app, "POST", path, b!, { identityNumber })).status, 201);
  }));
