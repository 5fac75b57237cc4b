/** Rows about draws: what anybody may see of one. */
import { draw, type DrawPlan, type DrawState } from "../../actors/sales/draw.ts";
import { defineReadModel } from "../kernel/mod.ts";

export interface DrawRow extends DrawPlan {
  status: Exclude<DrawState["status"], "none">;
  /** Registrations that were not withdrawn. */
  entrants: number;
  /** Once the list is closed: its hash, and how often the beacon was asked in vain. */
  list?: string;
  late?: number;
  /** What the order follows from, once it is drawn; `handed`: places that the lot has taken. */
  revealed?: { round: number; randomness: string; signature: string; secret: string };
  drawnAt?: number;
  handed?: number;
  /** When the secret came out before the list was closed. */
  revealedAt?: number;
}

/** `[saleId]` → the draw. */
export const drawRows = defineReadModel("draws", draw, {
  rows: (state, { id }) => [{ key: [id], value: rowOf(state) }],
});

function rowOf(draw: DrawState) {
  if (draw.status === "none") return null;
  const { status, plan, registered, revealedAt } = draw;
  return {
    status,
    ...plan,
    entrants: registered.size,
    ...(revealedAt === undefined ? {} : { revealedAt }),
    ...("list" in draw ? { list: draw.list, late: draw.late } : {}),
    ...("revealed" in draw
      ? { revealed: draw.revealed, drawnAt: draw.drawnAt, handed: draw.handed }
      : {}),
  } satisfies DrawRow;
}

export const drawReadModels = [drawRows];
