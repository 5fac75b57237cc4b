/** What a sale with holds is expected to come to, from its plan alone: said before it is tried. */

export interface RehearsalPlan {
  readonly participants: number;
  readonly cars: number;
  /** The part of those with a car who let their hold lapse, from 0 to 1. */
  readonly abandon: number;
  /** How long a first hold and a hold offered from the line last, milliseconds. */
  readonly holdMs: number;
  readonly offerMs: number;
}

export interface Forecast {
  readonly sold: number;
  /** How often a car comes back. */
  readonly returned: number;
  /** Members who are offered a car, first or returned. */
  readonly asked: number;
  /** Members left in line at the end. */
  readonly waiting: number;
  /** How often the unluckiest car is expected to be held. */
  readonly rounds: number;
  /** From the first car given to the last one sold, seconds. */
  readonly seconds: number;
}

/** The mean of the largest of n exponential waits exceeds ln n by this (Euler and Mascheroni). */
const EULER = 0.5772;

/**
 * Each who is asked buys with the same chance, and a car that is not bought goes to the next in line
 * until it is bought or nobody is left.
 */
export function forecast(plan: RehearsalPlan): Forecast {
  const { participants, cars, abandon, holdMs, offerMs } = plan;
  const buys = 1 - abandon;
  const enough = buys > 0 && cars / buys <= participants;
  const asked = enough
    ? cars / buys
    : Math.min(participants, buys > 0 ? cars / buys : participants);
  const sold = Math.min(cars, asked * buys);
  const rounds = roundsOf(plan, enough);
  return {
    sold: Math.round(sold),
    returned: Math.round(asked * abandon),
    asked: Math.round(asked),
    waiting: Math.round(Math.max(0, participants - asked)),
    rounds,
    seconds: Math.round((rounds <= 1 ? 0 : holdMs + (rounds - 2) * offerMs) / 100) / 10,
  };
}

/** The expected largest of so many geometric waits; bounded by how many can be asked at all. */
function roundsOf({ participants, cars, abandon }: RehearsalPlan, enough: boolean): number {
  if (abandon === 0 || participants === 0) return participants === 0 ? 0 : 1;
  const most = Math.max(1, Math.ceil(participants / cars));
  if (abandon === 1) return most + 1;
  const largest = Math.ceil(
    (Math.log(Math.min(cars, participants)) + EULER) / -Math.log(abandon) + 0.5,
  );
  return Math.max(1, enough ? largest : Math.min(largest, most + 1));
}
