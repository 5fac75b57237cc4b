/** The form for a new sale: what was written, and what it means. */
import { identityAsked } from "../../actors/sales/identities.ts";
import { fromInput } from "./times.ts";

export const FIELDS = [
  "id",
  "title",
  "titleEn",
  "model",
  "capacity",
  "opensAt",
  "closesAt",
  "hold",
  "offer",
  "deposit",
  "mode",
  "configuration",
  "depositAs",
  "identity",
] as const;

export type SaleField = (typeof FIELDS)[number];
export type Written = Readonly<Record<SaleField, string>>;
export type Wrong =
  | "id"
  | "title"
  | "titleEn"
  | "capacity"
  | "opensAt"
  | "closesAt"
  | "hold"
  | "offer"
  | "deposit"
  | "configuration";

/** Whether who takes part gives an identity number. */
export const IDENTITY = identityAsked.options;

const MODELS: ReadonlySet<string> = new Set(["lu", "ting", "xiu", "fan"]);

export function writtenIn(form: FormData): Written {
  const values = FIELDS.map((name) => [name, String(form.get(name) ?? "").trim()]);
  return Object.fromEntries(values);
}

/** A whole number within bounds; undefined where it is none. */
export function whole(text: string, least: number, most: number): number | undefined {
  if (!/^\d{1,9}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= least && value <= most ? value : undefined;
}

const MINUTE_MS = 60_000;
const WEEK_MINUTES = 7 * 24 * 60;

/** What the API takes, and the fields that do not fit. */
export function readSaleForm(written: Written) {
  const capacity = whole(written.capacity, 1, 1_000_000);
  const opensAt = fromInput(written.opensAt);
  const closesAt = written.closesAt === "" ? null : fromInput(written.closesAt);
  const hold = whole(written.hold, 1, WEEK_MINUTES);
  const offer = whole(written.offer, 1, WEEK_MINUTES);
  const deposit = /^\d{1,7}(\.\d{1,2})?$/.test(written.deposit)
    ? Math.round(Number(written.deposit) * 100)
    : 0;
  const wrong: Wrong[] = [];
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(written.id)) wrong.push("id");
  if (written.title.length < 1 || written.title.length > 80) wrong.push("title");
  if (written.titleEn.length > 80) wrong.push("titleEn");
  if (capacity === undefined) wrong.push("capacity");
  if (opensAt === undefined) wrong.push("opensAt");
  if (closesAt === undefined || (closesAt !== null && closesAt <= (opensAt ?? 0))) {
    wrong.push("closesAt");
  }
  if (hold === undefined) wrong.push("hold");
  if (offer === undefined) wrong.push("offer");
  if (deposit < 100 || deposit > 100_000_000) wrong.push("deposit");
  const configuration = written.configuration.toUpperCase();
  if (configuration !== "" && !/^[A-Z0-9]+-[A-Z0-9]+$/.test(configuration)) {
    wrong.push("configuration");
  }
  if (wrong.length > 0) return { wrong };
  const plan = {
    id: written.id,
    title: written.title,
    ...(written.titleEn === "" ? {} : { titleEn: written.titleEn }),
    model: MODELS.has(written.model) ? written.model : "lu",
    capacity: capacity!,
    opensAt: opensAt!,
    closesAt: closesAt!,
    holdMs: hold! * MINUTE_MS,
    offerMs: offer! * MINUTE_MS,
    mode: written.mode === "draw" ? "draw" as const : "first_come" as const,
    depositFen: deposit,
    depositAs: written.depositAs === "earnest" ? "earnest" as const : "reservation" as const,
    identity: IDENTITY.find((one) => one === written.identity) ?? "none",
    // Left out, each buyer configures a car of their own.
    ...(configuration === "" ? {} : { configuration }),
  };
  return { wrong, plan };
}
