/** The handover's protocol: the same paper for the dealer and the buyer, before and after it is signed. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { HANDED } from "../../lib/orders/handover_protocol.ts";
import { CHECKLIST } from "../../lib/orders/way.ts";
import { type Desk, HANDOVER, VIN, withDesk } from "../api/_ordering_testing.ts";
import { consoleOf, ORIGIN } from "../staff/_testing.ts";
import { myPages } from "./_testing.ts";

/** What a page says without its markup. */
const words = (html: string): string =>
  html.replace(/<script[\s\S]*?<\/script>/g, "").replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");

const boxes = (html: string): { readonly open: number; readonly ticked: number } => ({
  open: html.match(/aria-label="未勾选"/g)?.length ?? 0,
  ticked: html.match(/aria-label="已确认"/g)?.length ?? 0,
});

function readers({ platform, bearer }: Desk) {
  const [own, staff] = [myPages(platform), consoleOf(platform)];
  const ask = (pages: typeof own, token: string) => (path: string, init: RequestInit = {}) =>
    pages(
      new Request(ORIGIN + path, {
        ...init,
        headers: { "accept-language": "zh", cookie: `session=${token}`, origin: ORIGIN },
      }),
    );
  return {
    buyer: ask(own, bearer.a),
    stranger: ask(own, bearer.b),
    staff: ask(staff, bearer.staff),
  };
}

Deno.test("handover protocol: before the handover it is a sheet to sign by hand", () =>
  withDesk(async (desk) => {
    const id = await desk.ready();
    const { buyer, stranger, staff } = readers(desk);
    const own = await (await buyer(`/my/orders/${id}/protocol`)).text();
    for (const word of ["交车确认单", "霜枫", VIN, "约定时间", "12345678", "林岚", "买方签字"]) {
      assertStringIncludes(words(own), word);
    }
    assertEquals(boxes(own), { open: CHECKLIST.length + HANDED.length, ticked: 0 });
    const theirs = await (await staff(`/staff/vehicle-orders/${id}/protocol`)).text();
    assertStringIncludes(words(theirs), VIN);
    assert(!theirs.includes("林岚"), "the buyer writes the name: it stays in the buyer's vault");
    const links = [
      await (await buyer(`/my/orders/${id}/handover`)).text(),
      await (await staff(`/staff/vehicle-orders/${id}/handover`)).text(),
    ];
    for (const html of links) assertStringIncludes(html, `${id}/protocol"`);
    assertEquals((await stranger(`/my/orders/${id}/protocol`)).status, 404);
  }));

Deno.test("handover protocol: what was noted and signed on the tablet stands on both papers", () =>
  withDesk(async (desk) => {
    const id = await desk.ready();
    const { buyer, staff } = readers(desk);
    const tablet = `/staff/vehicle-orders/${id}/handover`;
    const form = (mileage: string) =>
      staff(tablet, {
        method: "POST",
        body: new URLSearchParams([
          ...CHECKLIST.map((point) => ["check", point]),
          ...["invoice", "manual", "charging_cable"].map((one) => ["handed", one]),
          ["mileage", mileage],
          ["remarks", "左后门有一处划痕，\n补漆后回访"],
          ["strokes", "10 10 80 40 90 60;5 5 9 9"],
        ]),
      });
    const refused = await form("twelve");
    assertEquals(refused.status, 422);
    const again = await refused.text();
    assertStringIncludes(again, "0 至 9999 的整数");
    assertStringIncludes(again, "补漆后回访");
    assertEquals((await form("12")).status, 303);
    await desk.settled(id, ({ status }) => status === "delivered");
    for (
      const html of [
        await (await buyer(`/my/orders/${id}/protocol`)).text(),
        await (await staff(`/staff/vehicle-orders/${id}/protocol`)).text(),
      ]
    ) {
      assertEquals(boxes(html), { open: HANDED.length - 3, ticked: CHECKLIST.length + 3 });
      for (const word of ["交付时间", "12 公里", "左后门有一处划痕", "已封存"]) {
        assertStringIncludes(words(html), word);
      }
      assertStringIncludes(html, "<polyline");
    }
    assertStringIncludes(await (await buyer(`/my/orders/${id}`)).text(), `${id}/protocol"`);
  }));

Deno.test("handover protocol: a handover that noted nothing leaves boxes and lines for the pen", () =>
  withDesk(async (desk) => {
    const id = await desk.ready();
    const { buyer } = readers(desk);
    await desk.staff(`/api/staff/vehicles/${VIN}/handover`, HANDOVER);
    await desk.settled(id, ({ status }) => status === "delivered");
    const html = await (await buyer(`/my/orders/${id}/protocol`)).text();
    assertEquals(boxes(html), { open: HANDED.length, ticked: CHECKLIST.length });
    assertStringIncludes(html, "protocol__lines");
    assertStringIncludes(words(html), "林岚（输入姓名签署）");
  }));
