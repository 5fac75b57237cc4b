/** Rows of points: each entry of each member, the newest first. */
import { points } from "../../actors/members/points.ts";
import { defineReadModel, type EventOf } from "../kernel/mod.ts";

export type PointsEntryRow = EventOf<typeof points, "posted"> & { readonly at: number };

/** Larger than any number of entries, so that the newest comes first. */
const LAST = 1_000_000_000;

/** `[memberId, LAST - number]` → the entry. */
export const pointsEntries = defineReadModel("points_entries", points, {
  on: {
    posted: (entry, { id, at }) => [{ key: [id, LAST - entry.no], value: { ...entry, at } }],
  },
});

/** The key behind which the entries before number `no` begin. */
export const entriesBefore = (memberId: string, no: number) => [memberId, LAST - no];

export const pointsReadModels = [pointsEntries];
