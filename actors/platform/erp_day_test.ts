import { assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import { type BookedDocument, compareDay, erpDay } from "./erp_day.ts";

const NOON = Date.parse("2027-01-15T12:00:00+08:00");
const paid: BookedDocument = {
  kind: "payment_received",
  number: "P-1",
  at: NOON,
  orderId: "o1",
  amountFen: 5,
};
const at = (time: number) => ({ at: time });

Deno.test("ERP-1: a document is kept, sent, and one however often it is told", () => {
  const booked = given(erpDay).when("book", paid, at(NOON));
  assertEquals(booked.events, [["booked", paid]]);
  assertEquals(booked.when("book", paid, at(NOON)).events, []);
  const taken = booked.when("taken", { number: "P-1", result: { reference: "x,1" } }, at(NOON));
  assertEquals(taken.state.documents.get("P-1")?.reference, "x,1");
  assertEquals(taken.when("not_taken", { number: "P-1" }, at(NOON)).events, []);
});

Deno.test("ERP-2: what was not taken is sent again, until it is", () => {
  const stuck = given(erpDay).when("book", paid, at(NOON))
    .when("not_taken", { number: "P-1", reason: "down" }, at(NOON));
  assertEquals(stuck.state.documents.get("P-1")?.status, "stuck");
  assertEquals(stuck.reminders["again P-1"], NOON + 15 * 60_000);
  const again = stuck.when("again", { number: "P-1" }, at(NOON));
  assertEquals(again.events, [["sent_again", paid]]);
  assertEquals(again.when("again", { number: "P-1" }, at(NOON)).events, []);
});

Deno.test("ERP-3: the ERP's list is compared at three on the morning after, until that works", () => {
  const booked = given(erpDay).when("book", paid, at(NOON));
  assertEquals(booked.reminders.compare, Date.parse("2027-01-16T03:00:00+08:00"));
  const late = booked.when("compare", {}, at(NOON)).when("not_listed", {}, at(NOON));
  assertEquals(late.reminders.compare, NOON + 3_600_000);
  const listed = late.when("listed", { result: { entries: [] } }, at(NOON));
  assertEquals(listed.state.differences, [{ kind: "missing_there", number: "P-1", oursFen: 5 }]);
});

Deno.test("compareDay: each difference is told of once", () => {
  const { state } = given(erpDay).when("book", paid, at(NOON));
  const entry = { number: "P-1", kind: "payment_received" as const, amountFen: 5 };
  assertEquals(compareDay(state, [entry]), []);
  assertEquals(compareDay(state, [{ ...entry, amountFen: 6 }]), [
    { kind: "amount_differs", number: "P-1", oursFen: 5, theirsFen: 6 },
  ]);
  assertEquals(compareDay(state, [{ ...entry, kind: "payment_returned" }]), [
    { kind: "kind_differs", number: "P-1" },
  ]);
  assertEquals(compareDay(state, [entry, { ...entry, number: "P-2" }]), [
    { kind: "missing_with_us", number: "P-2", theirsFen: 5 },
  ]);
});
