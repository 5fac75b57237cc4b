/**
 * The waiting room: people enter, some go away without a word, the others ask where they stand as
 * often as they are told to, and are admitted. Passes when everyone who entered has a place of their
 * own, everyone who stayed was admitted with a pass, and asking too early told nothing new.
 */
import { check, fail, sleep } from "k6";
import exec from "k6/execution";
import http, { type Params, type Response } from "k6/http";
import { Counter, Trend } from "k6/metrics";
import { percentage, readPeople, SALE, URL, wholeNumber } from "./settings.ts";

const { tokens, people } = readPeople();
const enterSeconds = wholeNumber("RUSH_SECONDS", 30);
const ghostPercent = percentage("GHOSTS", 30);
const ratePerMinute = wholeNumber("ADMIT_PER_MINUTE", 6_000);
const longestWaitSeconds = wholeNumber("LONGEST_WAIT", 300);
const p99Ms = wholeNumber("P99_MS", 500);
const staff = __ENV.STAFF;

const came = new Counter("came");
const admitted = new Counter("admitted");
const ghosts = new Counter("ghosts");
/** Entered here, less the entries that the server gained: 0 when nobody was lost. */
const lost = new Counter("lost");
/** Neither refused nor admitted in time. */
const stuck = new Counter("stuck");
/** Asked too early and were told something new. */
const earlyGains = new Counter("early_gains");
/** Places told, less the places that there are; the same of their squares. */
const placesBalance = new Counter("places_balance");
const squaresBalance = new Counter("squares_balance");
const waitSeconds = new Trend("wait_seconds");

export const options = {
  scenarios: {
    people: {
      executor: "constant-arrival-rate",
      rate: Math.ceil(people * 60 / enterSeconds),
      timeUnit: "1m",
      duration: `${enterSeconds}s`,
      gracefulStop: `${longestWaitSeconds}s`,
      preAllocatedVUs: wholeNumber("VUS", 500),
      maxVUs: wholeNumber("MAX_VUS", 3_000),
    },
  },
  thresholds: {
    lost: ["count==0"],
    stuck: ["count==0"],
    early_gains: ["count==0"],
    places_balance: ["count==0"],
    squares_balance: ["count==0"],
    checks: ["rate==1"],
    dropped_iterations: [`count<${Math.max(1, 0.01 * people)}`],
    "http_req_duration{name:enter}": [`p(99)<${p99Ms}`],
  },
  setupTimeout: "30s",
  teardownTimeout: "60s",
};

interface Room {
  readonly status: string;
  readonly entries: number;
}

interface Place {
  readonly state: string;
  readonly place: number | null;
  readonly ahead: number | null;
  readonly pollAfterMs: number;
  readonly pass?: string;
}

/** Gives the sale a room, where it has none, and waits until it has opened. */
export function setup(): Room {
  if (readRoom().status === "none") {
    if (!staff) fail(`${SALE} has no waiting room: set STAFF to a token of staff to give it one`);
    const response = http.post(
      `${URL}/api/sales/${SALE}/waiting-room`,
      JSON.stringify({ ratePerMinute, maxActive: 50_000, graceMs: 20_000, returnMs: 60_000 }),
      as(staff!, "setup"),
    );
    if (response.status !== 201) fail(`set up the room: ${response.status} ${response.body}`);
  }
  for (let tries = 0; tries < 50 && readRoom().status !== "open"; tries++) sleep(0.2);
  const room = readRoom();
  if (room.status !== "open") {
    fail(`${SALE}: expected an open room, got one that is ${room.status}`);
  }
  return room;
}

export default function person(): void {
  const number = exec.scenario.iterationInTest;
  // The rate is rounded up: a few more arrivals than people are left out.
  if (number >= people) return;
  came.add(1);
  const token = tokens[number]!;
  const url = `${URL}/api/sales/${SALE}/queue`;
  const began = Date.now();
  const entered = http.post(url, null, as(token, "enter"));
  if (!check(entered, { "entered": ({ status }) => status === 201 })) return;
  lost.add(1);
  let place = entered.json() as unknown as Place;
  placesBalance.add(place.place ?? 0);
  squaresBalance.add((place.place ?? 0) ** 2);
  if (number % 100 < ghostPercent) return ghosts.add(1);

  const early = http.get(url, as(token, "early"));
  const told = early.json() as unknown as Place;
  if (told.ahead !== place.ahead || !early.headers["Retry-After"]) earlyGains.add(1);
  while (place.state === "waiting" || place.state === "passed") {
    if (Date.now() - began > longestWaitSeconds * 1_000) return stuck.add(1);
    sleep(place.pollAfterMs / 1_000);
    const response = http.get(url, as(token, "place"));
    if (!check(response, { "told the place": ({ status }) => status === 200 })) return;
    place = response.json() as unknown as Place;
  }
  check(place, { "admitted with a pass": ({ state, pass }) => state === "admitted" && !!pass });
  admitted.add(1);
  waitSeconds.add((Date.now() - began) / 1_000);
}

export function teardown(before: Room): void {
  const after = readRoom();
  lost.add(before.entries - after.entries);
  placesBalance.add(sum(before.entries) - sum(after.entries));
  squaresBalance.add(sumOfSquares(before.entries) - sumOfSquares(after.entries));
}

function readRoom(): Room {
  const response: Response = http.get(`${URL}/api/sales/${SALE}/waiting-room`, {
    tags: { name: "room" },
    responseCallback: http.expectedStatuses(200, 404),
  });
  if (response.status === 404) return { status: "none", entries: 0 };
  return response.json() as unknown as Room;
}

const as = (token: string, name: string): Params => ({
  headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
  tags: { name },
});

/** 1 + 2 + … + n */
const sum = (n: number): number => (n * (n + 1)) / 2;
/** 1 + 4 + … + n² */
const sumOfSquares = (n: number): number => (n * (n + 1) * (2 * n + 1)) / 6;
