/**
 * `deno task rehearse`: a whole sale over HTTP with as many members as wanted, each with a session of
 * its own. By default against a fresh server process on a temporary store. Shows progress on stderr
 * and prints one JSON line; exits 1 when a car was oversold, a participant is no lead, the journal
 * does not verify, or an answer that a member got is not in it.
 */
import { verifySaleJournal } from "../lib/proof/verify_sale.ts";
import { type Given, httpAddress, readArgs, runTool, UsageError, wholeNumber } from "./args.ts";
import { launchArrivals } from "./load/arrivals.ts";
import { type Forecast, forecast } from "../lib/rehearsal/forecast.ts";
import { ClaimAnswers } from "./load/claim_answers.ts";
import { claimWriter } from "./load/claims.ts";
import { type LoadResult, putLoad } from "./load/load.ts";
import { compareAnswers, type Comparison, RecordedAnswers } from "./load/recorded_answers.ts";
import { startFresh } from "./load/server_process.ts";
import { type Address, addressOf } from "./load/sockets.ts";
import type { TokenList } from "./load/token_list.ts";
import { allAccountedFor, Journey, outcomeOf, type SaleAtEnd } from "./rehearsal/journey.ts";
import { RoomWalk } from "./rehearsal/room_walk.ts";
import {
  awaitLeads,
  get,
  LAUNCH,
  reconciliation,
  scheduleWithRoom,
  send,
  type Target,
  tokensOf,
} from "./rehearsal/target.ts";
import { sessionSecrets } from "./tokens.ts";

const USAGE = "deno task rehearse --participants N [--cars 2017] [--connections 256] [--seed 1]\n" +
  "  [--arrive SECONDS] [--url URL] [--keep] [--abandon 0.3] [--holds SECONDS] [--offers SECONDS]\n" +
  "  --arrive: 80 % come within so many seconds, the others in four times as long; without it each\n" +
  "  connection claims as soon as it is answered. --url: a running server, started with LOADTEST=1.\n" +
  "  --keep: leaves the store of the fresh server in place. --abandon: those with a car pay, but for\n" +
  "  this part of them, whose holds lapse (--holds, 6 s); a car that comes back is held for the next\n" +
  "  in line (--offers, 4 s), until all are sold or nobody is left. --cancel 0.03, --late 0.02: of the\n" +
  "  others, those who give their car back and those who come to pay when it is too late. Forecast and\n" +
  "  outcome are shown. --room RATE: a sale of its own with a waiting room that lets in so many a\n" +
  "  minute; it opens after --opens (5) seconds, and whoever has come by then is shuffled.";

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
  readonly room: Room | undefined;
}

interface Room {
  readonly ratePerMinute: number;
  readonly opensInMs: number;
}

interface Buying {
  readonly abandon: number;
  readonly cancel: number;
  readonly late: number;
  readonly holdMs: number;
  readonly offerMs: number;
}

/** Room for the claims themselves, beside a millisecond for each. */
const CLAIMS_LIMIT_MS = 60_000;
const LATER_THAN_EXPECTED = 3;

async function rehearse(plan: Plan): Promise<number> {
  if (plan.url !== undefined) {
    const secrets = sessionSecrets(Deno.env.get("SESSION_SECRET"));
    return await runSale(plan, { url: plan.url.replace(/\/$/, ""), secrets });
  }
  await using server = await startFresh({ cars: plan.cars, keep: plan.keep });
  say(`The server listens on ${server.url}`);
  return await runSale(plan, { url: server.url, secrets: [server.secret] });
}

async function runSale(plan: Plan, target: Target): Promise<number> {
  const staff = (await tokensOf(target, { count: 1, first: 0, role: "staff" })).at(0);
  const { room, cars } = plan;
  const launched = await reconciliation(target, LAUNCH, staff);
  const opensAt = Date.now() + (room?.opensInMs ?? 0);
  const saleId = room ? await scheduleWithRoom(target, staff, { cars, ...room, opensAt }) : LAUNCH;
  const path = `/api/sales/${saleId}`;
  const before = room ? { participants: 0 } : launched;
  // A server that has seen a rehearsal has had the members up to here.
  const first = launched.participants + 1;
  const tokens = await tokensOf(target, { count: plan.participants, first, role: "member" });
  say(`${plan.participants} members hold their tokens`);

  const answers = new ClaimAnswers(plan.participants);
  using buying = plan.buying &&
    await beginBuying(plan, plan.buying, { target, saleId, staff, tokens, answers });
  const began = Math.max(Date.now(), opensAt);
  const address = await addressOf(target.url);
  const walk = room && new RoomWalk({ address, path, tokens, seed: plan.seed });
  const load = await claimAll(plan, { address, path, walk }, tokens, answers, buying?.journey);
  const bought = await buying?.journey.outcome();
  const { participants, leads } = await awaitLeads(
    target,
    saleId,
    staff,
    before.participants + plan.participants,
  );

  const recorded = new RecordedAnswers();
  const journal = await get(target, `${path}/journal`);
  const verdict = await verifySaleJournal(journal.body ?? "", {
    sale: saleId,
    onAnswer: (answer) => recorded.take(answer),
  });
  say(verdict.ok ? verdict.proved : verdict.problem);
  const sale: SaleAtEnd = await get(target, path)
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
    p50_ms: rounded((walk?.claimLatency ?? load.latency).quantileMs(0.5)),
    p99_ms: rounded((walk?.claimLatency ?? load.latency).quantileMs(0.99)),
    ...(walk ? { waited_p50_s: rounded(load.latency.quantileMs(0.5) / 1_000) } : {}),
    ...(walk ? { waited_p99_s: rounded(load.latency.quantileMs(0.99) / 1_000) } : {}),
    journal_ok: verdict.ok && told.lost === 0,
    ...(bought ? { forecast: buying!.forecast, outcome: outcomeOf(bought, sale, began) } : {}),
  }));
  const kept = oversold === 0 && verdict.ok && told.lost === 0 && told.refused.size === 0 &&
    leads === participants && participants === before.participants + plan.participants &&
    (!bought || allAccountedFor(bought, sale));
  return kept ? 0 : 1;
}

interface Sold {
  readonly target: Target;
  readonly saleId: string;
  readonly staff: string;
  readonly tokens: TokenList;
  readonly answers: ClaimAnswers;
}

/** Sets the holds' lengths and starts the buyers, who are told each answer from then on. */
async function beginBuying(
  plan: Plan,
  buying: Buying,
  { target, saleId, staff, tokens, answers }: Sold,
): Promise<Disposable & { readonly journey: Journey; readonly forecast: Forecast }> {
  const { holdMs, offerMs } = buying;
  await send(target, "PATCH", `/api/sales/${saleId}`, { token: staff, body: { holdMs, offerMs } });
  const { participants, room } = plan;
  const givenMs = room ? plan.cars / room.ratePerMinute * 60_000 : 0;
  const expected = forecast({ ...plan, ...buying, givenMs });
  say(
    `Forecast: ${expected.sold} cars sold after ${expected.seconds} s, ${expected.returned} come ` +
      `back, ${expected.asked} members are asked, at most ${expected.rounds} for one car, ` +
      `${expected.refunds} of ${expected.payments} payments go back`,
  );
  const waitsMs = room ? room.opensInMs + participants / room.ratePerMinute * 60_000 : 0;
  const journey = new Journey({
    url: target.url,
    sale: saleId,
    tokens: Array.from({ length: tokens.length }, (_, request) => tokens.at(request)),
    ...buying,
    seed: plan.seed,
    limitMs: CLAIMS_LIMIT_MS + participants + LATER_THAN_EXPECTED *
        (expected.seconds * 1_000 + waitsMs),
  }, answers);
  return { journey, forecast: expected, [Symbol.dispose]: () => journey[Symbol.dispose]() };
}

interface Asked {
  readonly address: Address;
  /** `/api/sales/…` */
  readonly path: string;
  readonly walk: RoomWalk | undefined;
}

async function claimAll(
  plan: Plan,
  { address, path, walk }: Asked,
  tokens: TokenList,
  answers: ClaimAnswers,
  journey: Journey | undefined,
): Promise<LoadResult> {
  const { participants, connections, seed, arriveSeconds } = plan;
  let shown = 0;
  const result = await putLoad({
    address,
    count: participants,
    connections,
    ...(arriveSeconds === undefined
      ? {}
      : { arrivals: launchArrivals(participants, arriveSeconds) }),
    write: walk
      ? (request, into) => walk.write(request, into)
      : claimWriter({ address, path: `${path}/claims`, tokens, seed }),
    answered(request, response) {
      const walked = walk?.take(request, response) ?? true;
      if (walked !== true) return walked;
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

function sayWhatWentWrong({ putOff, broken }: LoadResult, { lost, refused }: Comparison): void {
  if (putOff > 0) say(`${putOff} times the server was busy and was asked again`);
  if (broken > 0) say(`${broken} times a connection broke and its claim was repeated`);
  if (lost > 0) say(`${lost} answers that members got are not in the journal`);
  for (const [code, times] of refused) say(`${times} claims were refused: ${code}`);
}

function buyingOf(given: Given): Buying | undefined {
  const named = ["abandon", "holds", "offers", "cancel", "late"] as const;
  if (named.every((name) => given[name] === undefined)) return undefined;
  const seconds = (name: string, fallback: number) =>
    wholeNumber(given, name, { min: 1, max: 3_600, fallback }) * 1_000;
  const part = (name: string, most: number, fallback: number) => {
    const text = given[name] ?? String(fallback);
    const value = text === "" ? NaN : Number(text);
    if (value >= 0 && value <= most) return value;
    throw new UsageError(`--${name} takes a part from 0 to ${most}, got "${text}"`);
  };
  const abandon = part("abandon", 1, 0.3);
  const [cancel, late] = [part("cancel", 0.5, 0.03), part("late", 0.5, 0.02)];
  return { abandon, cancel, late, holdMs: seconds("holds", 6), offerMs: seconds("offers", 4) };
}

const say = (text: string): void => console.error(text);
const rounded = (number: number): number => Math.round(number * 100) / 100;

if (import.meta.main) {
  await runTool(USAGE, async () => {
    const given = readArgs(Deno.args, [
      ...["participants", "cars", "connections", "seed", "arrive", "url"].map((name) => ({ name })),
      ...["abandon", "holds", "offers", "cancel", "late", "room", "opens"].map((name) => ({
        name,
      })),
      { name: "keep", flag: true },
    ]);
    if (given.opens !== undefined && given.room === undefined) {
      throw new UsageError("--opens goes with --room");
    }
    if (given.keep && given.url !== undefined) {
      throw new UsageError("--keep goes without --url: it keeps the store of a fresh server");
    }
    return await rehearse({
      participants: wholeNumber(given, "participants", { min: 1, max: 2_000_000 }),
      cars: wholeNumber(given, "cars", { min: 1, max: 1_000_000, fallback: 2_017 }),
      connections: wholeNumber(given, "connections", { min: 1, max: 20_000, fallback: 256 }),
      seed: wholeNumber(given, "seed", { min: 0, max: 2 ** 32 - 1, fallback: 1 }),
      arriveSeconds: given.arrive === undefined
        ? undefined
        : wholeNumber(given, "arrive", { min: 1, max: 86_400 }),
      url: given.url === undefined ? undefined : httpAddress("--url", String(given.url)).href,
      keep: given.keep === true,
      buying: buyingOf(given),
      room: given.room === undefined ? undefined : {
        ratePerMinute: wholeNumber(given, "room", { min: 1, max: 120_000 }),
        opensInMs: wholeNumber(given, "opens", { min: 0, max: 3_600, fallback: 5 }) * 1_000,
      },
    });
  });
}
