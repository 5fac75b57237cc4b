/** First pages of the orders board, by every kind of filter, with 100,000 orders in the store. */
import { vehicleOrder } from "../actors/orders/vehicle_order.ts";
import { ActorSystem, DenoKvStore, systemClock } from "../lib/kernel/mod.ts";
import { showroomPrices } from "../lib/showroom/prices.ts";
import { Showroom } from "../lib/showroom/showroom.ts";
import {
  listVehicleOrders,
  type VehicleOrderFilter,
  vehicleOrderReadModels,
  vehicleOrdersByState,
} from "../lib/read_models/vehicle_orders.ts";
import { ownFolder } from "../tools/load/own_folder.ts";
import { printFigure } from "./figures.ts";

const ORDERS = Number(Deno.env.get("BENCH_ORDERS") ?? 100_000);
const AT_ONCE = 2_000;
const ROUNDS = 50;
const FILTERS: Readonly<Record<string, VehicleOrderFilter>> = {
  all: {},
  by_state: { status: "placed" },
  by_rare_state: { status: "cancelled" },
  by_model: { model: "lu" },
  by_state_and_model: { status: "cancelled", model: "lu" },
};

async function main(): Promise<void> {
  await using folder = await ownFolder("forecourt-bench-");
  const store = await DenoKvStore.open(`${folder.path}/orders.db`);
  const system = new ActorSystem({
    store,
    actors: [vehicleOrder],
    policies: [],
    readModels: vehicleOrderReadModels.filter(({ kind }) => kind === "vehicle_order"),
  });
  const car = (await showroomPrices(new Showroom(system, systemClock)).price("LU1-AZSVM"))!;
  try {
    for (let first = 0; first < ORDERS; first += AT_ONCE) {
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, ORDERS - first) }, async (_, i) => {
        const nth = first + i;
        const memberId = `m${nth % 5_000}`;
        const order = vehicleOrder(`v-${nth}`);
        await system.ask(order, "place", { memberId, car });
        if (nth % 1_000 === 0) await system.ask(order, "cancel", { memberId });
      }));
    }
    const rows = system.rows(vehicleOrdersByState);
    for (const [name, filter] of Object.entries(FILTERS)) {
      const took: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const begun = performance.now();
        await listVehicleOrders(rows, filter, { limit: 50 });
        took.push(performance.now() - begun);
      }
      const p95 = took.toSorted((a, b) => a - b)[Math.floor(ROUNDS * 0.95)]!;
      printFigure(`order_board_${name}_p95_of_${ORDERS}`, p95, "ms");
    }
  } finally {
    await system.stop();
    store.close();
  }
}

if (import.meta.main) await main();
