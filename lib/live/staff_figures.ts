/**
 * How a sale stands for those who run it. Read again only when somebody looks, and never more often
 * than a tenth of the time: counting 300,000 leads must not keep the cars waiting.
 */
import type { ActorSystem } from "../kernel/mod.ts";
import { listOrders, ordersByState } from "../read_models/orders.ts";
import { type LeadRow, leadRows } from "../read_models/sales.ts";
import { type RoomRow, roomRows } from "../read_models/waiting_room.ts";
import type { SaleView } from "./protocol.ts";
import type { SaleBoards } from "./sale_boards.ts";

/** A hold that ends within so long is about to lapse, milliseconds. */
const LAPSING_MS = 2 * 60_000;
/** A reading is used again for so many times as long as it took, and at least for so long. */
const REUSE = 10;
const REUSE_AT_LEAST_MS = 900;
const NAMES = 6;
const STRETCHES = 48;
/** Lengths that a stretch of the arrivals may have, milliseconds. */
const LENGTHS = [1, 5, 15, 60, 300, 900, 3_600, 21_600, 86_400].map((seconds) => seconds * 1_000);

export interface Named {
  /** Empty where nobody said. */
  readonly name: string;
  readonly count: number;
}

export interface LeadTally {
  readonly total: number;
  readonly cities: readonly Named[];
  readonly sources: readonly Named[];
  /** People who came, by stretches of equal length from `from` on. */
  readonly arrivals: { from: number; lengthMs: number; counts: readonly number[] };
  /** Epoch milliseconds. */
  readonly asOf: number;
}

export interface SaleFigures {
  readonly sale: SaleView;
  /** Cars that are held and not paid for. */
  readonly held: number;
  readonly lapsing: number;
  readonly paidFen: number;
  readonly room:
    | Pick<RoomRow, "status" | "paused" | "waiting" | "active" | "finished">
      & { readonly ratePerMinute: number; readonly maxActive: number }
    | null;
  readonly leads: LeadTally;
}

interface Readings {
  readonly held: () => Promise<Pick<SaleFigures, "held" | "lapsing">>;
  readonly leads: () => Promise<LeadTally>;
}

export interface StaffFiguresOptions {
  readonly system: ActorSystem;
  readonly boards: SaleBoards;
  readonly now: () => number;
}

export class StaffFigures {
  readonly #options: StaffFiguresOptions;
  readonly #sales = new Map<string, Readings>();

  constructor(options: StaffFiguresOptions) {
    this.#options = options;
  }

  /** Undefined where there is no such sale. */
  async read(saleId: string): Promise<SaleFigures | undefined> {
    const { system, boards } = this.#options;
    const sale = await boards.view(saleId);
    if (!sale) return undefined;
    const readings = this.#readings(saleId);
    const [held, leads, row] = await Promise.all([
      readings.held(),
      readings.leads(),
      system.rows(roomRows).get<RoomRow>([saleId]),
    ]);
    const plan = row?.plan;
    const room = row && plan
      ? {
        status: row.status,
        paused: row.paused,
        waiting: row.waiting,
        active: row.active,
        finished: row.finished,
        ratePerMinute: plan.ratePerMinute,
        maxActive: plan.maxActive,
      }
      : null;
    return { sale, ...held, paidFen: sale.sold * sale.depositFen, room, leads };
  }

  #readings(saleId: string): Readings {
    const known = this.#sales.get(saleId);
    if (known) return known;
    const { system, now } = this.#options;
    const readings: Readings = {
      held: reused(now, () => readHeld(system, saleId, now())),
      leads: reused(now, () => tallyLeads(system, saleId, now())),
    };
    this.#sales.set(saleId, readings);
    return readings;
  }
}

/** The same promise for all who ask while it is fresh; one that failed is not kept. */
export function reused<T>(now: () => number, read: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | undefined;
  let freshUntil = 0;
  return () => {
    if (kept && now() < freshUntil) return kept;
    const began = now();
    freshUntil = Infinity;
    const reading = kept = read();
    reading.then(
      () => freshUntil = now() + Math.max(REUSE_AT_LEAST_MS, (now() - began) * REUSE),
      () => freshUntil = 0,
    );
    return reading;
  };
}

/** Only what is held is read: of what is paid the lot knows how much it is. */
async function readHeld(system: ActorSystem, sale: string, at: number) {
  let held = 0, lapsing = 0;
  for (const status of ["reserved", "settling"] as const) {
    for await (const { payBy } of listOrders(system.rows(ordersByState), { sale, status })) {
      held++;
      if (payBy - at < LAPSING_MS) lapsing++;
    }
  }
  return { held, lapsing };
}

async function tallyLeads(system: ActorSystem, saleId: string, asOf: number): Promise<LeadTally> {
  const cities = new Map<string, number>();
  const sources = new Map<string, number>();
  const seconds = new Map<number, number>();
  let total = 0;
  for await (const { value } of system.rows(leadRows).list<LeadRow>([saleId])) {
    total++;
    add(cities, value.from?.city ?? "");
    add(sources, value.from?.source ?? "");
    add(seconds, Math.floor(value.enteredAt / 1_000));
  }
  return {
    total,
    cities: most(cities),
    sources: most(sources),
    arrivals: stretches(seconds),
    asOf,
  };
}

const add = <K>(counts: Map<K, number>, key: K) => void counts.set(key, (counts.get(key) ?? 0) + 1);

const most = (counts: ReadonlyMap<string, number>): Named[] =>
  [...counts].map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || a.name.localeCompare(b.name)).slice(0, NAMES);

/** Seconds gathered into stretches, few enough to be drawn. */
export function stretches(seconds: ReadonlyMap<number, number>): LeadTally["arrivals"] {
  let first = Infinity, last = -Infinity;
  for (const second of seconds.keys()) {
    first = Math.min(first, second);
    last = Math.max(last, second);
  }
  if (seconds.size === 0) return { from: 0, lengthMs: LENGTHS[0]!, counts: [] };
  const span = (last - first + 1) * 1_000;
  const lengthMs = LENGTHS.find((length) => span / length <= STRETCHES - 1) ?? LENGTHS.at(-1)!;
  const from = Math.floor(first * 1_000 / lengthMs) * lengthMs;
  const counts = new Array<number>(
    Math.min(STRETCHES, Math.floor((last * 1_000 - from) / lengthMs) + 1),
  ).fill(0);
  for (const [second, count] of seconds) {
    const at = Math.min(counts.length - 1, Math.floor((second * 1_000 - from) / lengthMs));
    counts[at] = counts[at]! + count;
  }
  return { from, lengthMs, counts };
}
