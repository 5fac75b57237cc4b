/** Thirty days of joint availability at a dealer with 20 bays, 30 people and 10 demo cars, well booked. */
import {
  availability,
  type Capacity,
  type ResourceKind,
} from "../lib/appointments/availability.ts";
import { median, printFigure } from "./figures.ts";

const ROUNDS = 200;
const HOUR = 3_600_000;
const NOW = Temporal.Instant.from("2026-03-02T00:00:00+08:00").epochMilliseconds;

/** Four visits a day and resource, at hours that differ from one to the next. */
function booked(kind: ResourceKind, count: number, can: string) {
  return Array.from({ length: count }, (_, index) => ({
    id: `${kind}${index}`,
    kind,
    can: [can],
    busy: Array.from({ length: 120 }, (_, visit) => {
      const hour = 9 + (visit % 4) * 3 + index % 3;
      const from = NOW + Math.floor(visit / 4) * 24 * HOUR + hour * HOUR;
      return { from, until: from + 1.5 * HOUR };
    }),
  }));
}

const capacity: Capacity = {
  opening: {
    timeZone: "Asia/Shanghai",
    week: Array.from({ length: 7 }, () => ({ from: 9 * 60, until: 20 * 60 })),
    exceptions: {},
  },
  resources: [
    ...booked("bay", 20, "maintenance"),
    ...booked("person", 30, "maintenance"),
    ...booked("car", 10, "courtesy"),
  ],
};
const visit = {
  needs: [
    { kind: "bay" as const, can: "maintenance" },
    { kind: "person" as const, can: "maintenance" },
    { kind: "car" as const, can: "courtesy" },
  ],
  durationMs: 1.5 * HOUR,
  beforeMs: HOUR / 6,
  afterMs: HOUR / 4,
  stepMs: HOUR / 4,
  leadMs: 2 * HOUR,
};

function once(): number {
  const began = performance.now();
  availability(capacity, visit, NOW, 30);
  return performance.now() - began;
}

if (import.meta.main) {
  for (let round = 0; round < ROUNDS; round++) once();
  const took = Array.from({ length: ROUNDS }, once).sort((a, b) => a - b);
  printFigure("availability of 30 days, median", median(took), "ms");
  printFigure("availability of 30 days, p99", took[Math.floor(ROUNDS * 0.99)]!, "ms");
}
