/** Papers of an order as files: handed in by the buyer, seen by nobody else unnoticed. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { vehicleOrder } from "../../actors/orders/vehicle_order.ts";
import { MAX_FILE_BYTES } from "../../lib/vault/files.ts";
import { eventually } from "../api/_testing.ts";
import { type Members, withMembers } from "./_testing.ts";

const JPEG = [0xff, 0xd8, 0xff, 0xe0];

const upload = (code: string, bytes: Uint8Array<ArrayBuffer>, type = "image/jpeg") => {
  const form = new FormData();
  form.set("code", code);
  form.set("file", new File([bytes], "paper.jpg", { type }));
  return form;
};
const picture = (...rest: number[]) => new Uint8Array([...JPEG, ...rest]);

async function reserved(members: Members) {
  const one = members.member(1);
  const { body } = await one.ask("POST", "/api/vehicle-orders", { code: "LU1-AZSVM" });
  const read = () =>
    members.platform.system.view(vehicleOrder(body.id), (order) => structuredClone(order));
  const place = await one.send(`/my/orders/${body.id}`, { do: "reservation" });
  await members.pay(place.headers.get("location")!);
  await eventually(async () => (await read()).status === "reserved" || undefined);
  return { one, id: body.id as string, here: `/my/orders/${body.id}/papers`, read };
}

Deno.test("papers: a file is handed in, seen again, replaced, and no more once accepted", () =>
  withMembers(async (members) => {
    const { one, id, here, read } = await reserved(members);
    assertStringIncludes(await one.text(`/my/orders/${id}`), here);
    const sent = await one.send(here, upload("identity_card", picture(1, 2, 3)));
    assertEquals(sent.headers.get("location"), `${here}?sent&of=identity_card`);
    assertStringIncludes(await one.text(here), "已交，待审");
    const seen = await one.get(`${here}/identity_card`);
    assertEquals(new Uint8Array(await seen.arrayBuffer()), picture(1, 2, 3));
    assertEquals(seen.headers.get("content-type"), "image/jpeg");
    assertEquals(seen.headers.get("cache-control"), "private, no-store");

    await one.send(here, upload("identity_card", picture(9)));
    const again = await one.get(`${here}/identity_card`);
    assertEquals(new Uint8Array(await again.arrayBuffer()), picture(9));
    await members.platform.system.ask(vehicleOrder(id), "accept_document", {
      code: "identity_card",
    });
    const late = await one.send(here, upload("identity_card", picture(5)));
    assertEquals(late.headers.get("location"), `${here}?why=paper_accepted&of=identity_card`);
    assertEquals((await read()).files.identity_card?.bytes, 5);
  }));

Deno.test("papers: what is too large, nothing or no picture is not taken, with the reason", () =>
  withMembers(async (members) => {
    const { one, here, read } = await reserved(members);
    const why = async (form: FormData) =>
      new URL((await one.send(here, form)).headers.get("location")!, "http://x").searchParams
        .get("why");
    const page = new TextEncoder().encode("<script>alert(1)</script>");
    assertEquals(await why(upload("identity_card", page)), "file_type");
    assertEquals(await why(upload("identity_card", new Uint8Array(0))), "file_missing");
    const large = new Uint8Array(MAX_FILE_BYTES + 1);
    large.set(JPEG);
    assertEquals(await why(upload("identity_card", large)), "file_large");
    const larger = new Uint8Array(MAX_FILE_BYTES * 2);
    assertEquals(await why(upload("identity_card", larger)), "file_large");
    assertEquals(await why(upload("invoice", picture(1))), "not_due");
    assertEquals((await one.send(here, upload("passport", picture(1)))).status, 400);
    assertEquals((await read()).files, {});
  }));

Deno.test("papers: of another's order there is nothing, and before a payment nothing is taken", () =>
  withMembers(async (members) => {
    const { one, here } = await reserved(members);
    await one.send(here, upload("contract", picture(1)));
    const other = members.member(2);
    assertEquals((await other.get(here)).status, 404);
    assertEquals((await other.get(`${here}/contract`)).status, 404);
    assertEquals((await other.send(here, upload("contract", picture(2)))).status, 404);
    assertEquals((await members.staff().get(`${here}/contract`)).status, 404);
    assertEquals((await one.get(`${here}/identity_card`)).status, 404);
    const { body } = await one.ask("POST", "/api/vehicle-orders", { code: "LU1-AZSVM" });
    const early = await one.send(`/my/orders/${body.id}/papers`, upload("contract", picture(1)));
    assert(early.headers.get("location")!.includes("why=not_due"));
    assertStringIncludes(await one.text(`/my/orders/${body.id}/papers`), "付过小订或定金以后");
  }));
