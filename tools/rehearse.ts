/**
 * `deno task rehearse`: a whole sale over HTTP with as many members as wanted, each with a session of
 * its own. By default against a fresh server process on a temporary store. Shows progress on stderr
 * and prints one JSON line; exits 1 when a car was oversold, a participant is no lead, the journal
 * does not verify, or an answer that a member got is not in it.
 */
import { verifySaleJournal } from "../lib/proof/verify_sale.ts";
import { type Given, readArgs, runTool, UsageError, wholeNumber } from "./args.ts";
import { launchArrivals } from "./load/arrivals.ts";
import { type Forecast, forecast } from "../lib/rehearsal/forecast.ts";
import { ClaimAnswers } from "./load/claim_answers.ts";
import { claimWriter } from "./load/claims.ts";
import { type LoadResult, putLoad } from "./load/load.ts";
import { compareAnswers, type Comparison, RecordedAnswers } from "./load/recorded_answers.ts";
import { startFresh } from "./load/server_process.ts";
import { addressOf } from "./load/sockets.ts";
import { TokenList } from "./load/token_list.ts";
import { allAccountedFor, Journey, outcomeOf, type SaleAtEnd } from "./rehearsal/journey.ts";
import { orderTokens, sessionSecrets } from "./tokens.ts";

const USAGE = "deno task rehearse --participants N [--cars 2017] [--connections 256] [--seed 1]\n" +
  "  [--arrive SECONDS] [--url URL] [--keep] [--abandon 0.3] [--holds SECONDS] [--offers SECONDS]\n" +
  "  --arrive: 80 % come within so many seconds, the others in four times as long; without it each\n" +
  "  connection claims as soon as it is answered. --url: a running server, started with LOADTEST=1.\n" +
  "  --keep: leaves the store of the fresh server in place. --abandon: those with a car pay, but for\n" +
  "  this part of them, whose holds lapse (--holds, 6 s); a car that comes back is held for the next\n" +
  "  in line (--offers, 4 s), until all are sold or nobody is left. Forecast and outcome are shown.";

const SALE = "launch-2017";
const SALE_PATH = `/api/sales/${SALE}`;
const POLL_MS = 200;
/** The pause between two looks, as a multiple of how long the last one took. */
const POLL_REST = 4;
/** Without a further lead for so long, the rest will not come. */
const LEADS_STILL_MS = 30_000;

interface Plan {
  readonly participants: number;
  readonly cars: number;
  readonly connections: number;
  readonly seed: number;
  readonly arriveSeconds: number | undefined;
  readonly url: string | undefined;
  readonly keep: boolean;
  /** What those with a car do; without it the rehearsal ends with the claims. */
  readonly buying: Buying | undefined;
}

interface Buying {
  readonly abandon: number;
  readonly holdMs: number;
  readonly offerMs: number;
}

interface Target {
  readonly url: string;
  readonly secrets: readonly string[] | undefined;
}

/** Room for the claims themselves, beside a millisecond for each. */
const CLAIMS_LIMIT_MS = 60_000;
const LATER_THAN_EXPECTED = 3;

interface Reconciliation {
  readonly participants: number;
  readonly leads: number;
}

async function rehearse(plan: Plan): Promise<number> {
  if (plan.url !== undefined) {
    const secrets = sessionSecrets(Deno.env.get("SESSION_SECRET"));
    return await runSale(plan, { url: plan.url.replace(/\/$/, ""), secrets });
  }
  await using server = await startFresh({ cars: plan.cars, keep: plan.keep });
  Deno.addSignalListener("SIGINT", () => void server.stop().finally(() => Deno.exit(130)));
  say(`The server listens on ${server.url}`);
  return await runSale(plan, { url: server.url, secrets: [server.secret] });
}

async function runSale(plan: Plan, target: Target): Promise<number> {
  const staff = (await tokensOf(target, { count: 1, first: 0, role: "staff" })).at(0);
  const before = await reconciliation(target, staff);
  // A server that has seen a rehearsal has had the members up to here.
  const first = before.participants + 1;
  const tokens = await tokensOf(target, { count: plan.participants, first, role: "member" });
  say(`${plan.participants} members hold their tokens`);

  const answers = new ClaimAnswers(plan.participants);
  using buying = plan.buying &&
    await beginBuying(plan, plan.buying, target, staff, tokens, answers);
  const began = Date.now();
  const load = await claimAll(plan, target, tokens, answers, buying?.journey);
  const bought = await buying?.journey.outcome();
  const { participants, leads } = await awaitLeads(
    target,
    staff,
    before.participants + plan.participants,
  );

  const recorded = new RecordedAnswers();
  const journal = await get(target, `${SALE_PATH}/journal`);
  const verdict = await verifySaleJournal(journal.body ?? "", {
    sale: SALE,
    onAnswer: (answer) => recorded.take(answer),
  });
  say(verdict.ok ? verdict.proved : verdict.problem);
  const sale: SaleAtEnd = await get(target, SALE_PATH)
    .then((response) => response.json());
  const members = Array.from(
    { length: tokens.length },
    (_, request) => tokens.at(request).split(".")[1]!,
  );
  const told = compareAnswers(answers, members, recorded, sale.capacity);
  sayWhatWentWrong(load, told);

  // A car that came back has been told to two members; the journal shows that never both had it.
  const oversold = (bought ? 0 : told.oversold) + Math.max(0, sale.allocated - sale.capacity);
  for (const problem of bought?.problems ?? []) say(problem);
  console.log(JSON.stringify({
    participants,
    allocated: sale.allocated,
    oversold,
    leads,
    seconds: rounded(load.seconds),
    claims_per_s: Math.round(plan.participants / load.seconds),
    p50_ms: rounded(load.latency.quantileMs(0.5)),
    p99_ms: rounded(load.latency.quantileMs(0.99)),
    journal_ok: verdict.ok && told.lost === 0,
    ...(bought ? { forecast: buying!.forecast, outcome: outcomeOf(bought, sale, began) } : {}),
  }));
  const kept = oversold === 0 && verdict.ok && told.lost === 0 && told.refused.size === 0 &&
    leads === participants && participants === before.participants + plan.participants &&
    (!bought || allAccountedFor(bought, sale));
  return kept ? 0 : 1;
}

/** Sets the holds' lengths and starts the buyers, who are told each answer from then on. */
async function beginBuying(
  plan: Plan,
  buying: Buying,
  target: Target,
  staff: string,
  tokens: TokenList,
  answers: ClaimAnswers,
): Promise<Disposable & { readonly journey: Journey; readonly forecast: Forecast }> {
  const { holdMs, offerMs, abandon } = buying;
  const response = await fetch(target.url + SALE_PATH, {
    method: "PATCH",
    headers: { authorization: `Bearer ${staff}`, "content-type": "application/json" },
    body: JSON.stringify({ holdMs, offerMs }),
  });
  if (!response.ok) throw new Error(`PATCH ${SALE_PATH}: got ${await response.text()}`);
  const expected = forecast({ ...plan, ...buying });
  say(
    `Forecast: ${expected.sold} cars sold after ${expected.seconds} s, ${expected.returned} come ` +
      `back, ${expected.asked} members are asked, at most ${expected.rounds} for one car`,
  );
  const journey = new Journey({
    url: target.url,
    sale: SALE,
    tokens: Array.from({ length: tokens.length }, (_, request) => tokens.at(request)),
    abandon,
    seed: plan.seed,
    limitMs: CLAIMS_LIMIT_MS + plan.participants + LATER_THAN_EXPECTED * expected.seconds * 1_000,
  }, answers);
  return { journey, forecast: expected, [Symbol.dispose]: () => journey[Symbol.dispose]() };
}

async function claimAll(
  plan: Plan,
  target: Target,
  tokens: TokenList,
  answers: ClaimAnswers,
  journey: Journey | undefined,
): Promise<LoadResult> {
  const address = await addressOf(target.url);
  const { participants, connections, seed, arriveSeconds } = plan;
  let shown = 0;
  const result = await putLoad({
    address,
    count: participants,
    connections,
    ...(arriveSeconds === undefined
      ? {}
      : { arrivals: launchArrivals(participants, arriveSeconds) }),
    write: claimWriter({ address, path: `${SALE_PATH}/claims`, tokens, seed }),
    answered(request, response) {
      const final = answers.take(request, response);
      if (final) journey?.answered(request);
      return final;
    },
    progress(answered) {
      say(
        `${answered} claims answered, ${answered - shown}/s, ${answers.allocated} cars allocated`,
      );
      shown = answered;
    },
  });
  const { seconds, latency } = result;
  say(
    `${participants} claims answered in ${rounded(seconds)} s, the slowest after ` +
      `${rounded(latency.maxMs)} ms`,
  );
  return result;
}

/** Waits until every participant is a lead, or nothing moves any more. */
async function awaitLeads(
  target: Target,
  staff: string,
  participants: number,
): Promise<Reconciliation> {
  let last = await reconciliation(target, staff);
  let movedAt = performance.now(), saidAt = 0, took = 0;
  while (last.leads !== last.participants || last.participants !== participants) {
    if (performance.now() - movedAt > LEADS_STILL_MS) {
      say(`Only ${last.leads} leads, and no more for ${LEADS_STILL_MS / 1000} s`);
      break;
    }
    if (performance.now() - saidAt >= 1_000) {
      saidAt = performance.now();
      say(`${last.leads} of ${last.participants} participants are leads`);
    }
    // The server counts all leads each time, and has to write them as well.
    await new Promise((resolve) => setTimeout(resolve, Math.max(POLL_MS, POLL_REST * took)));
    const asked = performance.now();
    const now = await reconciliation(target, staff);
    took = performance.now() - asked;
    if (now.leads !== last.leads || now.participants !== last.participants) {
      movedAt = performance.now();
    }
    last = now;
  }
  return last;
}

async function reconciliation(target: Target, staff: string): Promise<Reconciliation> {
  return await get(target, `${SALE_PATH}/reconciliation`, staff)
    .then((response) => response.json());
}

async function get({ url }: Target, path: string, token?: string): Promise<Response> {
  const headers: HeadersInit = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(url + path, { headers });
  if (response.ok) return response;
  throw new Error(`GET ${path}: expected 200, got ${response.status} ${await response.text()}`);
}

async function tokensOf(
  { url, secrets }: Target,
  order: Parameters<typeof orderTokens>[0],
): Promise<TokenList> {
  return await TokenList.read(await orderTokens(order, { secrets, url }));
}

function sayWhatWentWrong({ putOff, broken }: LoadResult, { lost, refused }: Comparison): void {
  if (putOff > 0) say(`${putOff} times the server was busy and was asked again`);
  if (broken > 0) say(`${broken} times a connection broke and its claim was repeated`);
  if (lost > 0) say(`${lost} answers that members got are not in the journal`);
  for (const [code, times] of refused) say(`${times} claims were refused: ${code}`);
}

function buyingOf(given: Given): Buying | undefined {
  if ((given.abandon ?? given.holds ?? given.offers) === undefined) return undefined;
  const seconds = (name: string, fallback: number) =>
    wholeNumber(given, name, { min: 1, max: 3_600, fallback }) * 1_000;
  const abandon = Number(given.abandon ?? 0.3);
  if (!(abandon >= 0 && abandon <= 1)) {
    throw new UsageError(`--abandon takes a part from 0 to 1, got "${given.abandon}"`);
  }
  return { abandon, holdMs: seconds("holds", 6), offerMs: seconds("offers", 4) };
}

const say = (text: string): void => console.error(text);
const rounded = (number: number): number => Math.round(number * 100) / 100;

if (import.meta.main) {
  await runTool(USAGE, async () => {
    const given = readArgs(Deno.args, [
      ...["participants", "cars", "connections", "seed", "arrive", "url"].map((name) => ({ name })),
      ...["abandon", "holds", "offers"].map((name) => ({ name })),
      { name: "keep", flag: true },
    ]);
    return await rehearse({
      participants: wholeNumber(given, "participants", { min: 1, max: 2_000_000 }),
      cars: wholeNumber(given, "cars", { min: 1, max: 1_000_000, fallback: 2_017 }),
      connections: wholeNumber(given, "connections", { min: 1, max: 20_000, fallback: 256 }),
      seed: wholeNumber(given, "seed", { min: 0, max: 2 ** 32 - 1, fallback: 1 }),
      arriveSeconds: given.arrive === undefined
        ? undefined
        : wholeNumber(given, "arrive", { min: 1, max: 86_400 }),
      url: given.url === undefined ? undefined : String(given.url),
      keep: given.keep === true,
      buying: buyingOf(given),
    });
  });
}
