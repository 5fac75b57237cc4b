import { assertEquals } from "@std/assert";
import { withDesk } from "../api/_ordering_testing.ts";
import { ORIGIN } from "../staff/_testing.ts";
import { myPages } from "./_testing.ts";

// A buyer who had locked and paid was told that the time comes once the order is locked.
Deno.test("order: what is said of the delivery goes with the order, until staff say when", () =>
  withDesk(async (desk) => {
    const pages = myPages(desk.platform);
    const said = async (id: string) => {
      const headers = { "accept-language": "en", cookie: `session=${desk.bearer.a}` };
      const html = await (await pages(new Request(`${ORIGIN}/my/orders/${id}`, { headers })))
        .text();
      return ["Once the order is locked", "Your car is being scheduled", "The ship is late"]
        .filter((words) => html.includes(words));
    };
    assertEquals(await said(await desk.ordered()), ["Once the order is locked"]);
    const id = await desk.locked();
    assertEquals(await said(id), ["Your car is being scheduled"]);
    const day = 86_400_000;
    const from = desk.platform.now() + 30 * day;
    await desk.staff(`/api/staff/vehicle-orders/${id}/expectation`, {
      from,
      to: from + 7 * day,
      reason: "The ship is late",
    });
    assertEquals(await said(id), ["The ship is late"]);
  }));
