/**
 * A member's cars, and their clocks. The number and the plate are in the vault; here a car is an id.
 *
 * GARAGE-1: a car is in one garage at a time: its title (`car_title`) is taken in the same turn.
 * GARAGE-2: an odometer is never read lower than before; who sees less is asked to look again.
 * GARAGE-3: the owner is told thirty days before a clock runs out, once for each date.
 * GARAGE-4: a car is proved by its order, or by staff who have seen its papers.
 * GARAGE-5: repairs count within two years and 50,000 km; the owner is told once when a limit is near,
 * and once when it is passed.
 */
import * as z from "zod";
import { defineActor, type Turn } from "../../lib/kernel/actor.ts";
import {
  type CarFacts,
  carFacts,
  clocksOf,
  guaranteeCount,
  lastKm,
} from "../../lib/garage/clocks.ts";
import { DAY_MS } from "../../lib/time/day.ts";

const TOLD_BEFORE_MS = 30 * DAY_MS;
const MOST_CARS = 20;
const MOST_READINGS = 40;
const MOST_TOLD = 200;

const state = z.object({ cars: z.array(carFacts), told: z.array(z.string()) });

export type GarageState = z.infer<typeof state>;

const carId = z.string().min(1).max(64);

const commands = {
  add: carFacts.pick({ carId: true, model: true, proof: true, deliveredAt: true }),
  remove: z.object({ carId }),
  prove: z.object({ carId, why: z.string() }),
  read_odometer: z.object({ carId, km: z.int().min(0).max(2_000_000) }),
  insure: z.object({ carId, until: z.int() }),
  maintain: z.object({ carId, km: z.int().min(0), at: z.int() }),
  repair: z.object({
    carId,
    at: z.int(),
    days: z.int().min(0).max(400),
    fault: z.string().max(60),
    km: z.int().min(0).optional(),
    /** The booking under which it was repaired. */
    visit: z.string().max(80).optional(),
  }),
  tick: z.object({}),
};

const counted = z.object({
  carId,
  model: carFacts.shape.model,
  repairDays: z.int(),
  repeats: z.int(),
  fault: z.string(),
  visit: z.string().optional(),
});

const events = {
  added: commands.add,
  removed: z.object({ carId }),
  proved: z.object({ carId, by: z.string() }),
  odometer_read: commands.read_odometer,
  insured: commands.insure,
  maintained: commands.maintain,
  repaired: commands.repair,
  guarantee_near: counted,
  guarantee_reached: counted,
  clock_near: z.object({
    carId,
    code: z.enum(["maintenance", "warranty", "guarantee", "insurance"]),
    dueAt: z.int(),
  }),
};

export const garage = defineActor("garage", {
  version: 1,
  live: true,
  state,
  initial: { cars: [], told: [] } as GarageState,
  commands,
  events,
  refusals: ["unknown_car", "too_many_cars", "reason_missing", "odometer_lower"],
  decide: {
    add(state, car, turn) {
      if (state.cars.some(({ carId }) => carId === car.carId)) return turn.reply({});
      if (state.cars.length >= MOST_CARS) return turn.refuse("too_many_cars");
      return wound(state, turn.emit("added", car), begun(car)).reply({});
    },
    remove(state, { carId }, turn) {
      if (!find(state, carId)) return turn.refuse("unknown_car");
      return turn.emit("removed", { carId }).reply({});
    },
    prove(state, { carId, why }, turn) {
      const car = find(state, carId);
      if (!car) return turn.refuse("unknown_car");
      if (why.trim().length < 4) return turn.refuse("reason_missing");
      if (car.proof === "none") turn.emit("proved", { carId, by: turn.by.id });
      return turn.reply({});
    },
    read_odometer(state, { carId, km }, turn) {
      const car = find(state, carId);
      if (!car) return turn.refuse("unknown_car");
      const least = lastKm(car);
      if (km < least) return turn.refuse("odometer_lower", { least });
      turn.emit("odometer_read", { carId, km });
      return wound(state, turn, { ...car, odometer: [...car.odometer, { km, at: turn.at }] })
        .reply({});
    },
    insure(state, { carId, until }, turn) {
      const car = find(state, carId);
      if (!car) return turn.refuse("unknown_car");
      turn.emit("insured", { carId, until });
      return wound(state, turn, { ...car, insuredUntil: until }).reply({});
    },
    maintain(state, { carId, km, at }, turn) {
      const car = find(state, carId);
      if (!car) return turn.refuse("unknown_car");
      turn.emit("maintained", { carId, km, at });
      return wound(state, turn, { ...car, maintained: { km, at } }).reply({});
    },
    repair(state, repair, turn) {
      const car = find(state, repair.carId);
      if (!car) return turn.refuse("unknown_car");
      turn.emit("repaired", repair);
      const { carId, model } = car;
      const { visit, carId: _, ...one } = repair;
      const { repairDays, repeats, worstFault, near, reached } = guaranteeCount({
        ...car,
        repairs: [...car.repairs, one],
      });
      const level = reached ? "guarantee_reached" : near ? "guarantee_near" : undefined;
      if (level && !state.told.includes(levelMark(carId, level))) {
        const fault = worstFault ?? repair.fault;
        turn.emit(level, {
          ...{ carId, model, repairDays, repeats, fault },
          ...(visit === undefined ? {} : { visit }),
        });
      }
      const km = repair.km ?? 0;
      return km > lastKm(car)
        ? wound(state, turn, { ...car, odometer: [...car.odometer, { km, at: repair.at }] }).reply(
          {},
        )
        : turn.reply({});
    },
    tick(state, _none, turn) {
      for (const car of state.cars) {
        for (const { code, dueAt } of clocksOf(car, turn.at)) {
          if (
            dueAt > turn.at + TOLD_BEFORE_MS || state.told.includes(mark(car.carId, code, dueAt))
          ) {
            continue;
          }
          turn.emit("clock_near", { carId: car.carId, code, dueAt });
        }
      }
      return wound(state, turn).reply({});
    },
  },
  evolve: {
    added: (state, car) => void state.cars.push(begun(car)),
    removed(state, { carId }) {
      state.cars = state.cars.filter((car) => car.carId !== carId);
    },
    proved: (state, { carId }) => void (find(state, carId)!.proof = "papers"),
    odometer_read(state, { carId, km }, { at }) {
      const car = find(state, carId)!;
      car.odometer = [...car.odometer, { km, at }].slice(-MOST_READINGS);
    },
    insured: (state, { carId, until }) => void (find(state, carId)!.insuredUntil = until),
    maintained(state, { carId, km, at }) {
      const car = find(state, carId)!;
      car.maintained = { km, at };
      if (km > lastKm(car)) car.odometer = [...car.odometer, { km, at }].slice(-MOST_READINGS);
    },
    repaired(state, { carId, visit: _, ...repair }) {
      const car = find(state, carId)!;
      car.repairs.push(repair);
      const { km = 0, at } = repair;
      if (km > lastKm(car)) car.odometer = [...car.odometer, { km, at }].slice(-MOST_READINGS);
    },
    guarantee_near: (state, { carId }) => noted(state, levelMark(carId, "guarantee_near")),
    guarantee_reached: (state, { carId }) => noted(state, levelMark(carId, "guarantee_reached")),
    clock_near(state, { carId, code, dueAt }) {
      noted(state, mark(carId, code, dueAt));
    },
  },
});

const find = ({ cars }: GarageState, carId: string): CarFacts | undefined =>
  cars.find((car) => car.carId === carId);

const begun = (car: Pick<CarFacts, "carId" | "model" | "proof" | "deliveredAt">): CarFacts => ({
  ...car,
  insuredUntil: null,
  odometer: [],
  maintained: null,
  repairs: [],
});

/** A date by the odometer moves a little with every reading; the month is told once. */
const mark = (carId: string, code: string, dueAt: number): string =>
  `${carId}|${code}|${new Date(dueAt).toISOString().slice(0, 7)}`;

const levelMark = (carId: string, level: string): string => `${carId}|${level}`;

const noted = (state: GarageState, told: string): void => {
  state.told = [...state.told, told].slice(-MOST_TOLD);
};

type GarageTurn = Turn<typeof commands, typeof events, never>;

/** Sets the next reminder, with `changed` in the place of what the state still holds. */
function wound<T extends GarageTurn>(state: GarageState, turn: T, changed?: CarFacts): T {
  const cars = [
    ...state.cars.filter(({ carId }) => carId !== changed?.carId),
    ...changed ? [changed] : [],
  ];
  const due = cars.flatMap((car) =>
    clocksOf(car, turn.at).map(({ dueAt }) => dueAt - TOLD_BEFORE_MS)
  );
  const untold = due.filter((at) => at > turn.at);
  // What is due already is told within a minute of the change that made it so.
  const now = changed !== undefined && due.some((at) => at <= turn.at);
  const next = now ? turn.at + 60_000 : Math.min(...untold);
  return Number.isFinite(next) ? turn.remind("tick", next, "tick", {}) : turn.forget("tick");
}
