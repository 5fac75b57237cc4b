import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { privacy } from "../../actors/members/privacy.ts";
import { staffLog } from "../../actors/platform/staff_log.ts";
import { LEAST_REASON } from "../../lib/members/lead_people.ts";
import type { Platform } from "../../lib/platform.ts";
import { type App, code, eventually, post, signIn, STAFF_PHONE, withApi } from "./_testing.ts";

const SALE = "/api/sales/launch-2017";
const PHONES = ["13800138021", "13800138022"];
const WHY = "回访没有到账的订金";

const get = (app: App, path: string, token: string) =>
  app.request(path, { headers: { authorization: `Bearer ${token}` } });

/** Two people with names who took part, and their leads. */
async function withPeople(run: (app: App, platform: Platform, staff: string) => Promise<void>) {
  await withApi(async (app, platform) => {
    const names = ["张晓明", "=HYPERLINK(1)"];
    for (const [i, phone] of PHONES.entries()) {
      const token = await signIn(app, phone);
      await platform.vault.put(platform.identity.memberId(phone), "name", names[i]!);
      assertEquals((await post(app, `${SALE}/claims`, { city: "杭州" }, token)).status, 201);
    }
    const staff = await signIn(app, STAFF_PHONE);
    await eventually(async () =>
      (await (await get(app, `${SALE}/reconciliation`, staff)).json()).reconciled || undefined
    );
    await run(app, platform, staff);
  });
}

const linesOf = async (response: Response): Promise<string[]> => {
  assertEquals(response.status, 200);
  return (await response.text()).trim().split("\r\n");
};

const looksOf = ({ system, identity }: Platform, phone: string) =>
  system.view(privacy(identity.memberId(phone)), ({ looks }) => structuredClone(looks));

const actsOf = async ({ system }: Platform): Promise<string[]> => {
  const lines = await Array.fromAsync(system.journal(staffLog("all")));
  return lines.flatMap((line) => JSON.parse(line).events)
    .map(([, { action, target, reason }]) => `${action} ${target} ${reason ?? "-"}`);
};

Deno.test("leads.csv: names and phones are masked, and nobody's ledger is written", () =>
  withPeople(async (app, platform, staff) => {
    const [head, ...lines] = await linesOf(await get(app, `${SALE}/leads.csv`, staff));
    assertStringIncludes(head!, "member,name,phone,outcome");
    const all = lines.join("\n");
    assertStringIncludes(all, ",张*,138****8021,");
    assertStringIncludes(all, ",'=*,138****8022,");
    for (const hidden of ["晓明", "HYPERLINK", ...PHONES]) assert(!all.includes(hidden), hidden);
    assertEquals(await looksOf(platform, PHONES[0]!), []);
    assertEquals(await actsOf(platform), ["leads_exported launch-2017 -"]);
  }));

Deno.test("leads/export: whole people for a reason, which each of them reads first", () =>
  withPeople(async (app, platform, staff) => {
    const path = `${SALE}/leads/export`;
    const lines = await linesOf(await post(app, path, { reason: WHY }, staff));
    assertEquals(lines.length, 3);
    const all = lines.join("\n");
    assertStringIncludes(all, ",张晓明,13800138021,");
    assertStringIncludes(all, ",'=HYPERLINK(1),13800138022,");
    const by = platform.identity.memberId(STAFF_PHONE);
    for (const phone of PHONES) {
      const [look, ...others] = await looksOf(platform, phone);
      assertEquals([look!.by, look!.why, look!.fields, others], [by, WHY, ["name", "phone"], []]);
    }
    assertEquals(await actsOf(platform), [`people_exported launch-2017 ${WHY}`]);

    const first = await linesOf(await post(app, path, { reason: WHY, limit: 1 }, staff));
    const after = first[1]!.split(",")[0];
    const rest = await linesOf(await post(app, path, { reason: WHY, after }, staff));
    assertEquals([...first, rest[1]], lines);
  }));

Deno.test("leads/export: not without a reason, not for members, and nothing of who was erased", () =>
  withPeople(async (app, platform, staff) => {
    const path = `${SALE}/leads/export`;
    const ask = async (reason: string, token: string) =>
      await code(await post(app, path, { reason }, token));
    assertEquals(await ask("x".repeat(LEAST_REASON - 1), staff), "reason_missing");
    assertEquals(await ask("   x   ", staff), "reason_missing");
    assertEquals(await ask("", staff), "invalid_request");
    assertEquals(await ask(WHY, await signIn(app, "13800138023")), "staff_only");
    const unknown = await post(app, "/api/sales/no-such/leads/export", { reason: WHY }, staff);
    assertEquals(await code(unknown), "unknown_sale");
    assertEquals(await actsOf(platform), []);

    const [gone, kept] = PHONES.map((phone) => platform.identity.memberId(phone));
    await platform.vault.erase(gone!);
    const lines = await linesOf(await post(app, path, { reason: WHY }, staff));
    assert(lines.some((line) => line.startsWith(`${gone},,,allocated`)));
    assert(lines.some((line) => line.startsWith(`${kept},'=HYPERLINK`)));
    assertEquals(await looksOf(platform, PHONES[0]!), []);
  }));
