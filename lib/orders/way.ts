/** A car's way from the factory to its owner, and what is gone through when it is handed over. */

export const MILESTONES = [
  "scheduled",
  "built",
  "left_factory",
  "with_carrier",
  "at_dealer",
  "prepared",
  "handed_over",
] as const;
export type MilestoneCode = (typeof MILESTONES)[number];

export const CHECKLIST = [
  "outside",
  "inside",
  "tyres",
  "screens",
  "charging",
  "keys",
  "papers",
  "explained",
] as const;
