import { assertEquals, assertStringIncludes } from "@std/assert";
import { code, post, testTokens, withApi } from "./_testing.ts";

Deno.test("catalogue: models are listed, and each can be read whole", () =>
  withApi(async (app) => {
    const { models } = await (await app.request("/api/models")).json();
    assertEquals(models.map(({ model }: { model: string }) => model), ["lu", "ting", "xiu", "fan"]);
    const lu = await (await app.request("/api/models/lu")).json();
    assertEquals([lu.version, lu.trims.length], [1, 3]);
    const missing = await app.request("/api/models/sampan");
    assertEquals([missing.status, await code(missing)], [404, "unknown_model"]);
  }));

Deno.test("catalogue: a click is explained before it is made, and its code opens the same car", () =>
  withApi(async (app) => {
    const answer = await post(app, "/api/models/lu/resolve", {
      trim: "performance",
      wishes: ["tow_bar"],
      click: "pack_track",
    });
    const { configuration, click } = await answer.json();
    assertEquals(configuration.priceFen, 21_990_000 + 600_000);
    assertEquals(click.adds.map((one: { code: string }) => one.code), ["wheels_ridge"]);
    assertEquals(click.differenceFen, 1_200_000);
    const again = await app.request(`/api/configurations/${click.configuration.code}`);
    assertEquals(await again.json(), {
      configuration: click.configuration,
      wishes: ["pack_track"],
      outdated: false,
    });
    const wrong = await post(app, "/api/models/lu/resolve", { trim: "gold", wishes: [] });
    assertStringIncludes((await wrong.json()).detail, "core, long, performance");
    const unknown = await app.request("/api/configurations/LU1-ZZZZZ");
    assertEquals([unknown.status, await code(unknown)], [404, "unknown_configuration"]);
  }));

Deno.test("catalogue: a member keeps configurations that nobody else sees", () =>
  withApi(async (app, platform) => {
    const [mine, other] = testTokens(platform, 2) as [string, string];
    const { configuration } =
      await (await post(app, "/api/models/ting/resolve", { trim: "plus", wishes: ["bike_rack"] }))
        .json();
    const list = async (token: string) =>
      (await (await app.request("/api/configurations", {
        headers: { authorization: `Bearer ${token}` },
      })).json()).saved;
    const saved = await post(app, "/api/configurations", { code: configuration.code }, mine);
    assertEquals(saved.status, 201);
    assertEquals((await list(mine))[0].configuration, configuration);
    assertEquals(await list(other), []);
    assertEquals((await app.request("/api/configurations")).status, 401);
    const removed = await app.request(`/api/configurations/${configuration.code}`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${mine}` },
    });
    assertEquals([removed.status, await list(mine)], [200, []]);
  }));
