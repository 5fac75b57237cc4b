/**
 * Live viewers: people watch the sale's stream while others, who watch as well, ask for a car; then
 * staff close the sale. Passes when no viewer ever saw the sale go back or give out too much, nothing
 * was missed or told twice over a break of the connection, everyone ended with the state that the sale
 * has, and updates were quick. Needs a k6 with `k6/x/sse`. See README.md.
 */
import { check, fail, sleep } from "k6";
import exec from "k6/execution";
import http, { type Params } from "k6/http";
import { Counter, Trend } from "k6/metrics";
import sse, { type Client } from "k6/x/sse";
import { readPeople, SALE, type SaleView, URL, wholeNumber } from "./settings.ts";

const { tokens, people: claimants } = readPeople();
const viewers = wholeNumber("VIEWERS", 2_000);
const seconds = wholeNumber("SECONDS", 60);
/** Until all viewers are there. */
const openingSeconds = wholeNumber("OPENING", 10);
const p99Ms = wholeNumber("P99_MS", 500);
const staff = __ENV.STAFF;

/** How often a viewer's connection breaks, and for how long at most. */
const BREAKS = 3;
const AWAY_SECONDS = 1;
/** A stream that says nothing for so long before its end has lost something. */
const LONGEST_MS = (openingSeconds + 2 * seconds + 90) * 1_000;

/** How old a state was, by the server's clock, when its update reached a viewer. */
const updateAge = new Trend("update_age", true);
/** From sending a claim until the member's own stream told of it. */
const claimToOwnPlace = new Trend("claim_to_own_place", true);
const resumed = new Counter("resumed");
/** States older than one that the same viewer had seen. */
const wentBack = new Counter("went_back");
const oversold = new Counter("oversold");
const toldTwice = new Counter("told_twice");
/** Came back and were not told first what had happened meanwhile. */
const missed = new Counter("missed");
/** Streams that the viewer did not end. */
const cutOff = new Counter("cut_off");
/** Came, and have not seen the sale's last state. */
const unfinished = new Counter("unfinished");

export const options = {
  scenarios: {
    viewers: {
      executor: "per-vu-iterations",
      exec: "watch",
      vus: viewers,
      iterations: 1,
      maxDuration: `${LONGEST_MS}ms`,
    },
    claimants: {
      executor: "constant-arrival-rate",
      exec: "claim",
      startTime: `${openingSeconds}s`,
      duration: `${seconds}s`,
      timeUnit: "1m",
      rate: Math.ceil((claimants * 60) / seconds),
      preAllocatedVUs: wholeNumber("VUS", 100),
      maxVUs: wholeNumber("MAX_VUS", 1_000),
    },
    closing: {
      executor: "per-vu-iterations",
      exec: "close",
      startTime: `${openingSeconds + seconds}s`,
      vus: 1,
      iterations: 1,
    },
  },
  thresholds: {
    went_back: ["count==0"],
    oversold: ["count==0"],
    told_twice: ["count==0"],
    missed: ["count==0"],
    cut_off: ["count==0"],
    unfinished: ["count==0"],
    resumed: ["count>0"],
    checks: ["rate==1"],
    dropped_iterations: [`count<${Math.max(1, 0.01 * claimants)}`],
    http_req_failed: ["rate==0"],
    update_age: [`p(99)<${p99Ms}`],
    claim_to_own_place: [`p(99)<${2 * p99Ms}`],
  },
  setupTimeout: "30s",
};

interface View extends SaleView {
  readonly seq: number;
  readonly now: number;
}

interface Read extends SaleView {
  readonly journal: { readonly seq: number };
}

export function setup(): void {
  if (!staff) fail("set STAFF to a token of staff: the sale is closed at the end");
  const { state } = readSale();
  if (state !== "open") fail(`${SALE}: expected an open sale, got one that is ${state}`);
}

/** What one viewer has seen so far, over all connections. */
interface Seen {
  id?: string;
  view?: View;
  /** Has seen the state that the sale ended with. */
  done: boolean;
}

export function watch(): void {
  unfinished.add(1);
  const seen: Seen = { done: false };
  for (let breaks = 0; breaks < BREAKS && !seen.done; breaks++) {
    connect(seen, 1 + Math.floor(Math.random() * 40));
    if (!seen.done) sleep(Math.random() * AWAY_SECONDS);
  }
  if (!seen.done) connect(seen, Infinity);
  if (seen.done) unfinished.add(-1);
}

/** Follows the stream for so many updates, or until the sale's last state. */
function connect(seen: Seen, updates: number): void {
  const meanwhile = seen.id === undefined ? undefined : readSale();
  let told = 0, left = false;
  const { error } = sse.open(`${URL}/api/sales/${SALE}/live`, {
    headers: seen.id === undefined ? {} : { "Last-Event-ID": seen.id },
    tags: { name: "live" },
    timeout: LONGEST_MS,
  }, (client) => {
    client.on("event", ({ id, name, data }) => {
      if (name !== "sale") return;
      const view: View = JSON.parse(data);
      // What a connection begins with was made whenever the sale changed last.
      if (told > 0) updateAge.add(Date.now() - view.now);
      else if (meanwhile && view.participants < meanwhile.participants) missed.add(1);
      told++;
      compare(seen, id, view);
      seen.done = view.state === "closed" && isLast(view);
      left = seen.done || told >= updates;
      if (left) client.close();
    });
  });
  if (meanwhile) resumed.add(1);
  if (left) return;
  cutOff.add(1);
  console.error(`the stream ended: ${error || "by the server"}`);
}

function compare(seen: Seen, id: string, view: View): void {
  const before = seen.view;
  if (view.allocated > view.capacity) oversold.add(1);
  if (id === seen.id) toldTwice.add(1);
  if (
    before && (view.seq < before.seq || view.now < before.now ||
      view.allocated < before.allocated || view.participants < before.participants)
  ) wentBack.add(1);
  seen.id = id;
  seen.view = view;
}

/** Whether the sale itself says the same; if not, there is one more update to come. */
function isLast(view: View): boolean {
  const sale = readSale();
  return sale.state === view.state && sale.journal.seq === view.seq &&
    check(sale, {
      "the last state is the sale's own": ({ allocated, participants, capacity }) =>
        allocated === view.allocated && participants === view.participants &&
        capacity === view.capacity,
    });
}

interface Own {
  readonly outcome: string;
  readonly number?: number;
  readonly place?: number;
}

/** Watches as a member does who has the page open, and asks for a car. */
export function claim(): void {
  const number = exec.scenario.iterationInTest;
  // The rate is rounded up: a few more arrivals than people are left out.
  if (number >= claimants) return;
  const token = tokens[number]!;
  let answer: Own | undefined, own: Own | undefined, sentAt = 0;
  sse.open(`${URL}/api/sales/${SALE}/live`, {
    headers: { authorization: `Bearer ${token}` },
    tags: { name: "own" },
    timeout: LONGEST_MS,
  }, (client: Client) => {
    client.on("event", ({ name, data }) => {
      if (name !== "me") return;
      if (answer === undefined) {
        sentAt = Date.now();
        answer = http.post(`${URL}/api/sales/${SALE}/claims`, "{}", as(token, "claim"))
          .json() as unknown as Own;
        return;
      }
      own = JSON.parse(data) as Own;
      claimToOwnPlace.add(Date.now() - sentAt);
      client.close();
    });
  });
  check(own, {
    "the stream tells the car or place that was answered": (own) =>
      own?.outcome === (answer?.outcome === "allocated" ? "held" : "waiting") &&
      own?.number === answer?.number && own?.place === answer?.place,
  });
}

/** Closes the sale once everyone has asked. */
export function close(): void {
  for (let looks = 0; looks < 60 && readSale().participants < claimants; looks++) sleep(1);
  const closed = http.post(`${URL}/api/sales/${SALE}/close`, null, as(staff!, "close"));
  check(closed, { "the sale is closed": ({ status }) => status === 200 });
}

const readSale = () =>
  http.get(`${URL}/api/sales/${SALE}`, { tags: { name: "sale" } }).json() as unknown as Read;

const as = (token: string, name: string): Params => ({
  headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
  tags: { name },
});
