/**
 * Rows about vehicle orders and cars. Lists are kept under each filter that is asked for, the newest
 * order last, so that the first page of any filter is the end of one range of keys.
 */
import { vehicle } from "../../actors/orders/vehicle.ts";
import { vehicleOrder } from "../../actors/orders/vehicle_order.ts";
import { balanceFen, heldFen } from "../../actors/orders/vehicle_order_money.ts";
import {
  PLACED_STATUSES,
  type Status,
  type VehicleOrderState,
} from "../../actors/orders/vehicle_order_state.ts";
import type { VehicleState } from "../../actors/orders/vehicle_state.ts";
import { type ActorSystem, defineReadModel, type Rows } from "../kernel/mod.ts";

export interface VehicleOrderRow {
  readonly id: string;
  readonly status: Exclude<Status, "none">;
  readonly memberId: string;
  readonly placedAt: number;
  readonly model: string;
  readonly trim: string;
  readonly priceFen: number;
  readonly heldFen: number;
  readonly balanceFen: number;
  readonly vin: string | null;
}

/** In the place of a filter that is not set. */
const ANY = "*";

function rowOf(order: VehicleOrderState, id: string): VehicleOrderRow | undefined {
  const { status, memberId, placedAt, car, vin } = order;
  if (status === "none" || car === null) return undefined;
  const { model, trim, priceFen } = car;
  const sums = { heldFen: heldFen(order), balanceFen: balanceFen(order) };
  return { id, status, memberId, placedAt, model, trim, priceFen, ...sums, vin };
}

/** `[memberId, placedAt, orderId]` → the order in short. */
export const vehicleOrdersOfMember = defineReadModel("vehicle_orders_of_member", vehicleOrder, {
  rows(order, { id }) {
    const row = rowOf(order, id);
    return row ? [{ key: [row.memberId, row.placedAt, id], value: { ...row } }] : [];
  },
});

/** `[status or *, model or *, placedAt, orderId]` → the order in short. */
export const vehicleOrdersByState = defineReadModel("vehicle_orders_by_state", vehicleOrder, {
  rows(order, { id }) {
    const row = rowOf(order, id);
    if (!row) return [];
    return [...PLACED_STATUSES, ANY].flatMap((status) =>
      [ANY, ...order.models].map((model) => {
        const holds = (status === row.status || status === ANY) &&
          (model === row.model || model === ANY);
        return {
          key: [status, model, row.placedAt, id],
          value: holds ? { ...row } : null,
        };
      })
    );
  },
});

export interface VehicleOrderFilter {
  readonly status?: VehicleOrderRow["status"];
  readonly model?: string;
}

/** A page of orders, the newest first. `after` is the last row seen. */
export async function listVehicleOrders(
  rows: Rows,
  { status = ANY as never, model = ANY }: VehicleOrderFilter,
  { limit, after }: { limit: number; after?: Pick<VehicleOrderRow, "placedAt" | "id"> },
): Promise<VehicleOrderRow[]> {
  const prefix = [status, model];
  const found: VehicleOrderRow[] = [];
  const from = after ? { after: [...prefix, after.placedAt, after.id] } : {};
  for await (
    const { value } of rows.list<VehicleOrderRow>(prefix, { limit, reverse: true, ...from })
  ) found.push(value);
  return found;
}

/** Counted no further: each row of a state is read for it, and a desk needs to know what waits. */
export const COUNTED = 100;

/** How many orders of a model, or of any, are in each state, up to `COUNTED`. */
export async function countVehicleOrders(
  rows: Rows,
  filter: Pick<VehicleOrderFilter, "model">,
): Promise<Readonly<Record<VehicleOrderRow["status"], number>>> {
  const counts = await Promise.all(PLACED_STATUSES.map(async (status) => {
    const found = await listVehicleOrders(rows, { ...filter, status }, { limit: COUNTED });
    return [status, found.length] as const;
  }));
  return Object.fromEntries(counts) as Record<VehicleOrderRow["status"], number>;
}

/** An order by its id, as lists show it; undefined where there is none. */
export const vehicleOrderRow = (
  system: ActorSystem,
  id: string,
): Promise<VehicleOrderRow | undefined> =>
  system.view(vehicleOrder(id), (order) => rowOf(order, id));

export interface VehicleRow extends VehicleState {
  readonly id: string;
}

/** `[stage, vehicleId]` → the car; the stage is `stock`, `bound` or `delivered`. */
export const vehiclesByStage = defineReadModel("vehicles_by_stage", vehicle, {
  rows(car, { id }) {
    if (car.model === "") return [];
    const stage = car.ownerId !== null ? "delivered" : car.orderId !== null ? "bound" : "stock";
    return ["stock", "bound", "delivered"].map((one) => ({
      key: [one, id],
      value: one === stage ? { ...car, id } : null,
    }));
  },
});

export interface HandoverRow {
  /** When it is to be, or was; epoch milliseconds. */
  readonly at: number;
  /** Not there where it lies ahead, and in rows of cars that were handed over before rows told it. */
  readonly done?: true;
  readonly dealerId: string;
  readonly orderId: string;
  readonly memberId: string;
  readonly vehicleId: string;
}

/** `[time, vehicleId]` → what is handed over then, or was: at the time of the deed, not as agreed. */
export const handovers = defineReadModel("handovers", vehicle, {
  on: {
    appointed: ({ movedFrom, ...appointment }, { id }) => [
      ...(movedFrom === null ? [] : [{ key: [movedFrom, id], value: null }]),
      { key: [appointment.at, id], value: { ...appointment, vehicleId: id } },
    ],
    handed_over: ({ appointment, orderId, memberId }, { id, at }) => {
      if (!appointment) return [];
      const { dealerId } = appointment;
      const row = { at, done: true as const, dealerId, orderId, memberId, vehicleId: id };
      return [
        ...(appointment.at === at ? [] : [{ key: [appointment.at, id], value: null }]),
        { key: [at, id], value: row },
      ];
    },
    released: ({ appointmentAt }, { id }) =>
      appointmentAt === null ? [] : [{ key: [appointmentAt, id], value: null }],
  },
});

export const vehicleOrderReadModels = [
  vehicleOrdersOfMember,
  vehicleOrdersByState,
  vehiclesByStage,
  handovers,
];
