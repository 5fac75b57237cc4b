/**
 * The sale: people come as they come to a launch, most of them at once, and each claims one car.
 * Passes when no car was given twice or beyond the lot, everyone who came was answered and is a
 * participant, and answers were quick. See README.md.
 */
import { check, fail, sleep } from "k6";
import exec from "k6/execution";
import http, { type Response } from "k6/http";
import { Counter } from "k6/metrics";
import { readPeople, SALE, type SaleView, URL, wholeNumber } from "./settings.ts";

const CITIES = ["上海", "北京", "深圳", "广州", "杭州", "成都", "武汉", "西安", "重庆", "苏州"];
const SOURCES = ["wechat", "app", "web", "weibo", "douyin", "dealer"];
const TRIES = 20;

const { tokens, people: participants } = readPeople();
const rushSeconds = wholeNumber("RUSH_SECONDS", 60);
const p99Ms = wholeNumber("P99_MS", 500);

const came = new Counter("came");
const accepted = new Counter("accepted");
const allocated = new Counter("allocated");
/** Times a server said that it was busy and when to come again. */
const putOff = new Counter("put_off");
/** Came and were not given an answer that counts. */
const unanswered = new Counter("unanswered");
/** Accepted here, less the participants that the server gained: 0 when nobody was lost. */
const lost = new Counter("lost");
/** Cars beyond the lot, told to someone or counted by the server. */
const oversold = new Counter("oversold");
/**
 * Numbers told, less the numbers that there are; the same of their squares. Scripts of k6 share no
 * memory, so no set of numbers can be kept; both sums are 0 when each was told once.
 */
const numbersBalance = new Counter("numbers_balance");
const squaresBalance = new Counter("squares_balance");

/** Rates a minute, as k6 takes whole numbers only. */
const rushRate = Math.ceil((0.8 * participants * 60) / rushSeconds);
const lateRate = Math.ceil((0.2 * participants * 60) / (4 * rushSeconds));

export const options = {
  scenarios: {
    launch: {
      executor: "ramping-arrival-rate",
      timeUnit: "1m",
      // 80 % come in the rush, three times as many a second at its start as at its end.
      startRate: Math.ceil(1.5 * rushRate),
      stages: [
        { duration: `${rushSeconds}s`, target: Math.ceil(0.5 * rushRate) },
        { duration: "0s", target: lateRate },
        { duration: `${4 * rushSeconds}s`, target: lateRate },
      ],
      preAllocatedVUs: wholeNumber("VUS", 1_000),
      maxVUs: wholeNumber("MAX_VUS", 3_000),
    },
  },
  thresholds: {
    // Of nobody all that follows would hold as well.
    came: ["count>0"],
    oversold: ["count==0"],
    lost: ["count==0"],
    unanswered: ["count==0"],
    numbers_balance: ["count==0"],
    squares_balance: ["count==0"],
    // People whom k6 was too busy to send: with more of them the load is not what it says.
    dropped_iterations: [`count<${Math.max(1, 0.01 * participants)}`],
    http_req_failed: ["rate==0"],
    "http_req_duration{name:claim}": [`p(99)<${p99Ms}`],
  },
  setupTimeout: "30s",
  teardownTimeout: "60s",
};

export function setup(): SaleView {
  const before = readSale();
  if (before.state !== "open") {
    fail(`${SALE}: expected an open sale, got one that is ${before.state}`);
  }
  return before;
}

export default function claim(before: SaleView): void {
  const person = exec.scenario.iterationInTest;
  // The rates are rounded up: a few more arrivals than people are left out.
  if (person >= participants) return;
  came.add(1);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const response = http.post(
      `${URL}/api/sales/${SALE}/claims`,
      JSON.stringify({
        source: SOURCES[person % SOURCES.length],
        city: CITIES[person % CITIES.length],
      }),
      {
        headers: {
          "content-type": "application/json",
          authorization: `Bearer ${tokens[person]}`,
        },
        tags: { name: "claim" },
        // A busy server that says when to come again is no failure.
        responseCallback: http.expectedStatuses(200, 201, 503),
      },
    );
    if (response.status !== 503) return take(response, before.capacity);
    putOff.add(1);
    sleep(Number(response.headers["Retry-After"] || 1) * (1 + Math.random()));
  }
  unanswered.add(1);
}

interface ClaimAnswer {
  readonly outcome?: string;
  readonly number?: number;
  readonly place?: number;
}

function take(response: Response, capacity: number): void {
  const answered = response.status === 200 || response.status === 201;
  const { outcome, number, place }: ClaimAnswer = answered ? response.json() as ClaimAnswer : {};
  // "already" is what a claim repeats that was put off after it had been taken.
  const given = (outcome === "allocated" || outcome === "already") && Number.isInteger(number);
  const waits = outcome === "sold_out" && Number.isInteger(place);
  if (!check(response, { "a car or a place in line": () => given || waits })) {
    unanswered.add(1);
    return;
  }
  accepted.add(1);
  lost.add(1);
  if (!given || number === undefined) return;
  allocated.add(1);
  if (number > capacity) oversold.add(1);
  numbersBalance.add(number);
  squaresBalance.add(number * number);
}

export function teardown(before: SaleView): void {
  const after = readSale();
  lost.add(before.participants - after.participants);
  oversold.add(Math.max(0, after.allocated - after.capacity));
  numbersBalance.add(sum(before.allocated) - sum(after.allocated));
  squaresBalance.add(sumOfSquares(before.allocated) - sumOfSquares(after.allocated));
}

function readSale(): SaleView {
  const response = http.get(`${URL}/api/sales/${SALE}`, { tags: { name: "sale" } });
  if (response.status !== 200) {
    fail(`GET /api/sales/${SALE}: expected 200, got ${response.status} ${response.body}`);
  }
  return response.json() as unknown as SaleView;
}

/** 1 + 2 + … + n */
const sum = (n: number): number => (n * (n + 1)) / 2;
/** 1 + 4 + … + n² */
const sumOfSquares = (n: number): number => (n * (n + 1) * (2 * n + 1)) / 6;
