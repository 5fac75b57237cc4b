import { assert, assertEquals } from "@std/assert";
import { KEPT } from "../../actors/sales/rehearsals.ts";
import { LAUNCH_SALE } from "../../lib/showroom/seed.ts";
import { leadRows } from "../../lib/read_models/sales.ts";
import {
  type App,
  code,
  eventually,
  post,
  signIn,
  STAFF_PHONE,
  testTokens,
  withApi,
} from "./_testing.ts";

const small = { sale: LAUNCH_SALE, participants: 40, cars: 5, seed: 3 };

const read = async (app: App, path: string, token: string) => {
  const response = await app.request(path, { headers: { authorization: `Bearer ${token}` } });
  assertEquals(response.status, 200);
  return await response.json();
};

const ended = (app: App, id: string, token: string) =>
  eventually(async () => {
    const one = await read(app, `/api/rehearsals/${id}`, token);
    return one.endedAt === null ? undefined : one;
  });

Deno.test("rehearsals: forecast beside outcome, kept, and nothing of it in the sale itself", async () => {
  await withApi(async (app, platform) => {
    const staff = await signIn(app, STAFF_PHONE);
    const started = await post(app, "/api/rehearsals", small, staff);
    assertEquals(started.status, 202);
    const { id, plan, forecast, status } = await started.json();
    assertEquals([plan.participants, plan.cars, plan.abandon, status], [40, 5, 0.3, "running"]);
    assertEquals([forecast.sold, forecast.leads, forecast.payments], [5, 40, 5]);

    const done = await ended(app, id, staff);
    assertEquals(done.status, "finished");
    const { sold, leads, payments, oversold, problems, moments } = done.outcome;
    assertEquals([sold, leads, payments, oversold, problems], [5, 40, 5, 0, []]);
    assert(moments.length > 2);

    const { rehearsals } = await read(app, "/api/rehearsals", staff);
    assertEquals(rehearsals.map((one: { id: string }) => one.id), [id]);
    assertEquals(rehearsals[0].outcome.moments, undefined);
    assertEquals((await read(app, "/api/rehearsals?sale=another", staff)).rehearsals, []);

    const sale = await read(app, `/api/sales/${LAUNCH_SALE}`, staff);
    assertEquals([sale.participants, sale.allocated, sale.capacity], [0, 0, 3]);
    for await (const row of platform.system.rows(leadRows).list([])) throw new Error(`${row.key}`);
  });
});

Deno.test("rehearsals: staff alone, one at a time, of a sale that there is", async () => {
  await withApi(async (app, platform) => {
    const [member] = testTokens(platform, 1);
    assertEquals(await code(await post(app, "/api/rehearsals", small, member)), "staff_only");
    assertEquals(await code(await post(app, "/api/rehearsals", small)), "sign_in_required");
    const staff = await signIn(app, STAFF_PHONE);
    const ask = async (change: object) =>
      await code(await post(app, "/api/rehearsals", { ...small, ...change }, staff));
    assertEquals(await ask({ sale: "no-such-sale" }), "unknown_sale");
    assertEquals(await ask({ participants: 20_001 }), "invalid_request");
    assertEquals(await ask({ abandon: 1.1 }), "invalid_request");
    assertEquals(await ask({ members: ["m1"] }), "invalid_request");

    const big = { ...small, participants: 20_000 };
    const { id } = await (await post(app, "/api/rehearsals", big, staff)).json();
    assertEquals(await ask({}), "rehearsal_running");
    const cancelled = await post(app, `/api/rehearsals/${id}/cancel`, undefined, staff);
    assertEquals((await cancelled.json()).status, "stopping");
  });
});

Deno.test("rehearsals: those that a stopping server leaves are recorded as interrupted", async () => {
  await withApi(async (app, platform) => {
    const staff = await signIn(app, STAFF_PHONE);
    const big = { ...small, participants: 20_000 };
    const { id } = await (await post(app, "/api/rehearsals", big, staff)).json();
    await platform.rehearsals.stop();
    assertEquals((await read(app, `/api/rehearsals/${id}`, staff)).status, "interrupted");
    assertEquals(
      await code(await post(app, "/api/rehearsals/nosuchone/cancel", {}, staff)),
      "unknown_rehearsal",
    );
  });
});

Deno.test("rehearsals: a cancelled one ends, and the oldest gives way to a new one", async () => {
  await withApi(async (app) => {
    const staff = await signIn(app, STAFF_PHONE);
    const start = async (participants: number) =>
      (await (await post(app, "/api/rehearsals", { ...small, participants }, staff)).json()).id;
    const first = await start(20_000);
    await post(app, `/api/rehearsals/${first}/cancel`, undefined, staff);
    assertEquals((await ended(app, first, staff)).status, "cancelled");
    for (let i = 0; i < KEPT; i++) await ended(app, await start(1), staff);
    const { rehearsals } = await read(app, "/api/rehearsals", staff);
    assertEquals(rehearsals.length, KEPT);
    assert(rehearsals.every((one: { id: string }) => one.id !== first));
  });
});
