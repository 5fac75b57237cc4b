/**
 * `deno task simulate --members N`: members earn, spend, are paid back and let points end, over two
 * years of jumping days, on a store that loses answers, and one in ten asks twice. Two books are kept beside the actors' own:
 * pebbles for the points (lib/loyalty/_testing.ts), and a till for the money.
 */
import { points } from "../../actors/members/points.ts";
import type { Entry as JournalEntry, OutcomeOf } from "../../lib/kernel/mod.ts";
import { Chance, type Node, Stage } from "../../lib/kernel/testing/mod.ts";
import { Pebbles } from "../../lib/loyalty/_testing.ts";
import { endOfDayAfterDays } from "../../lib/loyalty/days.ts";
import { FIRST_PROGRAMME } from "../../lib/loyalty/first_programme.ts";
import { availableAt, balanceOf, balances, type Entry } from "../../lib/loyalty/ledger.ts";
import {
  awardsFor,
  payableWithPoints,
  type Programme,
  shareRefund,
} from "../../lib/loyalty/programme.ts";

const DAY = 86_400_000;
const ROUNDS = 16;
/** So many live in one world at a time; more would only be slower. */
const A_WORLD = 1_000;
const GRACE_DAYS = 30;

/** Few points, so that each can be kept as a pebble; no caps and no tiers, which have tests of their own. */
const PROGRAMME: Programme = {
  ...FIRST_PROGRAMME,
  rules: FIRST_PROGRAMME.rules.map((rule) => ({
    ...rule,
    caps: [],
    gives: "points" in rule.gives ? { points: 5 } : { pointsPer100Yuan: 1 },
    expires: { months: 6 },
  })),
  tiers: [FIRST_PROGRAMME.tiers[0]!],
  burn: { fenPerPoint: 7, step: 1, mostPct: 50 },
};

export interface MembersResult {
  readonly members: number;
  readonly violations: readonly string[];
  readonly entries: number;
  readonly points: Readonly<Record<"earned" | "spent" | "returned" | "clawed" | "expired", number>>;
  readonly balance: number;
  readonly paidFen: number;
  readonly refundedFen: number;
  readonly repeated: number;
}

interface Sale {
  readonly ref: string;
  readonly fen: number;
  readonly points: number;
  readonly totalFen: number;
  refundedTotalFen: number;
  backFen: number;
  backPoints: number;
  refunds: number;
}

interface Person {
  readonly id: string;
  readonly pebbles: Pebbles;
  readonly sales: Sale[];
  acts: number;
}

interface Sums {
  entries: number;
  points: { earned: number; spent: number; returned: number; clawed: number; expired: number };
  balance: number;
  paidFen: number;
  refundedFen: number;
  repeated: number;
}

export async function runMembers(seed: number, members: number): Promise<MembersResult> {
  const chance = new Chance(seed);
  const violations: string[] = [];
  const sums: Sums = {
    entries: 0,
    points: { earned: 0, spent: 0, returned: 0, clawed: 0, expired: 0 },
    balance: 0,
    paidFen: 0,
    refundedFen: 0,
    repeated: 0,
  };
  for (let first = 0; first < members; first += A_WORLD) {
    const people = Array.from({ length: Math.min(A_WORLD, members - first) }, (_, i) => ({
      id: `m${first + i}`,
      pebbles: new Pebbles(),
      sales: [],
      acts: 0,
    }));
    await new Life(chance.fork(), people, sums, violations).live();
  }
  return { members, violations, ...sums };
}

/** One world of members. */
class Life {
  readonly #chance: Chance;
  readonly #people: readonly Person[];
  readonly #sums: Sums;
  readonly #violations: string[];
  readonly #stage: Stage;
  readonly #node: Node;

  constructor(chance: Chance, people: readonly Person[], sums: Sums, violations: string[]) {
    this.#chance = chance;
    this.#people = people;
    this.#sums = sums;
    this.#violations = violations;
    this.#stage = new Stage("embedded", chance.uint32(), {
      faults: { commitFails: 0.01, answerLost: 0.01 },
    });
    this.#node = this.#stage.node({ actors: [points], validate: false });
  }

  async live(): Promise<void> {
    for (let round = 0; round < ROUNDS; round++) {
      await this.#stage.until(
        Promise.all(this.#people.map((person) => this.#act(person))),
        10 * 60_000,
      );
      this.#node.clock.offsetMs += this.#chance.whole(0, 60) * DAY + this.#chance.whole(0, DAY);
    }
    this.#stage.heal();
    await this.#stage.until(Promise.all(this.#people.map((person) => this.#check(person))));
    await this.#stage[Symbol.asyncDispose]();
  }

  async #act(person: Person): Promise<void> {
    const { id } = person;
    if (person.acts++ === 0) await this.#ask(id, "accept_rules", { version: 1 });
    const what = this.#chance.weighted({ buy: 4, refund: 3, exchange: 2, check_in: 2, rest: 1 });
    if (what === "buy") return await this.#buy(person);
    if (what === "refund") return await this.#refund(person);
    if (what === "exchange") return await this.#exchange(person);
    if (what === "check_in") await this.#earn(person, "check_in", `c${person.acts}`, 0);
  }

  /** A bill, part of which points pay; what is paid in money earns. */
  async #buy(person: Person): Promise<void> {
    const ref = `o${person.acts}`;
    const totalFen = this.#chance.whole(1, 200_000);
    const at = await this.#settle(person);
    const wanted = this.#chance.hits(0.5)
      ? payableWithPoints(PROGRAMME, totalFen, person.pebbles.available).points
      : 0;
    const { fenPerPoint } = PROGRAMME.burn;
    if (wanted > 0) await this.#spend(person, ref, wanted, at);
    const fen = totalFen - wanted * fenPerPoint;
    this.#sums.paidFen += fen;
    person.sales.push({
      ref,
      fen,
      points: wanted,
      totalFen,
      refundedTotalFen: 0,
      backFen: 0,
      backPoints: 0,
      refunds: 0,
    });
    await this.#earn(person, "order_paid", ref, fen);
  }

  /** Any part of a bill is paid back: money as money, points as points, and what it earned goes. */
  async #refund(person: Person): Promise<void> {
    const open = person.sales.filter((sale) => sale.refundedTotalFen < sale.totalFen);
    if (open.length === 0) return;
    const sale = this.#chance.pick(open);
    const left = sale.totalFen - sale.refundedTotalFen;
    const part = this.#chance.hits(0.5) ? left : this.#chance.whole(1, left);
    const share = shareRefund(sale, { totalFen: sale.refundedTotalFen }, part);
    const refundId = `${sale.ref}-r${++sale.refunds}`;
    sale.refundedTotalFen += part;
    sale.backFen += share.fen;
    sale.backPoints += share.points;
    this.#sums.refundedFen += share.fen;
    await this.#settle(person);
    if (share.points > 0) {
      const give = { ref: sale.ref, returnId: refundId, points: share.points };
      const { at } = await this.#ask(person.id, "give_back", give);
      person.pebbles.pass(at);
      const soonest = endOfDayAfterDays(at, GRACE_DAYS);
      if (!person.pebbles.giveBack(sale.ref, refundId, share.points, soonest)) {
        this.#violations.push(`${person.id}: pebbles of ${refundId} cannot go back`);
      }
    }
    const claw = { ref: sale.ref, refundId, result: { refundFen: share.fen } };
    const { at } = await this.#ask(person.id, "claw_back", claw);
    person.pebbles.pass(at);
    person.pebbles.refund(sale.ref, refundId, share.fen);
  }

  async #exchange(person: Person): Promise<void> {
    const at = await this.#settle(person);
    const wanted = this.#chance.whole(1, 30);
    await this.#spend(person, `x${person.acts}`, wanted, at);
  }

  async #spend(person: Person, ref: string, wanted: number, _at: number): Promise<void> {
    const { outcome, at } = await this.#ask(person.id, "spend", {
      ref,
      points: wanted,
      reason: "exchange",
      version: 1,
    });
    person.pebbles.pass(at);
    if (person.pebbles.spend(ref, wanted) !== outcome.ok) {
      this.#violations.push(
        `${person.id}: ${ref} of ${wanted} is ${outcome.ok ? "" : "not "}taken`,
      );
    }
  }

  async #earn(person: Person, behaviour: "order_paid" | "check_in", ref: string, paidFen: number) {
    const now = this.#node.clock.now();
    const awards = awardsFor(PROGRAMME, { behaviour, amountFen: paidFen, at: now });
    const { at } = await this.#ask(person.id, "earn", {
      ref,
      because: behaviour,
      result: { awards, paidFen },
    });
    person.pebbles.pass(at);
    const { points, activeAt, expiresAt } = awards[0]!;
    if (points > 0) person.pebbles.earn(ref, points, paidFen, activeAt, expiresAt);
  }

  async #settle(person: Person): Promise<number> {
    const { at } = await this.#ask(person.id, "settle", {});
    person.pebbles.pass(at);
    return at;
  }

  /** Asks until it is answered, and some twice: a reference counts once. */
  async #ask<N extends keyof (typeof points)["decide"] & string>(
    id: string,
    command: N,
    payload: Parameters<(typeof points)["decide"][N]>[1],
  ): Promise<{ outcome: OutcomeOf<typeof points, N>; at: number }> {
    const { system, clock } = this.#node;
    for (let tries = 0; tries < 50; tries++) {
      try {
        const outcome = await system.ask(points(id), command, payload as never);
        if (outcome.ok && this.#chance.hits(0.1)) {
          this.#sums.repeated++;
          await system.ask(points(id), command, payload as never);
        }
        return { outcome: outcome as OutcomeOf<typeof points, N>, at: clock.now() };
      } catch {
        this.#sums.repeated++;
        await this.#stage.world.sleep(100);
      }
    }
    throw new Error(`"${command}" of ${id} was never answered`);
  }

  async #check(person: Person): Promise<void> {
    const { id, pebbles, sales } = person;
    const at = await this.#settle(person);
    const fault = (what: string) => this.#violations.push(`${id}: ${what}`);
    const seen = await this.#node.system.view(points(id), (state) => ({
      balance: balanceOf(state),
      available: availableAt(state, at),
      totals: { ...state.totals },
      no: state.no,
    }));
    if (seen.balance !== pebbles.balance) fault(`has ${seen.balance}, pebbles ${pebbles.balance}`);
    if (seen.available !== pebbles.available) {
      fault(`can spend ${seen.available}, pebbles ${pebbles.available}`);
    }
    if (seen.totals.expired !== pebbles.expired) fault("another number has ended");
    let sum = 0;
    let entries = 0;
    for await (const text of this.#node.system.journal(points(id))) {
      for (const [name, payload] of (JSON.parse(text) as JournalEntry).events) {
        if (name !== "posted") continue;
        const entry = payload as unknown as Entry;
        if (entry.no !== ++entries) fault(`entry ${entry.no} is the ${entries}th`);
        if (!balances(entry)) fault(`entry ${entry.no} does not balance`);
        sum += entry.points;
      }
    }
    if (sum !== seen.balance) fault(`the journal adds up to ${sum}, not ${seen.balance}`);
    for (const sale of sales) {
      if (sale.refundedTotalFen < sale.totalFen) continue;
      if (sale.backFen !== sale.fen) fault(`${sale.backFen} of ${sale.fen} fen went back`);
      if (sale.backPoints !== sale.points) fault(`${sale.backPoints} of ${sale.points} went back`);
    }
    this.#sums.entries += entries;
    this.#sums.balance += sum;
    for (const key of Object.keys(this.#sums.points) as (keyof Sums["points"])[]) {
      this.#sums.points[key] += seen.totals[key];
    }
  }
}
