/** A member of many years: each of their lists is whole, by pages. */
import { assert, assertEquals } from "@std/assert";
import { calendar } from "../../actors/appointments/calendar.ts";
import { eraseMember } from "../../lib/members/erase.ts";
import { bookingsOfMember } from "../../lib/read_models/bookings.ts";
import { eventually } from "../api/_testing.ts";
import { type Member, withMembers } from "./_testing.ts";

const unescaped = (text: string): string => text.replaceAll("&amp;", "&");

/** What `found` finds on the list's pages, one by one, as the ways on lead. */
async function turned(
  member: Member,
  first: string,
  found: RegExp,
  rel: RegExp,
): Promise<string[][]> {
  const pages: string[][] = [];
  for (let path: string | undefined = first; path !== undefined;) {
    const text: string = await member.text(path, "en");
    pages.push([...new Set([...text.matchAll(found)].map(([, id]) => id!))]);
    const next = rel.exec(text)?.[1];
    path = next && unescaped(next);
  }
  return pages;
}

const NEXT = /<a class="icon-button" href="([^"]+)"[^>]*rel="next"/;

Deno.test("a member's orders of cars come by pages, none of them cut off", () =>
  withMembers(async ({ member }) => {
    const a = member(1);
    const placed: string[] = [];
    for (let number = 0; number < 103; number++) {
      const { body } = await a.ask("POST", "/api/vehicle-orders", { code: "LU1-AZSVM" });
      placed.push(body.id);
    }
    for (const path of ["/my/orders", "/orders"]) {
      const pages = await turned(a, path, /href="\/my\/orders\/(v-[^"]+)"/g, NEXT);
      assertEquals(pages.map(({ length }) => length), [20, 20, 20, 20, 20, 3], path);
      assertEquals(new Set(pages.flat()), new Set(placed), path);
    }
    const listed = await a.ask("GET", "/api/members/me/vehicle-orders");
    assertEquals(listed.body.orders.length, 103);
    const text = await a.text("/my/orders?page=99", "zh");
    assert(text.includes("第 6 页，共 6 页"));
  }));

Deno.test("a member's bookings are all there: listed by pages, and given up with an erasure", () =>
  withMembers(async ({ platform, member }) => {
    const a = member(1);
    const { system } = platform;
    const dealer = "sh-xuhui";
    const { body } = await a.ask("GET", `/api/dealers/${dealer}/slots?kind=test_drive&model=lu`);
    const startAt = body.slots.at(-1).startAt as number;
    const wish = { kind: "test_drive", model: "lu" };
    // Ids are drawn, so that any of them may be the last in the order of the rows.
    for (let number = 0; number < 340; number++) {
      const answer = await a.ask("POST", "/api/bookings", { dealer, wish, startAt });
      assertEquals(answer.status, 201);
      await a.ask("POST", `/api/bookings/${answer.body.id}/cancel`);
    }
    const kept = await a.ask("POST", "/api/bookings", { dealer, wish, startAt });
    const all = new Set<string>();
    for await (const { key } of system.rows(bookingsOfMember).list([a.id])) {
      all.add(key[1] as string);
    }
    assertEquals(all.size, 341);
    const pages = await turned(a, "/my/bookings", /href="\/my\/bookings\/(sh-[^"?]+)"/g, NEXT);
    assertEquals(pages.length, 17);
    assert(pages.every((page) => page.includes(kept.body.id)), "what is to come is on each page");
    assertEquals(new Set(pages.flat()), all);
    const standing = () =>
      system.view(
        calendar(dealer),
        ({ bookings }) => [...bookings.values()].filter(({ status }) => status === "confirmed"),
      );
    assertEquals((await standing()).length, 1);
    await eraseMember(platform, a.id);
    await eventually(async () => (await standing()).length === 0 || undefined);
  }));
