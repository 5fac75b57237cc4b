/** The form that starts a rehearsal: what was written, and what it means. */
import { whole } from "./sale_form.ts";

export const REHEARSAL_FIELDS = [
  "sale",
  "participants",
  "cars",
  "abandon",
  "cancel",
  "late",
  "curve",
  "seconds",
  "room",
  "seed",
] as const;

export type RehearsalField = (typeof REHEARSAL_FIELDS)[number];
export type RehearsalWritten = Readonly<Record<RehearsalField, string>>;

export const BEGINS_WITH: RehearsalWritten = {
  sale: "",
  participants: "2000",
  cars: "",
  abandon: "30",
  cancel: "3",
  late: "2",
  curve: "burst",
  seconds: "60",
  room: "own",
  seed: "",
};

export function rehearsalWrittenIn(form: FormData): RehearsalWritten {
  const values = REHEARSAL_FIELDS.map((name) => [name, String(form.get(name) ?? "").trim()]);
  return Object.fromEntries(values);
}

const CURVES: ReadonlySet<string> = new Set(["burst", "even", "wave"]);

/** What the API takes, and the fields that do not fit. */
export function readRehearsalForm(written: RehearsalWritten) {
  const number = (field: RehearsalField, least: number, most: number) =>
    whole(written[field], least, most);
  const participants = number("participants", 1, 20_000);
  const cars = written.cars === "" ? null : number("cars", 1, 20_000);
  const abandon = number("abandon", 0, 100);
  const [cancel, late] = (["cancel", "late"] as const).map((field) =>
    whole(written[field] || BEGINS_WITH[field], 0, 50)
  );
  const seconds = number("seconds", 1, 86_400);
  const seed = written.seed === "" ? null : number("seed", 0, 999_999_999);
  const read = { participants, cars, abandon, cancel, late, seconds, seed };
  const wrong: RehearsalField[] = /^[a-z0-9][a-z0-9-]{0,63}$/.test(written.sale) ? [] : ["sale"];
  for (const [field, value] of Object.entries(read)) {
    if (value === undefined) wrong.push(field as RehearsalField);
  }
  if (wrong.length > 0) return { wrong };
  const body = {
    sale: written.sale,
    participants: participants!,
    abandon: abandon! / 100,
    cancel: cancel! / 100,
    late: late! / 100,
    arrival: { curve: CURVES.has(written.curve) ? written.curve : "burst", seconds: seconds! },
    ...(cars === null ? {} : { cars }),
    ...(seed === null ? {} : { seed }),
    ...(written.room === "none" ? { waitingRoom: null } : {}),
  };
  return { wrong, body };
}
