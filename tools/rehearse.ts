/**
 * `deno task rehearse`: a whole sale over HTTP with as many members as wanted, each with a session of
 * its own. By default against a fresh server process on a temporary store. Shows progress on stderr
 * and prints one JSON line; exits 1 when a car was oversold, a participant is no lead, the journal
 * does not verify, or an answer that a member got is not in it.
 */
import { verifySaleJournal } from "../lib/proof/verify_sale.ts";
import { readArgs, runTool, wholeNumber } from "./args.ts";
import { launchArrivals } from "./load/arrivals.ts";
import { ClaimAnswers } from "./load/claim_answers.ts";
import { claimWriter } from "./load/claims.ts";
import { type LoadResult, putLoad } from "./load/load.ts";
import { compareAnswers, type Comparison, RecordedAnswers } from "./load/recorded_answers.ts";
import { startFresh } from "./load/server_process.ts";
import { addressOf } from "./load/sockets.ts";
import { TokenList } from "./load/token_list.ts";
import { orderTokens, sessionSecrets } from "./tokens.ts";

const USAGE = "deno task rehearse --participants N [--cars 2017] [--connections 256] [--seed 1]\n" +
  "  [--arrive SECONDS] [--url URL] [--keep]\n" +
  "  --arrive: 80 % come within so many seconds, the others in four times as long; without it each\n" +
  "  connection claims as soon as it is answered. --url: a running server, started with LOADTEST=1.\n" +
  "  --keep: leaves the store of the fresh server in place.";

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
}

interface Target {
  readonly url: string;
  readonly secrets: readonly string[] | undefined;
}

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
  const load = await claimAll(plan, target, tokens, answers);
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
  const sale: { allocated: number; capacity: number } = await get(target, SALE_PATH)
    .then((response) => response.json());
  const members = Array.from(
    { length: tokens.length },
    (_, request) => tokens.at(request).split(".")[1]!,
  );
  const told = compareAnswers(answers, members, recorded, sale.capacity);
  sayWhatWentWrong(load, told);

  const oversold = told.oversold + Math.max(0, sale.allocated - sale.capacity);
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
  }));
  const kept = oversold === 0 && verdict.ok && told.lost === 0 && told.refused.size === 0 &&
    leads === participants && participants === before.participants + plan.participants;
  return kept ? 0 : 1;
}

async function claimAll(
  plan: Plan,
  target: Target,
  tokens: TokenList,
  answers: ClaimAnswers,
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
    answered: (request, response) => answers.take(request, response),
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

const say = (text: string): void => console.error(text);
const rounded = (number: number): number => Math.round(number * 100) / 100;

if (import.meta.main) {
  await runTool(USAGE, async () => {
    const given = readArgs(Deno.args, [
      ...["participants", "cars", "connections", "seed", "arrive", "url"].map((name) => ({ name })),
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
    });
  });
}
