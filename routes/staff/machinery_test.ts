import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { sale } from "../../actors/sales/sale.ts";
import { toInput } from "../../lib/console/times.ts";
import { jsonBytes } from "../../lib/kernel/codec.ts";
import { makeId } from "../../lib/kernel/ids.ts";
import { keys } from "../../lib/kernel/keys.ts";
import { type Staff, withConsole } from "./_testing.ts";

const seqsOn = (page: string): number[] =>
  [...page.matchAll(/class="console-entryline"[^>]*><span class="figures"[^>]*>(\d+)</g)]
    .map(([, seq]) => Number(seq));

const linkOn = (page: string, rel: string): string | undefined =>
  new RegExp(`<a [^>]*href="([^"]+)"[^>]*rel="${rel}"`).exec(page)?.[1]?.replaceAll("&amp;", "&");

Deno.test("actor: its journal is read a page at a time, back to the first entry and forth again", () =>
  withConsole(async ({ platform, text, get }) => {
    for (let turn = 0; turn < 22; turn++) {
      for (const act of ["pause", "resume"] as const) {
        assert((await platform.system.ask(sale("launch-2017"), act, {})).ok);
      }
    }
    const newest = await text("/staff/actors/sale/launch-2017");
    const { seq } = (await platform.system.journalHead(sale("launch-2017")))!;
    assert(seq > 41, `expected three pages, got ${seq} entries`);
    assertStringIncludes(newest, `第 ${seq - 19}–${seq} 条，共 ${seq} 条`);
    const seen = [...seqsOn(newest)];
    let page = newest;
    for (let next = linkOn(page, "next"); next; next = linkOn(page, "next")) {
      page = await text(next);
      seen.push(...seqsOn(page));
    }
    assertEquals(seen, Array.from({ length: seq }, (_, i) => seq - i));
    for (let back = linkOn(page, "prev"); back; back = linkOn(page, "prev")) {
      page = await text(back);
    }
    assertEquals(seqsOn(page), seqsOn(newest));
    const odd = await get("/staff/actors/sale/launch-2017?before=0", "staff");
    assertEquals(odd.status, 200);
    await odd.body?.cancel();
  }));

const HOUR = 3_600_000;
const BEGAN = 1_800_000_000_000;

interface Failed {
  readonly reason: string;
  readonly port?: string;
  readonly kind?: string;
}

/** Dead letters as the kernel keeps them, one an hour. */
async function keep({ platform }: Staff, letters: readonly Failed[]): Promise<string[]> {
  const ids = letters.map((_, hour) => makeId(BEGAN + hour * HOUR, hour, "test"));
  const sets = letters.map(({ reason, port, kind }, hour) => ({
    key: keys.dead(ids[hour]!),
    value: jsonBytes({
      id: ids[hour]!,
      at: BEGAN + hour * HOUR,
      reason,
      payload: { hour },
      ...(port ? { port } : {}),
      ...(kind ? { to: { kind, id: "a", command: "do" } } : {}),
    }),
  }));
  await platform.system.store.commit({ checks: [], sets, deletes: [] });
  return ids;
}

const lettersOn = (page: string): string[] => [
  ...new Set([...page.matchAll(/id="reason-([^"]+)"/g)].map(([, id]) => id!)),
];

Deno.test("dead letters: filtered by what they were, where they went, why and when", () =>
  withConsole(async (staff) => {
    const ids = await keep(staff, [
      { reason: "the provider refused", port: "payments" },
      { reason: "a flaw in decide", kind: "order" },
      { reason: "The member has no phone", port: "sms" },
      { reason: "a flaw in decide", kind: "lead" },
    ]);
    const found = async (query: string) =>
      lettersOn(await staff.text(`/staff/dead-letters?${query}`)).map((id) => ids.indexOf(id));
    assertEquals(await found(""), [0, 1, 2, 3]);
    assertEquals(await found("what=call"), [0, 2]);
    assertEquals(await found("what=command"), [1, 3]);
    assertEquals(await found("where=payments"), [0]);
    assertEquals(await found("where=lead&what=command"), [3]);
    assertEquals(await found("where=lead&what=call"), []);
    assertEquals(await found("reason=FLAW"), [1, 3]);
    assertEquals(await found(`since=${toInput(BEGAN + 2 * HOUR)}`), [2, 3]);
    assertEquals(await found("what=nonsense"), [0, 1, 2, 3]);
    const none = await staff.text("/staff/dead-letters?reason=nothing+like+it");
    assertStringIncludes(none, "没有符合条件的死信");
    const page = await staff.text("/staff/dead-letters");
    assertStringIncludes(page, '<option  value="payments"');
    assertStringIncludes(page, '<option  value="order"');
    const done = await staff.send(`/staff/dead-letters?what=call`, {
      ...{ do: "discard", letter: ids[0]!, reason: "tried by hand" },
    });
    assertEquals(done.headers.get("location"), "/staff/dead-letters?what=call&done=discard");
  }));

Deno.test("dead letters: pages of what a filter leaves, each letter once", () =>
  withConsole(async (staff) => {
    const ids = await keep(
      staff,
      Array.from(
        { length: 130 },
        (_, hour) => ({ reason: `no. ${hour}`, port: hour % 2 ? "sms" : "push" }),
      ),
    );
    let page = await staff.text("/staff/dead-letters?where=sms");
    const seen = lettersOn(page);
    assertEquals(seen.length, 50);
    for (let next = linkOn(page, "next"); next; next = linkOn(page, "next")) {
      page = await staff.text(next);
      seen.push(...lettersOn(page));
    }
    assertEquals(seen, ids.filter((_, hour) => hour % 2 === 1));
    assertEquals(lettersOn(await staff.text(linkOn(page, "first")!)), seen.slice(0, 50));
  }));
