import { assertEquals, assertStringIncludes } from "@std/assert";
import { code, post, signIn, STAFF_PHONE, testTokens, withApi } from "./_testing.ts";

const LU = "/api/staff/showroom/lu";

Deno.test("showroom API: a draft is begun, changed, published; codes keep their price, orders ask for the new one", () =>
  withApi(async (app, platform) => {
    const staff = await signIn(app, STAFF_PHONE);
    const [member] = testTokens(platform, 1) as [string];
    const read = async (path: string) =>
      await (await app.request(path, { headers: { authorization: `Bearer ${staff}` } })).json();
    const patch = (body: unknown) =>
      app.request(`${LU}/draft`, {
        method: "PATCH",
        headers: { "content-type": "application/json", authorization: `Bearer ${staff}` },
        body: JSON.stringify(body),
      });
    assertEquals((await post(app, `${LU}/draft`, { from: 1 }, member)).status, 403);
    assertEquals(await code(await patch({ revision: 1, edits: [] })), "invalid_request");
    assertEquals((await post(app, `${LU}/draft`, { from: 1 }, staff)).status, 201);
    assertEquals(await code(await post(app, `${LU}/draft`, { from: 1 }, staff)), "draft_exists");
    const { options } = await read("/api/models/lu");
    const maple = options.find((one: { code: string }) => one.code === "paint_maple");
    const edit = { do: "put", list: "options", item: { ...maple, priceFen: 900_000 } };
    assertEquals(await (await patch({ revision: 1, edits: [edit] })).json(), { revision: 2 });
    assertEquals(await code(await patch({ revision: 1, edits: [edit] })), "changed_meanwhile");
    const { changes, problems } = await read(LU);
    assertEquals(problems, []);
    assertEquals(changes, [{
      list: "options",
      code: "paint_maple",
      kind: "changed",
      fields: [{ field: "priceFen", before: 700_000, after: 900_000 }],
    }]);
    const published = await post(app, `${LU}/publications`, { revision: 2, note: "x" }, staff);
    assertEquals([published.status, (await published.json()).version], [201, 2]);

    assertEquals((await read("/api/models/lu")).version, 2);
    assertEquals((await read(`${LU}/versions/1`)).version, 1);
    const { configuration, outdated } = await read("/api/configurations/LU1-AZSVM");
    assertEquals([configuration.priceFen, outdated], [23_290_000, true]);
    const refused = await post(app, "/api/vehicle-orders", { code: "LU1-AZSVM" }, member);
    assertEquals(refused.status, 409);
    const answer = await refused.json();
    assertEquals(
      [answer.code, answer.wasFen, answer.priceFen],
      ["price_changed", 23_290_000, 23_490_000],
    );
    const placed = await post(app, "/api/vehicle-orders", { code: answer.configuration }, member);
    assertEquals(placed.status, 201);
  }));

Deno.test("showroom API: an order keeps its price and its parts through later publications", () =>
  withApi(async (app, platform) => {
    const staff = await signIn(app, STAFF_PHONE);
    const [member] = testTokens(platform, 1) as [string];
    const headers = { authorization: `Bearer ${member}` };
    const placed = await post(app, "/api/vehicle-orders", { code: "LU1-AZSVM" }, member);
    const { id } = await placed.json();
    const car = async () =>
      (await (await app.request(`/api/vehicle-orders/${id}`, { headers })).json()).car;
    const before = await car();
    await post(app, `${LU}/draft`, { from: 1 }, staff);
    await app.request(`${LU}/draft`, {
      method: "PATCH",
      headers: { "content-type": "application/json", authorization: `Bearer ${staff}` },
      body: JSON.stringify({
        revision: 1,
        edits: [{
          do: "describe",
          model: {
            name: { zh: "新鹭", en: "New Lu" },
            line: { zh: "新", en: "new" },
            energy: "electric",
            seats: 5,
          },
        }],
      }),
    });
    const done = await post(app, `${LU}/publications`, { revision: 2, note: "更名" }, staff);
    assertEquals(done.status, 201);
    assertEquals(await car(), before);
    assertEquals(before.templateVersion, 1);
    const { template } = platform.showroom.open(before.code)!;
    assertEquals(template.name.zh, "鹭");
  }));

Deno.test("showroom API: a publication ahead of its time waits, and can be called off", () =>
  withApi(async (app, platform) => {
    const staff = await signIn(app, STAFF_PHONE);
    await post(app, `${LU}/draft`, { from: 1 }, staff);
    const at = platform.now() + 3_600_000;
    const same = await post(app, `${LU}/publications`, { revision: 1, note: "x", at }, staff);
    assertEquals(await code(same), "nothing_changed");
    assertEquals(
      await code(await post(app, `${LU}/publications/call-off`, undefined, staff)),
      "no_publication_waits",
    );
    const unsound = await post(app, `${LU}/draft`, { from: 7 }, staff);
    assertEquals(await code(unsound), "unknown_version");
    const { paths } = await (await app.request("/api/openapi.json")).json();
    assertStringIncludes(JSON.stringify(paths["/api/staff/showroom/{model}/draft"]), "editDraft");
  }));
