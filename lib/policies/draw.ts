/** What follows from a draw: its secret is sealed and opened, and its order goes to the lot. */
import { draw } from "../../actors/sales/draw.ts";
import { lot } from "../../actors/sales/lot.ts";
import { sale } from "../../actors/sales/sale.ts";
import { randomness } from "../adapters/randomness/calls.ts";
import { call, definePolicy, send, tell } from "../kernel/mod.ts";

const saleHasItsDraw = definePolicy("sale_has_its_draw", sale, {
  scheduled: ({ mode, opensAt, identity }, { id }) =>
    mode === "draw"
      ? [
        call(randomness, { ask: "announce", drawId: id, drawsAt: opensAt }, {
          done: tell(draw(id), "schedule", identity === undefined ? {} : { identity }),
        }),
      ]
      : [],
  // A sale without a draw has none to call off, and one that was drawn stays as it is.
  closed: (_event, { id }) => [send(draw(id), "cancel", {})],
});

const drawAsksTheBeacon = definePolicy("draw_asks_the_beacon", draw, {
  round_asked: ({ round }, { id }) => [
    call(randomness, { ask: "reveal", drawId: id, round }, {
      done: tell(draw(id), "draw", {}),
      failed: tell(draw(id), "note_late", {}),
    }),
  ],
});

const drawFillsItsLot = definePolicy("draw_fills_its_lot", draw, {
  ordered: ({ taken: _, ...batch }, { id }) => [send(lot(id), "allocate", batch)],
});

const lotTakesTheNext = definePolicy("lot_takes_the_next", lot, {
  allocated: (taken, { id }) => [send(draw(id), "hand_over", taken)],
});

export const drawPolicies = [
  saleHasItsDraw,
  drawAsksTheBeacon,
  drawFillsItsLot,
  lotTakesTheNext,
];
