/** What can be booked, how long it takes, what it needs, and what it costs before it is booked. */
import type { Need, Visit } from "./availability.ts";

const MINUTE = 60_000;

export const MODELS = ["lu", "ting", "xiu", "fan"] as const;
export type Model = (typeof MODELS)[number];
export const isModel = (text: string): text is Model =>
  (MODELS as readonly string[]).includes(text);

export interface Route {
  readonly code: "river" | "city" | "hills";
  readonly km: number;
  readonly minutes: number;
}

export const ROUTES: readonly Route[] = [
  { code: "river", km: 12, minutes: 30 },
  { code: "city", km: 8, minutes: 30 },
  { code: "hills", km: 21, minutes: 40 },
];
export const isRoute = (text: string): text is Route["code"] =>
  ROUTES.some(({ code }) => code === text);

/** The agreement of a test drive that is signed at present; a new text gets a new version. */
export const AGREEMENT_VERSION = "2026-11";

/** An hour with a consultant and a car of the model, which is made ready before and washed after. */
export const testDriveVisit = (model: Model): Visit => ({
  needs: [{ kind: "person", can: "drive" }, { kind: "car", can: model }],
  durationMs: 60 * MINUTE,
  beforeMs: 0,
  afterMs: 30 * MINUTE,
  stepMs: 30 * MINUTE,
  leadMs: 120 * MINUTE,
});

export type Skill = "service" | "high_voltage";

export interface ServiceItem {
  readonly code: string;
  readonly minutes: number;
  readonly skill: Skill;
  /** Fen, parts and work and tax, by model. */
  readonly priceFen: Readonly<Record<Model, number>>;
}

const item = (
  code: string,
  minutes: number,
  [ting, lu, fan, xiu]: readonly [number, number, number, number],
  skill: Skill = "service",
): ServiceItem => ({
  code,
  minutes,
  skill,
  priceFen: { ting: ting * 100, lu: lu * 100, fan: fan * 100, xiu: xiu * 100 },
});

/** Prices in yuan for Ting, Lu, Fan and Xiu. */
export const SERVICE_ITEMS: readonly ServiceItem[] = [
  item("maintenance", 60, [480, 560, 620, 720]),
  item("battery_check", 30, [0, 0, 0, 0], "high_voltage"),
  item("tyre_rotation", 30, [120, 120, 120, 160]),
  item("wheel_alignment", 45, [260, 280, 280, 340]),
  item("brake_fluid", 40, [320, 340, 340, 380]),
  item("coolant", 45, [460, 520, 560, 640], "high_voltage"),
  item("cabin_filter", 15, [180, 198, 198, 228]),
  item("air_conditioning", 40, [240, 260, 260, 300]),
  item("wipers", 10, [128, 138, 148, 158]),
];

const BY_CODE = new Map(SERVICE_ITEMS.map((one) => [one.code, one]));
export const serviceItem = (code: string): ServiceItem | undefined => BY_CODE.get(code);

/** Work is planned in half hours; no car stays in a bay for less. */
const STEP_MINUTES = 30;

export interface ServiceQuote {
  readonly items: readonly { readonly code: string; readonly priceFen: number }[];
  readonly priceFen: number;
  readonly minutes: number;
}

/** Price and time of several services in one visit; undefined where one is not known. */
export function quoteOf(codes: readonly string[], model: Model): ServiceQuote | undefined {
  const items = [...new Set(codes)].map((code) => BY_CODE.get(code));
  if (items.length === 0 || items.includes(undefined)) return undefined;
  const known = items as ServiceItem[];
  const worked = known.reduce((sum, { minutes }) => sum + minutes, 0);
  return {
    items: known.map(({ code, priceFen }) => ({ code, priceFen: priceFen[model] })),
    priceFen: known.reduce((sum, { priceFen }) => sum + priceFen[model], 0),
    minutes: Math.ceil(worked / STEP_MINUTES) * STEP_MINUTES,
  };
}

/** A driver is sent for by then. */
const PICK_UP_LEAD_MINUTES = 24 * 60;

/** One bay and one technician who can do all of it, and a car to borrow where one is wanted. */
export function maintenanceVisit(
  codes: readonly string[],
  model: Model,
  { courtesyCar, pickUp = false }: { courtesyCar: boolean; pickUp?: boolean },
): Visit | undefined {
  const quote = quoteOf(codes, model);
  if (!quote) return undefined;
  const high = codes.some((code) => BY_CODE.get(code)!.skill === "high_voltage");
  const needs: Need[] = [
    { kind: "bay", can: "service" },
    { kind: "person", can: high ? "high_voltage" : "service" },
    ...(courtesyCar ? [{ kind: "car" as const, can: "courtesy" }] : []),
  ];
  return {
    needs,
    durationMs: quote.minutes * MINUTE,
    beforeMs: 0,
    afterMs: 0,
    stepMs: STEP_MINUTES * MINUTE,
    leadMs: (pickUp ? PICK_UP_LEAD_MINUTES : 120) * MINUTE,
  };
}

/** A booking's id says where it is: `sh-xuhui.4f…`. */
export const dealerOf = (bookingId: string): string => bookingId.split(".")[0]!;
