import { assert, assertEquals } from "@std/assert";
import { LAUNCH_SALE } from "../../lib/showroom/seed.ts";
import { code, post, testTokens, withApi } from "./_testing.ts";

const CLAIMS = `/api/sales/${LAUNCH_SALE}/claims`;
const NUMBER = "11010519491231002X";

Deno.test("claims: one car for an identity number, by whichever member and however it is written", async () => {
  await withApi(async (app, platform) => {
    const [first, second, third] = testTokens(platform, 3);
    const ask = (token: string, identityNumber: string) =>
      post(app, CLAIMS, { source: "web", identityNumber }, token);
    assertEquals((await ask(first!, NUMBER)).status, 201);
    const again = await ask(second!, ` ${NUMBER.toLowerCase()} `);
    assertEquals([again.status, await code(again)], [409, "identity_taken"]);
    assertEquals((await (await ask(first!, NUMBER)).json()).outcome, "already");
    const wrong = await ask(third!, "110105194912310021");
    assertEquals([wrong.status, await code(wrong)], [400, "invalid_request"]);
    // Who gives none is asked for none.
    assertEquals((await post(app, CLAIMS, {}, second!)).status, 201);
    const journal = await (await app.request(`/api/sales/${LAUNCH_SALE}/journal`)).text();
    assert(journal.includes('"identity":"p'));
    assert(!journal.toUpperCase().includes(NUMBER.slice(0, 14)), "nobody can read the number");
  });
});
