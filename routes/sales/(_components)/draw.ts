import { roundAt } from "../../../actors/sales/draw.ts";
import type { DrawShown } from "../../../lib/live/draw_view.ts";
import { type DrawRow, drawRows } from "../../../lib/read_models/draw.ts";
import type { ApiContext } from "../../api/context.ts";
import { isLate, readRegistration } from "../../api/draw.ts";

export interface ShownDraw {
  readonly row: DrawRow;
  readonly shown: DrawShown;
}

/** A sale's draw as its page shows it; undefined in the moment before it is announced. */
export async function drawOf(
  api: Pick<ApiContext, "system" | "now">,
  saleId: string,
  memberId: string | undefined,
): Promise<ShownDraw | undefined> {
  const row = await api.system.rows(drawRows).get<DrawRow>([saleId]);
  if (!row) return undefined;
  const own = memberId === undefined ? null : await readRegistration(api, saleId, memberId);
  const isOver = row.status === "registering" && api.now() >= row.drawsAt;
  return {
    row,
    shown: {
      state: isOver ? "closed" : row.status,
      drawsAt: row.drawsAt,
      round: row.round,
      roundAt: roundAt(row),
      late: isLate(row, api.now()),
      entrants: row.entrants,
      own: own === null || typeof own === "string" ? null : {
        number: own.number,
        ...("place" in own && own.place ? { place: own.place, entrants: own.entrants } : {}),
      },
    },
  };
}
