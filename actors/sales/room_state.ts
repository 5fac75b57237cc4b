/** What a waiting room knows, and what can be read off it. Who decides is the actor beside this file. */
import * as z from "zod";
import { shuffledOrder } from "./fair_shuffle.ts";

/** Pause between two admissions while someone waits. */
export const TICK_MS = 1_000;
/** A room that was to tick a second ago and did not for so long was asleep. */
export const SLEPT_MS = 10_000;
/** Unused rate is saved up for so long. */
export const BURST_MS = 2_000;
/** Credit is counted in thousandths of a person. */
export const ONE = 1_000;
export const MOST_ENTRIES = 2_000_000;
export const MOST_AT_ONCE = 4_000;
export const MOST_CALLED = 20_000;
/** Places in one event or command: it has to fit a row of the store. */
export const PLACES = 2_000;
/** How long before their turn people are called, within bounds. */
const READY_MS = 20_000, READY_MIN = 20, READY_MAX = 5_000;

/** Epoch milliseconds. */
export const time = z.int().min(0);
/** Counted from 1, in the order of coming; the pre-queue's are dealt out anew at the opening. */
export const place = z.int().min(1);
export const places = z.array(place).min(1).max(PLACES);
export const memberId = z.string();
export const ratePerMinute = z.int().min(0).max(120_000);
export const maxActive = z.int().min(1).max(50_000);

export const plan = z.object({
  opensAt: time,
  /** From when on people may come; null for at once. */
  prequeueAt: time.nullable(),
  ratePerMinute,
  /** People who are admitted and have not finished. */
  maxActive,
  /** How long nothing has to be heard of someone who was called, until the turn is lost. */
  graceMs: z.int().min(5_000).max(600_000),
  /** How long one who lost the turn may come back to the front. */
  returnMs: z.int().min(0).max(3_600_000),
  /** How long an admission lasts. */
  admissionMs: z.int().min(5_000).max(3_600_000),
});

export type RoomPlan = z.infer<typeof plan>;

/** When a proof of work is asked for at the door; `auto` leaves it to what each node sees. */
export const guard = z.object({
  mode: z.enum(["off", "auto", "on"]),
  /** Leading zero bits of the hash that is to be found. */
  bits: z.int().min(1).max(30),
});

export type RoomGuard = z.infer<typeof guard>;

export const state = z.object({
  status: z.enum(["none", "prequeue", "sealed", "open", "closed"]),
  plan: plan.nullable(),
  guard,
  /** SHA-256 of the secret that goes into the seed. */
  commitment: z.string(),
  pausedAt: time.nullable(),
  /** Who stands at which place: the first is place 1. */
  line: z.array(memberId),
  /** Each member's place, the newest where there were several. */
  places: z.map(memberId, place),
  /** Places of the pre-queue; known once it is sealed. */
  sealed: z.int(),
  /** Places that were left before they were called. */
  left: z.set(place),
  /** Places up to this one were called to the front. */
  called: z.int(),
  /** The front, in the order of places. */
  front: z.map(place, z.object({ calledAt: time, heardAt: time.nullable() })),
  /** Those who came back to the front, before it, with when they were last heard. */
  returned: z.map(place, time),
  /** Those who lost their turn, with until when they may come back. */
  passed: z.map(place, time),
  /** Those who are inside, with until when. */
  admitted: z.map(place, time),
  done: z.set(place),
  /** Thousandths of an admission that the rate had left at `creditAt`. */
  credit: z.int(),
  creditAt: time,
  tickedAt: time,
});

export type RoomState = z.infer<typeof state>;

export const initial: RoomState = {
  status: "none",
  plan: null,
  guard: { mode: "auto", bits: 16 },
  commitment: "",
  pausedAt: null,
  line: [],
  places: new Map(),
  sealed: 0,
  left: new Set(),
  called: 0,
  front: new Map(),
  returned: new Map(),
  passed: new Map(),
  admitted: new Map(),
  done: new Set(),
  credit: 0,
  creditAt: 0,
  tickedAt: 0,
};

/** How a place stands. `gone`: it was left, or the time for it is over. */
export type Standing =
  | { readonly state: "prequeue" | "waiting" | "done"; readonly place: number }
  | { readonly state: "gone"; readonly place: number }
  | { readonly state: "passed"; readonly place: number; readonly returnBy: number }
  | { readonly state: "admitted"; readonly place: number; readonly until: number };

export function standingOf(room: RoomState, place: number, at: number): Standing {
  if (room.done.has(place)) return { state: "done", place };
  const until = room.admitted.get(place);
  if (until !== undefined) {
    return until > (room.pausedAt ?? at)
      ? { state: "admitted", place, until }
      : { state: "gone", place };
  }
  if (room.status === "closed") return { state: "gone", place };
  const returnBy = room.passed.get(place);
  if (returnBy !== undefined) {
    return at < returnBy ? { state: "passed", place, returnBy } : { state: "gone", place };
  }
  if (room.front.has(place) || room.returned.has(place)) return { state: "waiting", place };
  if (place <= room.called || room.left.has(place)) return { state: "gone", place };
  const early = room.status === "prequeue" || (room.status === "sealed" && place <= room.sealed);
  return { state: early ? "prequeue" : "waiting", place };
}

/** People who wait: at the front, before it, and behind. */
export const waitingIn = (room: RoomState): number =>
  room.front.size + room.returned.size + room.line.length - room.called - room.left.size;

export const isQuiet = (room: RoomState): boolean => waitingIn(room) === 0;

/** Thousandths of an admission that the rate allows now. */
export function creditOf({ plan, credit, creditAt }: RoomState, at: number): number {
  const perMs = (plan?.ratePerMinute ?? 0) * ONE / 60_000;
  if (perMs === 0) return 0;
  const most = Math.max(ONE, perMs * BURST_MS);
  return Math.floor(Math.min(most, credit + (at - creditAt) * perMs));
}

/** How many who are there should stand at the front. */
export const readyAt = ({ plan }: RoomState): number =>
  Math.min(READY_MAX, READY_MIN + Math.ceil((plan?.ratePerMinute ?? 0) * READY_MS / 60_000));

/** Places whose time is over. */
export function due(times: ReadonlyMap<number, number>, at: number): number[] {
  const places = [];
  for (const [place, until] of times) if (until <= at) places.push(place);
  return places;
}

/** The first time after `at`; Infinity where there is none. */
export function earliest(times: ReadonlyMap<number, number>, at: number): number {
  let first = Infinity;
  for (const until of times.values()) if (until > at && until < first) first = until;
  return first;
}

export function inParts(places: readonly number[]): number[][] {
  const parts = [];
  for (let from = 0; from < places.length; from += PLACES) {
    parts.push(places.slice(from, from + PLACES));
  }
  return parts;
}

export interface Walk {
  readonly admit: readonly number[];
  readonly pass: readonly number[];
  /** Those who are there and have to wait for the next time. */
  readonly ready: number;
}

/**
 * Walks along the front and lets in up to `free` who are there. Who is not is stepped over, and
 * loses the turn after the grace period, where `patient` does not forbid it: not while nobody would
 * have been let in anyway.
 */
export function walk(room: RoomState, free: number, patient: boolean, at: number): Walk {
  const { graceMs } = room.plan!;
  const admit: number[] = [], pass: number[] = [];
  let ready = 0;
  const meet = (place: number, calledAt: number, heardAt: number | null) => {
    if (heardAt !== null && at - heardAt <= graceMs) {
      if (admit.length < free) admit.push(place);
      else ready++;
    } else if (admit.length < free && !patient && at - calledAt > graceMs) pass.push(place);
  };
  for (const [place, heardAt] of room.returned) meet(place, heardAt, heardAt);
  for (const [place, { calledAt, heardAt }] of room.front) meet(place, calledAt, heardAt);
  return { admit, pass, ready };
}

/** Deals the pre-queue's places out anew. */
export function dealPlaces(room: RoomState, seed: string): void {
  const { line, places, sealed, left } = room;
  const order = shuffledOrder(sealed, seed);
  const early = line.slice(0, sealed);
  const leftNow = new Set<number>();
  for (const place of left) if (place > sealed) leftNow.add(place);
  order.forEach((was, now) => {
    const memberId = early[was]!;
    line[now] = memberId;
    if (left.has(was + 1)) leftNow.add(now + 1);
    // Who left while the room was sealed and came again has a place behind, and keeps that one.
    if (places.get(memberId) === was + 1) places.set(memberId, now + 1);
  });
  room.left = leftNow;
}
