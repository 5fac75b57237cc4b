/** What the platform relies on in an ERP: one suite for the sandbox and for a real one. */
import { assert, assertEquals } from "@std/assert";
import { beijingDay } from "../../time/beijing.ts";
import type { Erp, ErpDocument } from "./port.ts";

export interface ErpSubject {
  readonly erp: Erp;
  stop(): void | Promise<void>;
}

const CAR = "c5d41402abc4b2a76b9719d91";

export function erpContract(name: string, open: () => Promise<ErpSubject>): void {
  const at = Date.parse("2027-01-15T23:30:00+08:00");
  const documents: readonly ErpDocument[] = [
    {
      kind: "order_booked",
      number: "B-o1",
      at,
      orderId: "o1",

      model: "lu",
      configuration: "LU-AB12",
      amountFen: 21_990_000,
    },
    { kind: "payment_received", number: "P-p1", at, orderId: "o1", amountFen: 1 },
    { kind: "payment_returned", number: "R-r1", at, orderId: "o1", amountFen: 99 },
    {
      kind: "car_delivered",
      number: `D-${CAR}`,
      at,
      orderId: "o1",

      model: "lu",
      vehicleId: CAR,
    },
    {
      kind: "stock_moved",
      number: `S-${CAR}-built`,
      at,
      model: "lu",
      vehicleId: CAR,
      to: "一号工厂",
    },
    {
      kind: "stock_moved",
      number: `S-${CAR}-at_dealer`,
      at,
      model: "lu",
      vehicleId: CAR,
      to: "上海店",
    },
  ];
  const day = beijingDay(at);

  Deno.test(`${name}: documents are kept once each, in any order, and listed under their day`, async (t) => {
    const { erp, stop } = await open();
    const signal = AbortSignal.timeout(120_000);
    try {
      const references = new Map<string, string>();
      await t.step("a delivery may come before its order", async () => {
        for (const document of documents.toReversed()) {
          references.set(document.number, await erp.book(document, signal));
        }
        assertEquals(new Set(references.values()).size, documents.length);
      });
      await t.step("told again, also at once, each is still one", async () => {
        const again = await Promise.all(documents.map((one) => erp.book(one, signal)));
        assertEquals(again, documents.map(({ number }) => references.get(number)));
      });
      await t.step("the day has what was told, with its sums", async () => {
        const entries = await erp.list(day, signal);
        const expected = documents.map((one) => ({
          number: one.number,
          kind: one.kind,
          ...("amountFen" in one ? { amountFen: one.amountFen } : {}),
        }));
        const byNumber = (one: { number: string }, other: { number: string }) =>
          one.number < other.number ? -1 : 1;
        assertEquals(entries.toSorted(byNumber), expected.toSorted(byNumber));
        assertEquals(await erp.list("2027-01-16", signal), []);
      });
      await t.step("whoever gives up waiting is let go", async () => {
        const gaveUp = await erp.list(day, AbortSignal.abort()).then(() => false, () => true);
        assert(gaveUp);
        assertEquals((await erp.list(day, signal)).length, documents.length);
      });
    } finally {
      await stop();
    }
  });
}
