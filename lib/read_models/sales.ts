/** Rows about sales: what a sale is, how its lot stands, and its leads. */
import { lead, type LeadState } from "../../actors/sales/lead.ts";
import { lot, type LotState } from "../../actors/sales/lot.ts";
import { sale, type SaleState } from "../../actors/sales/sale.ts";
import { defineReadModel } from "../kernel/mod.ts";

export type SaleRow = SaleState & { seq: number };

/** `[saleId]` → the sale. */
export const saleRows = defineReadModel("sales", sale, {
  rows: (state, { id, seq }) => [{ key: [id], value: { ...state, seq } }],
});

export interface LotRow {
  status: LotState["status"];
  capacity: number;
  /** Cars that somebody has: held or sold. */
  allocated: number;
  sold: number;
  /** How often a car was returned. */
  returned: number;
  /** People in line for returned cars. */
  waiting: number;
  /** The last place in line that was offered a car. */
  called: number;
  /** All that were answered, with a car or a place in line. */
  participants: number;
  opensAt: number | null;
  closesAt: number | null;
  /** The last journal entry this includes. */
  seq: number;
}

/** `[saleId]` → how the lot stands. */
export const lotRows = defineReadModel("lots", lot, {
  rows: ({ status, stock, allocated, sold, returned, waiting, called, gone }, { id, seq }) => [{
    key: [id],
    value: {
      status,
      capacity: stock?.capacity ?? 0,
      allocated: allocated.size,
      sold,
      returned,
      waiting,
      called,
      participants: allocated.size + waiting + gone.size,
      opensAt: stock?.opensAt ?? null,
      closesAt: stock?.closesAt ?? null,
      seq,
    },
  }],
});

type LeadCare = Pick<LeadState, "assignee" | "firstResponseAt" | "mergedInto">;

/** A participation, with who cares for the person. */
export type LeadRow = LeadState["entries"][number] & LeadCare;

/** `[saleId, memberId]` → the participation. */
export const leadRows = defineReadModel("leads", lead, {
  rows: ({ entries, assignee, firstResponseAt, mergedInto }, { id }) =>
    entries.map((entry) => ({
      key: [entry.saleId, id],
      value: {
        ...entry,
        ...(assignee === undefined ? {} : { assignee }),
        ...(firstResponseAt === undefined ? {} : { firstResponseAt }),
        ...(mergedInto === undefined ? {} : { mergedInto }),
      },
    })),
});

export const salesReadModels = [saleRows, lotRows, leadRows];
