/** Money that came as another amount than was asked for: what its order's page says of it. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { eventually } from "../api/_testing.ts";
import { type Members, withMembers } from "./_testing.ts";

const placeOf = (answer: Response) => answer.headers.get("location")!;

/** The page once it says so. */
const says = ({ member }: Members, path: string, words: string, language: "zh" | "en" = "zh") =>
  eventually(async () => {
    const page = await member(1).text(path, language);
    return page.includes(words) ? page : undefined;
  });

/** A car held in the sale, its order's page. */
async function held({ member }: Members): Promise<string> {
  const claim = await member(1).ask("POST", "/api/sales/launch-2017/claims", {});
  assertEquals(claim.status, 201);
  const page = `/orders/${claim.body.orderId}`;
  await eventually(async () => (await member(1).get(page)).status === 200 || undefined);
  return page;
}

// Walked: a payment one fen short left the order as it was; nobody said what had become of the money.
Deno.test("order of a sale: money that was a fen short goes back, and the deposit is still to be paid", () =>
  withMembers(async (members) => {
    const one = members.member(1);
    const page = await held(members);
    await members.pay(placeOf(await one.send(page, { do: "pay" })), { notify: "wrong_amount" });
    const back = await says(members, page, "已全额原路退回");
    for (const words of ["少 ¥0.01", "重新付一次", 'value="pay"']) {
      assertStringIncludes(back, words);
    }
    assertStringIncludes(await one.text(page, "en"), "¥0.01 less than the");
    await members.pay(placeOf(await one.send(page, { do: "pay" })));
    const paid = await says(members, page, "订金已付");
    assert(!paid.includes("¥0.01"), "what has gone back is past once the deposit is there");
  }));

Deno.test("order of a sale: money that was too much goes back too, and is told after the order's end", () =>
  withMembers(async (members) => {
    const one = members.member(1);
    const page = await held(members);
    await members.pay(placeOf(await one.send(page, { do: "pay" })), {
      notify: "wrong_amount",
      amount_fen: "9900000",
    });
    await says(members, page, "已全额原路退回");
    await one.send(page, { do: "cancel" });
    const over = await says(members, page, "已取消");
    assertStringIncludes(over, "¥99,000");
    assert(!over.includes("重新付一次"), "nothing is to be paid any more");
  }));

Deno.test("order of a sale: the stream tells of the money as well as of the order", () =>
  withMembers(async (members) => {
    const one = members.member(1);
    const page = await held(members);
    const live = (await one.get(`${page}/live`)).body!.pipeThrough(new TextDecoderStream())
      .getReader();
    let said = "";
    const hears = async (words: string) => {
      while (!said.includes(words)) said += (await live.read()).value ?? "";
    };
    await hears("retry");
    // The payment is begun only after the page was opened.
    await members.pay(placeOf(await one.send(page, { do: "pay" })));
    await says(members, page, "订金已付");
    await one.send(page, { do: "cancel" });
    await says(members, page, "已原路退回");
    await hears("data: payment");
    await live.cancel();
  }));

Deno.test("order of a car: says what was received, what was due, and pays again", () =>
  withMembers(async (members) => {
    const one = members.member(1);
    const { body } = await one.ask("POST", "/api/vehicle-orders", { code: "LU1-AZSVM" });
    const page = `/my/orders/${body.id}`;
    await members.pay(placeOf(await one.send(page, { do: "reservation" })), {
      notify: "wrong_amount",
    });
    const back = await says(members, page, "已全额原路退回");
    assertStringIncludes(back, "比应付的 ¥1,000 少 ¥0.01");
    await members.pay(placeOf(await one.send(page, { do: "reservation" })));
    const reserved = await says(members, page, "已付小订");
    assert(!reserved.includes("¥0.01"), "it is past");
  }));
