/**
 * The whole journey: people enter the waiting room, claim with their pass, and pay for the car they
 * get or let it lapse; whoever stands in line waits for a car that comes back, and does the same.
 * Passes when every car is sold to someone of its own, every payment is a bought car or went back,
 * everyone who stayed was answered, and no car is left while somebody waits for it.
 */
import { check, fail, sleep } from "k6";
import exec from "k6/execution";
import http, { type Params } from "k6/http";
import { Counter } from "k6/metrics";
import { percentage, readPeople, SALE, URL, wholeNumber } from "./settings.ts";

const { tokens, people } = readPeople();
const enterSeconds = wholeNumber("RUSH_SECONDS", 10);
const ratePerMinute = wholeNumber("ADMIT_PER_MINUTE", 60_000);
const abandonPercent = percentage("ABANDON", 30);
const holdSeconds = wholeNumber("HOLDS", 6);
const offerSeconds = wholeNumber("OFFERS", 4);
/** How long somebody in line stays for a car that comes back. */
const staySeconds = wholeNumber("STAY", 60);
const p99Ms = wholeNumber("P99_MS", 1_000);
const staff = __ENV.STAFF;

const LONGEST_WAIT_MS = 60_000;
const LOOK_SECONDS = 1;
/** How payments are told of, most of them at once. */
const NOTICES = ["prompt", "prompt", "prompt", "prompt", "twice", "never"];

const bought = new Counter("bought");
const lapsed = new Counter("lapsed");
const offered = new Counter("offered");
const outWaited = new Counter("out_waited");
/** Payments made, less those that became a bought car or were paid back: 0 when none was lost. */
const paymentsLost = new Counter("payments_lost");
/** Cars sold here, less those that the server counts as sold. */
const soldBalance = new Counter("sold_balance");
/** Squares of the numbers sold, less those of the numbers there are: 0 when each was sold once. */
const squaresBalance = new Counter("squares_balance");

export const options = {
  scenarios: {
    people: {
      executor: "constant-arrival-rate",
      rate: Math.ceil(people * 60 / enterSeconds),
      timeUnit: "1m",
      duration: `${enterSeconds}s`,
      gracefulStop: `${staySeconds + 60}s`,
      preAllocatedVUs: wholeNumber("VUS", 1_000),
      maxVUs: wholeNumber("MAX_VUS", 3_000),
    },
  },
  thresholds: {
    payments_lost: ["count==0"],
    sold_balance: ["count==0"],
    squares_balance: ["count==0"],
    checks: ["rate==1"],
    dropped_iterations: [`count<${Math.max(1, 0.01 * people)}`],
    "http_req_duration{name:claim}": [`p(99)<${p99Ms}`],
  },
  setupTimeout: "30s",
  teardownTimeout: "60s",
};

interface Sale {
  readonly state: string;
  readonly capacity: number;
  readonly sold: number;
  readonly waiting: number;
}

interface Standing {
  readonly outcome: string;
  readonly number?: number;
  readonly orderId?: string;
}

/** Holds of seconds, and a room in front of the sale. */
export function setup(): void {
  if (!staff) fail("set STAFF to a token of staff, who sets the holds and the waiting room");
  const holds = { holdMs: holdSeconds * 1_000, offerMs: offerSeconds * 1_000 };
  const room = { ratePerMinute, maxActive: 50_000, graceMs: 20_000, returnMs: 60_000 };
  const sale = `${URL}/api/sales/${SALE}`;
  const set = http.patch(sale, JSON.stringify(holds), as(staff!, "setup"));
  if (set.status !== 200) fail(`set the holds: ${set.status} ${set.body}`);
  const made = http.post(`${sale}/waiting-room`, JSON.stringify(room), as(staff!, "setup"));
  if (made.status !== 201) fail(`set up the room: ${made.status} ${made.body}`);
  for (let tries = 0; tries < 50; tries++) {
    const { status } = http.get(`${sale}/waiting-room`).json() as { status: string };
    if (status === "open") return;
    sleep(0.2);
  }
  fail(`${SALE}: its waiting room did not open`);
}

export default function person(): void {
  const number = exec.scenario.iterationInTest;
  // The rate is rounded up: a few more arrivals than people are left out.
  if (number >= people) return;
  const token = tokens[number]!;
  const pass = waitForPass(token);
  if (pass === undefined) return;
  const claimed = claim(token, pass);
  if (!check(claimed, { "answered with a car or a place": (yes) => yes })) return;
  const until = Date.now() + staySeconds * 1_000;
  let standing = readStanding(token);
  const waited = standing.outcome === "waiting";
  while (standing.outcome === "waiting" && Date.now() < until && !readSoldOut()) {
    sleep(LOOK_SECONDS);
    standing = readStanding(token);
  }
  if (standing.outcome === "waiting") return outWaited.add(1);
  if (waited) offered.add(1);
  if (standing.outcome !== "held" || number % 100 < abandonPercent) return lapsed.add(1);
  pay(token, standing);
}

function waitForPass(token: string): string | undefined {
  const queue = `${URL}/api/sales/${SALE}/queue`;
  let answer = http.post(queue, null, as(token, "enter"));
  if (!check(answer, { "entered": ({ status }) => status === 201 })) return undefined;
  const began = Date.now();
  while (Date.now() - began < LONGEST_WAIT_MS) {
    const place = answer.json() as { state: string; pass?: string; pollAfterMs: number };
    if (place.state === "admitted") return place.pass;
    sleep(Math.min(place.pollAfterMs, 2_000) / 1_000);
    answer = http.get(queue, as(token, "place"));
  }
  check(undefined, { "admitted in time": () => false });
  return undefined;
}

function claim(token: string, pass: string): boolean {
  const params = as(token, "claim");
  params.headers!["admission-pass"] = pass;
  for (let tries = 0; tries < 20; tries++) {
    const { status } = http.post(`${URL}/api/sales/${SALE}/claims`, "{}", params);
    if (status === 200 || status === 201) return true;
    if (status !== 503) return false;
    sleep(0.2);
  }
  return false;
}

/** Pays, and looks until the car is bought or the money has gone back. */
function pay(token: string, { orderId, number }: Standing): void {
  const opened = http.post(`${URL}/api/orders/${orderId}/payments`, "{}", as(token, "open"));
  if (opened.status === 409) return lapsed.add(1);
  if (!check(opened, { "a payment opens": ({ status }) => status === 201 })) return;
  const { paymentId, payUrl } = opened.json() as { paymentId: string; payUrl: string };
  const notify = NOTICES[exec.scenario.iterationInTest % NOTICES.length]!;
  const params: Params = { headers: { accept: "application/json" }, tags: { name: "pay" } };
  const paid = http.post(payUrl.startsWith("/") ? URL + payUrl : payUrl, { notify }, params);
  if ((paid.json() as { status: string }).status !== "paid") return lapsed.add(1);
  paymentsLost.add(1);
  for (let looks = 0; looks < staySeconds; looks++) {
    const order = read<{ status: string; paymentId: string }>(`/api/orders/${orderId}`, token);
    if (order.status === "paid" && order.paymentId === paymentId) {
      paymentsLost.add(-1);
      bought.add(1);
      soldBalance.add(1);
      return squaresBalance.add(number! ** 2);
    }
    const { amountFen, refundedFen } = read<{ amountFen: number; refundedFen: number }>(
      `/api/payments/${paymentId}`,
      token,
    );
    if (refundedFen === amountFen) return paymentsLost.add(-1);
    sleep(LOOK_SECONDS);
  }
}

export function teardown(): void {
  const sale = readSale();
  soldBalance.add(-sale.sold);
  if (sale.sold === sale.capacity) squaresBalance.add(-sumOfSquares(sale.capacity));
  check(sale, {
    "every car is sold": ({ sold, capacity }) => sold === capacity,
  });
}

const readSale = () =>
  http.get(`${URL}/api/sales/${SALE}`, { tags: { name: "sale" } })
    .json() as unknown as Sale;
const readSoldOut = () => {
  const { sold, capacity } = readSale();
  return sold === capacity;
};
const readStanding = (token: string) => read<Standing>(`/api/sales/${SALE}/me`, token);
const read = <T>(path: string, token: string) =>
  http.get(URL + path, as(token, "look")).json() as unknown as T;
const sumOfSquares = (n: number) => n * (n + 1) * (2 * n + 1) / 6;

function as(token: string, name: string): Params {
  return {
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    tags: { name },
  };
}
