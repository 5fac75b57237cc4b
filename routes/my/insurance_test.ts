import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { insurance } from "../../actors/orders/insurance.ts";
import { vehicleOrder } from "../../actors/orders/vehicle_order.ts";
import { eventually } from "../api/_testing.ts";
import { type Members, withMembers } from "./_testing.ts";

const ID = "v-insured";
const PAGE = `/my/orders/${ID}/insurance`;

async function placed({ platform, member }: Members): Promise<void> {
  const outcome = await platform.system.ask(vehicleOrder(ID), "place", {
    memberId: member(1).id,
    car: {
      model: "lu",
      trim: "plus",
      templateVersion: 1,
      code: "LU-1",
      options: [],
      drive: "new_energy",
      parts: [{ code: "base", kind: "base", amountFen: 21_990_000 }],
      priceFen: 21_990_000,
    },
  });
  assert(outcome.ok, JSON.stringify(outcome));
}

const reaches = ({ platform }: Members, wanted: string) =>
  eventually(() =>
    platform.system.view(insurance(ID), ({ status }) => status === wanted || undefined)
  );

const WISH = {
  do: "ask",
  damage: "1",
  third_party: "3000000",
  seat: "10000",
  add_on: "power_grid",
};

Deno.test("insurance: quotes are compared, one is bought with consent, and the policy is kept", () =>
  withMembers(async (members) => {
    await placed(members);
    const one = members.member(1);
    const first = await one.text(PAGE);
    for (const word of ["交强险", "车损", "三者", "车上人员", "新能源条款"]) {
      assertStringIncludes(first, word);
    }
    assertEquals((await one.send(PAGE, WISH)).headers.get("location"), PAGE);
    await reaches(members, "quoted");
    const quoted = await one.text(PAGE);
    for (const word of ["清禾财险", "云帆财险", "柏山财险", "最低", "合计保费"]) {
      assertStringIncludes(quoted, word);
    }
    assert(!/<input[^>]*name="consent"[^>]*checked/.test(quoted), "no box is ticked beforehand");
    const { quotes } = await members.platform.system.view(insurance(ID), (found) => ({ ...found }));
    const buy = { do: "buy", quote: quotes[0]!.quoteId };
    const without = await one.send(PAGE, buy);
    assertEquals(without.headers.get("location"), `${PAGE}?refused=consent_missing`);
    assertStringIncludes(await one.text(`${PAGE}?refused=consent_missing`), "同意把资料提供给");
    const bought = await one.send(PAGE, { ...buy, consent: "1" });
    const place = bought.headers.get("location")!;
    assertStringIncludes(place, "/sandbox/pay/");
    await reaches(members, "paying");
    const due = await one.text(PAGE);
    assertStringIncludes(due, "付款以后才出单");
    assert(!due.includes("商业险保单号"), "no policy is there before its premium");
    const paymentId = place.split("/").at(-1)!;
    await members.platform.cashier!.pay(paymentId);
    await reaches(members, "insured");
    const insured = await one.text(PAGE);
    assertStringIncludes(insured, "商业险保单号");
    assertStringIncludes(insured, "交强险保单号");
    assert(!insured.includes('name="third_party"'), "an insured car is not insured again");
    const again = await one.send(PAGE, WISH);
    assertEquals(again.headers.get("location"), `${PAGE}?refused=insured_already`);
  }));

Deno.test("insurance: a premium of another amount goes back, and the cover can still be bought", () =>
  withMembers(async (members) => {
    await placed(members);
    const one = members.member(1);
    await one.send(PAGE, WISH);
    await reaches(members, "quoted");
    const buys = async () => {
      const { quotes } = await members.platform.system.view(insurance(ID), (found) => ({
        ...found,
      }));
      const buy = { do: "buy", quote: quotes[0]!.quoteId, consent: "1" };
      return (await one.send(PAGE, buy)).headers.get("location")!;
    };
    await members.pay(await buys(), { notify: "wrong_amount" });
    const says = (words: string, language: "zh" | "en") =>
      eventually(async () => {
        const page = await one.text(PAGE, language);
        return page.includes(words) ? page : undefined;
      });
    const back = await says("已全额原路退回", "zh");
    for (const words of ["少 ¥0.01", "重新付一次"]) assertStringIncludes(back, words);
    assert(!back.includes("保单号"), "nobody is insured for another amount");
    await says("¥0.01 less than the", "en");
    await members.pay(await buys());
    await reaches(members, "insured");
    const insured = await one.text(PAGE);
    assertStringIncludes(insured, "交强险保单号");
    assert(!insured.includes("¥0.01"), "it is past");
  }));

Deno.test("insurance: of another's order there is nothing, and nonsense is refused", () =>
  withMembers(async (members) => {
    await placed(members);
    assertEquals((await members.member(2).get(PAGE)).status, 404);
    assertEquals((await members.member(2).send(PAGE, WISH)).status, 404);
    assertEquals((await members.member(1).get("/my/orders/none/insurance")).status, 404);
    const strange = await members.member(1).send(PAGE, { ...WISH, third_party: "7" });
    assertEquals(strange.headers.get("location"), `${PAGE}?refused=other`);
    assertStringIncludes(await members.member(1).text(PAGE, "en"), "Third-party liability");
  }));

Deno.test("insurance: staff who may see any order do not stand in for its buyer on the buyer's pages", () =>
  withMembers(async (members) => {
    await placed(members);
    // Since roles are looked up by the member, the pages had let staff in: a wish of theirs made the
    // insurance their own, and the buyer was told that it was somebody else's.
    const staff = members.staff();
    assertEquals((await staff.get(PAGE)).status, 404);
    assertEquals((await staff.get(`/my/orders/${ID}`)).status, 404);
    assertEquals((await staff.send(PAGE, WISH)).status, 404);
    const one = members.member(1);
    assertEquals((await one.send(PAGE, WISH)).headers.get("location"), PAGE);
    await reaches(members, "quoted");
  }));
