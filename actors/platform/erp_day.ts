/**
 * What the ERP is told of one day in Beijing, which is the actor's id: every document, whether it has
 * arrived, and how the ERP's own list of the day compares.
 *
 * ERP-1: a document is kept before it is sent, and sent until the ERP has taken it; told again under
 * its number it is still one.
 * ERP-2: a document that could not be delivered is sent again every quarter of an hour.
 * ERP-3: on the morning after, the ERP's list of the day is compared, and every hour until that works.
 */
import * as z from "zod";
import { defineActor } from "../../lib/kernel/actor.ts";
import { beijingMidnight } from "../../lib/time/beijing.ts";
import { DAY_MS } from "../../lib/time/day.ts";

const AGAIN_MS = 15 * 60_000;
const COMPARE_AGAIN_MS = 3_600_000;
/** Three in the morning after the day. */
const COMPARED_AT_MS = DAY_MS + 3 * 3_600_000;
const MOST_DIFFERENCES = 200;

const kind = z.enum([
  "order_booked",
  "payment_received",
  "payment_returned",
  "car_delivered",
  "stock_moved",
]);

const document = z.object({
  kind,
  number: z.string(),
  at: z.int(),
  orderId: z.string().optional(),
  model: z.string().optional(),
  configuration: z.string().optional(),
  vehicleId: z.string().optional(),
  to: z.string().optional(),
  amountFen: z.int().optional(),
});
export type BookedDocument = z.infer<typeof document>;

const entry = z.object({ number: z.string(), kind, amountFen: z.int().optional() });

const difference = z.object({
  kind: z.enum(["missing_with_us", "missing_there", "amount_differs", "kind_differs"]),
  number: z.string(),
  oursFen: z.int().optional(),
  theirsFen: z.int().optional(),
});
export type ErpDifference = z.infer<typeof difference>;

const state = z.object({
  documents: z.map(
    z.string(),
    document.extend({
      status: z.enum(["on_its_way", "stuck", "taken"]),
      reference: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
  comparedAt: z.int().nullable(),
  differences: z.array(difference),
});
export type ErpDayState = z.infer<typeof state>;

const initial: ErpDayState = { documents: new Map(), comparedAt: null, differences: [] };

export const erpDay = defineActor("erp_day", {
  version: 1,
  live: true,
  state,
  initial,
  commands: {
    book: document,
    taken: z.object({ number: z.string(), result: z.object({ reference: z.string() }) }),
    not_taken: z.object({ number: z.string(), reason: z.string().optional() }),
    again: z.object({ number: z.string() }),
    compare: z.object({}),
    listed: z.object({ result: z.object({ entries: z.array(entry) }) }),
    not_listed: z.object({ reason: z.string().optional() }),
  },
  events: {
    booked: document,
    taken: z.object({ number: z.string(), reference: z.string() }),
    stuck: z.object({ number: z.string(), reason: z.string() }),
    sent_again: document,
    comparing: z.object({}),
    compared: z.object({ differences: z.array(difference) }),
  },
  refusals: ["unknown_document"],
  decide: {
    book(day, document, turn) {
      if (day.documents.has(document.number)) return turn.reply({});
      if (day.documents.size === 0) {
        turn.remind("compare", beijingMidnight(document.at) + COMPARED_AT_MS, "compare", {});
      }
      return turn.emit("booked", document).reply({});
    },
    taken(day, { number, result: { reference } }, turn) {
      const known = day.documents.get(number);
      if (!known) return turn.refuse("unknown_document");
      if (known.status !== "taken") {
        turn.emit("taken", { number, reference }).forget(`again ${number}`);
      }
      return turn.reply({});
    },
    not_taken(day, { number, reason = "" }, turn) {
      const known = day.documents.get(number);
      if (!known) return turn.refuse("unknown_document");
      if (known.status === "taken") return turn.reply({});
      turn.emit("stuck", { number, reason: reason.slice(0, 300) });
      return turn.remind(`again ${number}`, turn.at + AGAIN_MS, "again", { number }).reply({});
    },
    again(day, { number }, turn) {
      const known = day.documents.get(number);
      if (!known) return turn.refuse("unknown_document");
      const { status, reference: _, reason: _reason, ...document } = known;
      if (status === "stuck") turn.emit("sent_again", document).forget(`again ${number}`);
      return turn.reply({});
    },
    compare(_day, _none, turn) {
      return turn.emit("comparing", {}).forget("compare").reply({});
    },
    listed(day, { result: { entries } }, turn) {
      const differences = compareDay(day, entries).slice(0, MOST_DIFFERENCES);
      return turn.emit("compared", { differences }).reply({});
    },
    not_listed(_day, _reason, turn) {
      return turn.remind("compare", turn.at + COMPARE_AGAIN_MS, "compare", {}).reply({});
    },
  },
  evolve: {
    booked(day, document) {
      const sent = { status: "on_its_way" as const, reference: null, reason: null };
      day.documents.set(document.number, { ...document, ...sent });
    },
    taken(day, { number, reference }) {
      const known = day.documents.get(number);
      if (known) day.documents.set(number, { ...known, status: "taken", reference, reason: null });
    },
    stuck(day, { number, reason }) {
      const known = day.documents.get(number);
      if (known) day.documents.set(number, { ...known, status: "stuck", reason });
    },
    sent_again(day, { number }) {
      const known = day.documents.get(number);
      if (known) day.documents.set(number, { ...known, status: "on_its_way" });
    },
    comparing: () => {},
    compared(day, { differences }, { at }) {
      day.comparedAt = at;
      day.differences = differences;
    },
  },
});

/** What is still under way is missing there as well: whoever looks sees that it is not lost. */
export function compareDay(
  { documents }: Pick<ErpDayState, "documents">,
  entries: readonly z.infer<typeof entry>[],
): ErpDifference[] {
  const found: ErpDifference[] = [];
  const seen = new Set<string>();
  for (const { number, kind, amountFen: theirsFen } of entries) {
    seen.add(number);
    const ours = documents.get(number);
    const theirs = theirsFen === undefined ? {} : { theirsFen };
    if (!ours) found.push({ kind: "missing_with_us", number, ...theirs });
    else if (ours.kind !== kind) found.push({ kind: "kind_differs", number });
    else if (ours.amountFen !== theirsFen) {
      const oursFen = ours.amountFen === undefined ? {} : { oursFen: ours.amountFen };
      found.push({ kind: "amount_differs", number, ...oursFen, ...theirs });
    }
  }
  for (const { number, amountFen } of documents.values()) {
    if (seen.has(number)) continue;
    const ours = amountFen === undefined ? {} : { oursFen: amountFen };
    found.push({ kind: "missing_there", number, ...ours });
  }
  return found.sort((one, other) => one.number < other.number ? -1 : 1);
}
