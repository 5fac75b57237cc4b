/** What a rehearsal is expected to come to: the plain forecast, with how people come and get in. */
import type { Rehearsal, RehearsalPlan } from "../../actors/sales/rehearsals.ts";
import { arrivedBy } from "./arrivals.ts";
import { forecast } from "./forecast.ts";

/** A buyer pays within this part of the time that is left to pay. */
export const PAYS_WITHIN = [0.05, 0.8] as const;
/** From the closing of a draw's list to its cars: the margin, and the beacon's next round. */
const DRAW_MS = 33_000;
/** The payment page closes so much before the hold. */
const PAGE = 0.9;

export function expectationOf(plan: RehearsalPlan): Rehearsal["forecast"] {
  const { participants, cars, holdMs, offerMs, abandon, late = 0 } = plan;
  const { asked, waiting, ...plain } = forecast(plan);
  // Money that comes after the hold gets a car where one is free, and goes back where all have gone on.
  const tardy = Math.round(asked * (1 - abandon) * late);
  const isFree = participants <= asked;
  const sold = Math.min(cars, plain.sold + (isFree ? tardy : 0));
  // Where everyone got a car, nobody waits for one that comes back.
  const rounds = participants <= cars ? Math.min(1, plain.rounds) : plain.rounds;
  const soldOutMs = participants < cars ? null : givenMs(plan, cars);
  const lastGivenMs = soldOutMs ?? givenMs(plan, participants);
  const lapsesMs = rounds <= 1 ? 0 : holdMs + (rounds - 2) * offerMs;
  const paysMs = (rounds <= 1 ? holdMs : offerMs) * PAGE *
    (rounds <= 1 ? PAYS_WITHIN[1] : (PAYS_WITHIN[0] + PAYS_WITHIN[1]) / 2);
  return {
    sold,
    returned: plain.returned,
    asked,
    waiting,
    leads: participants,
    payments: plain.payments + tardy,
    refunds: plain.refunds + (isFree ? 0 : tardy),
    rounds,
    soldOutAt: soldOutMs === null ? null : tenths(soldOutMs),
    seconds: sold === 0 ? 0 : tenths(lastGivenMs + lapsesMs + paysMs),
  };
}

/** When so many have been given a car, milliseconds after the opening. */
function givenMs({ mode, curve, arrivalMs, participants, room }: RehearsalPlan, cars: number) {
  if (mode === "draw") return DRAW_MS;
  const come = arrivedBy(curve, Math.min(1, cars / participants)) * arrivalMs;
  return room ? Math.max(come, cars / room.ratePerMinute * 60_000) : come;
}

const tenths = (ms: number): number => Math.round(ms / 100) / 10;
