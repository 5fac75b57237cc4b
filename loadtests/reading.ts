/**
 * Reading: what people and programs read around a sale, at a steady rate, before, during or after
 * it. Passes when all is answered quickly and no reader ever sees the sale go back in time or give
 * out more cars than it has. See README.md.
 */
import { check } from "k6";
import http from "k6/http";
import { Counter } from "k6/metrics";
import { SALE, type SaleView, URL, wholeNumber } from "./settings.ts";

const rate = wholeNumber("RATE", 500);
const seconds = wholeNumber("SECONDS", 60);
const p99Ms = wholeNumber("P99_MS", 300);

/** Reads that showed less than the same reader had seen before. */
const wentBack = new Counter("went_back");
const oversold = new Counter("oversold");

/** Readers at a constant rate, whatever the server takes to answer. */
const readers = (exec: string, perMinute: number) => ({
  executor: "constant-arrival-rate",
  exec,
  duration: `${seconds}s`,
  timeUnit: "1m",
  rate: Math.max(1, Math.round(perMinute)),
  preAllocatedVUs: 100,
  maxVUs: 1_000,
});

export const options = {
  scenarios: {
    sale: readers("sale", 0.95 * rate * 60),
    docs: readers("docs", 0.05 * rate * 60),
    // The whole journal, which grows to tens of megabytes: what a verifier downloads.
    journal: readers("journal", wholeNumber("JOURNALS_A_MINUTE", 6)),
  },
  thresholds: {
    went_back: ["count==0"],
    oversold: ["count==0"],
    checks: ["rate==1"],
    // Reads that k6 was too busy to send: with more of them the load is not what it says.
    dropped_iterations: [`count<${Math.max(1, 0.01 * rate * seconds)}`],
    http_req_failed: ["rate==0"],
    "http_req_duration{name:sale}": [`p(99)<${p99Ms}`],
    "http_req_duration{name:docs}": [`p(99)<${p99Ms}`],
  },
};

let seen: SaleView | undefined;

export function sale(): void {
  const response = http.get(`${URL}/api/sales/${SALE}`, { tags: { name: "sale" } });
  if (!check(response, { "the sale is shown": ({ status }) => status === 200 })) return;
  const now = response.json() as unknown as SaleView;
  if (now.allocated > now.capacity) oversold.add(1);
  if (seen && (now.participants < seen.participants || now.allocated < seen.allocated)) {
    wentBack.add(1);
  }
  seen = now;
}

const DOCUMENTS = ["/api/openapi.json", "/api/docs"];

export function docs(): void {
  for (const path of DOCUMENTS) {
    const response = http.get(URL + path, { tags: { name: "docs" } });
    check(response, { "documents are there": ({ status }) => status === 200 });
  }
}

export function journal(): void {
  const response = http.get(`${URL}/api/sales/${SALE}/journal`, { tags: { name: "journal" } });
  const body = String(response.body).trimEnd();
  const header = body.slice(0, body.indexOf("\n"));
  const tail = body.slice(body.lastIndexOf("\n") + 1);
  check(response, {
    "the journal is whole, from its header to its head": ({ status }) =>
      status === 200 && header.includes('"forecourt":"journal"') && tail.startsWith('{"head":'),
  });
}
