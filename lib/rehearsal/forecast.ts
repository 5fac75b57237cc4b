/** What a sale with holds is expected to come to, from its plan alone: said before it is tried. */

export interface RehearsalPlan {
  readonly participants: number;
  readonly cars: number;
  /** The part of those with a car who let their hold lapse, from 0 to 1. */
  readonly abandon: number;
  /** Of the others, those who give their car back; every second of them has paid for it by then. */
  readonly cancel?: number;
  /** Of the others, those who come to pay when the hold is over. */
  readonly late?: number;
  /** How long a first hold and a hold offered from the line last, milliseconds. */
  readonly holdMs: number;
  readonly offerMs: number;
  /** When the last car of the first round is given, where a waiting room lets people in by its rate. */
  readonly givenMs?: number;
}

export interface Forecast {
  readonly sold: number;
  /** How often a car comes back. */
  readonly returned: number;
  /** Members who are offered a car, first or returned. */
  readonly asked: number;
  /** Members left in line at the end. */
  readonly waiting: number;
  readonly payments: number;
  /** Payments that are paid back. */
  readonly refunds: number;
  /** How often the unluckiest car is expected to be held. */
  readonly rounds: number;
  /** From the first car given to the last one sold, seconds. */
  readonly seconds: number;
}

/** The mean of the largest of n exponential waits exceeds ln n by this (Euler and Mascheroni). */
const EULER = 0.5772;

/** The part of those with a car who buy and keep it. */
export const buyersOf = (
  { abandon, cancel = 0, late = 0 }: Pick<RehearsalPlan, "abandon" | "cancel" | "late">,
): number => (1 - abandon) * (1 - cancel - late);

/** The part of those with a car who pay for it and give it back all the same. */
const regretting = ({ abandon, cancel = 0 }: RehearsalPlan): number => (1 - abandon) * cancel / 2;

/**
 * Each who is asked buys with the same chance, and a car that is not bought goes to the next in line
 * until it is bought or nobody is left.
 */
export function forecast(plan: RehearsalPlan): Forecast {
  const { participants, cars, holdMs, offerMs, givenMs = 0 } = plan;
  const buys = buyersOf(plan);
  const enough = buys > 0 && cars / buys <= participants;
  const asked = enough
    ? cars / buys
    : Math.min(participants, buys > 0 ? cars / buys : participants);
  const sold = Math.min(cars, asked * buys);
  const refunds = Math.round(asked * regretting(plan));
  const rounds = roundsOf(plan, enough);
  return {
    sold: Math.round(sold),
    returned: Math.round(asked * (1 - buys)),
    asked: Math.round(asked),
    waiting: Math.round(Math.max(0, participants - asked)),
    payments: Math.round(sold) + refunds,
    refunds,
    rounds,
    seconds: Math.round((givenMs + (rounds <= 1 ? 0 : holdMs + (rounds - 2) * offerMs)) / 100) / 10,
  };
}

/** The expected largest of so many geometric waits; bounded by how many can be asked at all. */
function roundsOf(plan: RehearsalPlan, enough: boolean): number {
  const { participants, cars } = plan;
  const returns = 1 - buyersOf(plan);
  if (returns === 0 || participants === 0) return participants === 0 ? 0 : 1;
  const most = Math.max(1, Math.ceil(participants / cars));
  if (returns === 1) return most + 1;
  const largest = Math.ceil(
    (Math.log(Math.min(cars, participants)) + EULER) / -Math.log(returns) + 0.5,
  );
  return Math.max(1, enough ? largest : Math.min(largest, most + 1));
}
