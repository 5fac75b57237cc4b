import { assert, assertEquals } from "@std/assert";
import { vehicleOrder } from "../../actors/orders/vehicle_order.ts";
import { payment } from "../../actors/sales/payment.ts";
import { broken } from "./broken.ts";
import { runCarOrders } from "./car_orders.ts";

const SEEDS = 40;
/** Within so many seeds each broken variant has to be found. */
const FOUND_WITHIN = 60;

Deno.test(`runCarOrders: of ${SEEDS} worlds every fen is with its order or was paid back`, async () => {
  let paid = 0, refunded = 0;
  const ended = new Set<string>();
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { violations, paidFen, refundedFen, orders } = await runCarOrders(seed);
    assertEquals(violations, [], `seed ${seed}`);
    paid += paidFen;
    refunded += refundedFen;
    for (const status of Object.keys(orders)) ended.add(status);
  }
  assert(refunded > 0 && refunded < paid);
  for (const status of ["cancelled", "ordered", "locked", "settled"]) assert(ended.has(status));
});

Deno.test("runCarOrders: a seed gives the same orders again", async () => {
  assertEquals(await runCarOrders(7), await runCarOrders(7));
});

const VARIANTS = {
  "money that comes after the end is kept": broken(vehicleOrder, {
    payment_succeeded: (order, payload, turn) =>
      order.status === "cancelled"
        ? turn.reply({})
        : vehicleOrder.decide.payment_succeeded(order, payload, turn),
  }),
  "a payment counts although the same was paid": broken(vehicleOrder, {
    payment_succeeded(order, { paymentId, amountFen }, turn) {
      const { memberId, payments } = order;
      const { purpose, status } = payments.find((one: { paymentId: string }) =>
        one.paymentId === paymentId
      );
      if (status === "paid") return turn.reply({});
      return turn.emit("paid", { memberId, paymentId, purpose, amountFen }).reply({});
    },
  }),
  "a cheaper car costs what the dearer one was": broken(vehicleOrder, {
    change: (order, { memberId, car }, turn) =>
      order.status === "reserved" || order.status === "ordered"
        ? turn.emit("changed", { memberId, car }).reply({ priceFen: car.priceFen })
        : vehicleOrder.decide.change(order, { memberId, car }, turn),
  }),
  "another amount stays with the provider": broken(payment, {
    settled(state, payload, turn) {
      const { request, success } = state;
      const { status, ...paid } = payload.result;
      if (success || status === "closed" || paid.amountFen === request.amountFen) {
        return payment.decide.settled(state, payload, turn);
      }
      return turn.emit("mispaid", { ...paid, orderId: request.orderId, of: request.of }).reply({});
    },
  }),
  "a payment that is let go is not closed": broken(payment, {
    settle: (_state, _none, turn) => turn.reply({ status: "open" }),
  }),
};

for (const [name, variant] of Object.entries(VARIANTS)) {
  Deno.test(`runCarOrders finds it where ${name}`, async () => {
    for (let seed = 1; seed <= FOUND_WITHIN; seed++) {
      const { violations } = await runCarOrders(seed, variant);
      if (violations.length > 0) return;
    }
    throw new Error(`not found within ${FOUND_WITHIN} seeds`);
  });
}
