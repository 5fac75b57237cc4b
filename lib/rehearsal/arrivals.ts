/** When shoppers come: how far into the time of arriving a part of them is there. */
import type { RehearsalPlan } from "../../actors/sales/rehearsals.ts";

type Curve = RehearsalPlan["curve"];

/** By when, as a part of the whole time, the part `u` of all has come; both from 0 to 1. */
export function arrivedBy(curve: Curve, u: number): number {
  switch (curve) {
    case "burst":
      return u ** 3;
    case "even":
      return u;
    case "wave":
      return Math.acos(1 - 2 * u) / Math.PI;
  }
}
