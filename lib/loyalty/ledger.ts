/**
 * A member's points as a ledger: entries are only ever added, and each of them balances. Points lie in
 * lots that become active and expire; what is taken comes from the lot that expires first. What was
 * earned on money that is paid back is taken back, below zero if it has been spent meanwhile.
 *
 * Pure: `Desk` computes entries from a book and a time, `apply` books them.
 */
import * as z from "zod";
import { DAY_MS } from "../time/day.ts";
import { endOfDayAfterDays } from "./days.ts";

const points = z.int();
const time = z.int();

/** Points that came together, and of which `left` are still there. */
const lot = z.object({ id: z.string(), left: points, activeAt: time, expiresAt: time });

/** What was earned for one reference, and how much of it went again. */
const earning = z.object({
  lot: z.string(),
  points,
  clawed: points,
  expired: points,
  paidFen: z.int(),
  refundedFen: z.int(),
  refunds: z.array(z.string()),
  /** The year it counts for towards a tier; null where it does not. */
  year: z.string().nullable(),
  at: time,
});

const spending = z.object({
  points,
  returned: points,
  /** Points by the expiry they had, the earliest first. */
  taken: z.array(z.object({ points, expiresAt: time })),
  returns: z.array(z.string()),
  at: time,
});

export const book = z.object({
  /** Entries so far; the number of the last one. */
  no: z.int(),
  lots: z.array(lot),
  /** What a refund took back beyond what was there. Repaid from the next points that become active. */
  debt: points,
  earnings: z.map(z.string(), earning),
  spendings: z.map(z.string(), spending),
  /** Points earned by rule and period, `check_in|2028-02-29`, for caps. */
  counted: z.map(z.string(), points),
  /** Points that count towards a tier, by year. */
  years: z.map(z.string(), points),
  totals: z.object({
    earned: points,
    spent: points,
    returned: points,
    clawed: points,
    expired: points,
  }),
});

export type Book = z.infer<typeof book>;

export const emptyBook: Book = {
  no: 0,
  lots: [],
  debt: 0,
  earnings: new Map(),
  spendings: new Map(),
  counted: new Map(),
  years: new Map(),
  totals: { earned: 0, spent: 0, returned: 0, clawed: 0, expired: 0 },
};

const move = z.object({
  lot: z.string(),
  points,
  /** Of a lot that begins with this move. */
  begins: z.object({ activeAt: time, expiresAt: time }).optional(),
  /** Of a lot that points are taken from. */
  expiresAt: time.optional(),
});

export const entry = z.object({
  no: z.int(),
  kind: z.enum(["earn", "spend", "give_back", "claw_back", "repay", "expire", "refund_first"]),
  /** What it does to the balance. */
  points,
  moves: z.array(move),
  /** What it does to the debt. */
  debt: points,
  ref: z.string(),
  /** A code that the member is shown as a sentence. */
  reason: z.string(),
  /** Of the refund or the return, so that it counts once. */
  part: z.string().optional(),
  fen: z.int().optional(),
  rule: z.string().optional(),
  /** Version of the programme that was applied. */
  version: z.int().optional(),
  /** How much of it the tier added. */
  bonus: points.optional(),
  counts: z.array(z.string()).optional(),
  year: z.string().nullable().optional(),
});

export type Entry = z.infer<typeof entry>;

/** An entry balances: what moves is what the balance and the debt change by. */
export const balances = ({ points, moves, debt }: Entry): boolean =>
  points === moves.reduce((sum, { points }) => sum + points, 0) - debt;

/** Points that a return brings back do not expire sooner than this after it. */
const GRACE_DAYS = 30;
/** What is older than this can neither be refunded nor returned (a payment can be for one year). */
const KEPT_MS = 3 * 366 * DAY_MS;

const byExpiry = (a: Book["lots"][number], b: Book["lots"][number]): number =>
  a.expiresAt - b.expiresAt || a.activeAt - b.activeAt || (a.id < b.id ? -1 : 1);

/** All points, also those that are pending, less what is owed. */
export const balanceOf = ({ lots, debt }: Book): number =>
  lots.reduce((sum, { left }) => sum + left, 0) - debt;

/** Points that can be spent at `at`; below zero where some are owed. */
export const availableAt = ({ lots, debt }: Book, at: number): number =>
  lots.reduce((sum, one) => isActive(one, at) ? sum + one.left : sum, 0) - debt;

export const pendingAt = ({ lots }: Book, at: number): number =>
  lots.reduce((sum, one) => one.activeAt > at ? sum + one.left : sum, 0);

const isActive = ({ activeAt, expiresAt }: Book["lots"][number], at: number): boolean =>
  activeAt <= at && at < expiresAt;

/** When something happens by itself next: a lot ends, or one that repays a debt begins. */
export function nextDue({ lots, debt }: Book): number | null {
  const times = lots.map(({ activeAt, expiresAt }) => debt > 0 ? activeAt : expiresAt);
  return times.length === 0 ? null : Math.min(...times);
}

/** Whether the book fits itself: nothing is made and nothing is lost. */
export function bookProblem(book: Book): string | true {
  const { earned, spent, returned, clawed, expired } = book.totals;
  const expected = earned - spent + returned - clawed - expired;
  if (balanceOf(book) !== expected) return `the balance is ${balanceOf(book)}, not ${expected}`;
  if (book.debt < 0) return `the debt is ${book.debt}`;
  const wrong = book.lots.find(({ left }) => left <= 0);
  return wrong ? `lot ${wrong.id} holds ${wrong.left}` : true;
}

export interface Earn {
  readonly ref: string;
  readonly points: number;
  readonly bonus: number;
  readonly reason: string;
  readonly rule: string;
  readonly version: number;
  readonly paidFen: number;
  readonly activeAt: number;
  readonly expiresAt: number;
  readonly counts: readonly string[];
  readonly year: string | null;
}

/** Several times quicker than `structuredClone`, and done for each command. */
function copied<B extends Book>(book: B): B {
  return {
    ...book,
    lots: book.lots.map((one) => ({ ...one })),
    earnings: new Map(
      [...book.earnings].map(([ref, one]) => [ref, { ...one, refunds: [...one.refunds] }]),
    ),
    spendings: new Map(
      [...book.spendings].map(([ref, one]) => [ref, { ...one, returns: [...one.returns] }]),
    ),
    counted: new Map(book.counted),
    years: new Map(book.years),
    totals: { ...book.totals },
  };
}

/** Computes entries one after the other on a copy of the book, at one time. */
export class Desk {
  readonly entries: Entry[] = [];
  readonly book: Book;
  readonly #at: number;

  /** What has fallen due by `at` is booked first. */
  constructor(book: Book, at: number) {
    this.book = copied(book);
    this.#at = at;
    this.#repay();
    for (const { id, left } of this.book.lots.filter(({ expiresAt }) => expiresAt <= at)) {
      this.#post({
        kind: "expire",
        moves: [{ lot: id, points: -left }],
        ref: id,
        reason: "expired",
      });
    }
  }

  /** Points earned for `ref`; nothing if it was earned before. Answers what was booked. */
  earn({ ref, points, activeAt, expiresAt, counts, ...rest }: Earn): number {
    const known = this.book.earnings.get(ref);
    if (known && known.lot !== "") return known.points;
    this.#post({
      kind: "earn",
      moves: [{ lot: ref, points, begins: { activeAt, expiresAt } }],
      ref,
      reason: rest.reason,
      fen: rest.paidFen,
      rule: rest.rule,
      version: rest.version,
      ...(rest.bonus > 0 ? { bonus: rest.bonus } : {}),
      counts: [...counts],
      year: rest.year,
    });
    // The refund may have come first.
    const { refunds } = this.book.earnings.get(ref)!;
    if (refunds.length > 0) this.#clawOwed(ref, refunds[0]!, 0);
    this.#repay();
    return points;
  }

  /** Money was paid back: the points earned on it go, too. The same `part` counts once. */
  clawBack(ref: string, part: string, fen: number): number {
    const known = this.book.earnings.get(ref);
    if (known?.refunds.includes(part)) return 0;
    if (!known || known.lot === "") {
      this.#post({ kind: "refund_first", moves: [], ref, reason: "refund", part, fen });
      return 0;
    }
    return this.#clawOwed(ref, part, fen);
  }

  /** Takes from the lots that expire first. False where there is not enough, and nothing is booked. */
  spend(ref: string, wanted: number, reason: string): boolean {
    if (this.book.spendings.has(ref)) return true;
    if (availableAt(this.book, this.#at) < wanted) return false;
    this.#post({ kind: "spend", moves: this.#take(wanted), ref, reason });
    return true;
  }

  /** Brings spent points back; what would end first stays spent longest. */
  giveBack(ref: string, part: string, wanted: number): boolean {
    const known = this.book.spendings.get(ref);
    if (!known) return false;
    if (known.returns.includes(part)) return true;
    if (wanted > known.points - known.returned) return false;
    const soonest = endOfDayAfterDays(this.#at, GRACE_DAYS);
    const moves: Entry["moves"] = [];
    let skip = known.returned;
    let left = wanted;
    for (const { points, expiresAt } of known.taken.toReversed()) {
      const skipped = Math.min(skip, points);
      skip -= skipped;
      const back = Math.min(left, points - skipped);
      if (back === 0) continue;
      left -= back;
      const begins = { activeAt: this.#at, expiresAt: Math.max(expiresAt, soonest) };
      moves.push({ lot: `${part}.${moves.length}`, points: back, begins });
    }
    this.#post({ kind: "give_back", moves, ref, reason: "returned", part });
    this.#repay();
    return true;
  }

  /** Takes back what the refunds so far, and this one, leave no ground for. */
  #clawOwed(ref: string, part: string, fen: number): number {
    const { lot, points, clawed, expired, paidFen, refundedFen } = this.book.earnings.get(ref)!;
    const refunded = Math.min(paidFen, refundedFen + fen);
    // What was earned without money, by a review that was removed, goes as a whole.
    const kept = paidFen === 0 ? 0 : Math.floor(points * (paidFen - refunded) / paidFen);
    const due = Math.max(0, Math.min(points - kept, points - expired) - clawed);
    if (due === 0 && this.book.earnings.get(ref)!.refunds.includes(part)) return 0;
    const own = this.book.lots.find(({ id }) => id === lot)?.left ?? 0;
    const moves = own > 0 && due > 0 ? [{ lot, points: -Math.min(own, due) }] : [];
    const rest = due - Math.min(own, due);
    const others = Math.min(rest, this.#activeBeside(lot));
    if (others > 0) moves.push(...this.#take(others, lot));
    this.#post({
      kind: "claw_back",
      moves,
      debt: rest - others,
      ref,
      reason: "refund",
      part,
      fen,
    });
    return due;
  }

  #activeBeside(lot: string): number {
    return this.book.lots.reduce(
      (sum, one) => one.id !== lot && isActive(one, this.#at) ? sum + one.left : sum,
      0,
    );
  }

  #take(wanted: number, except?: string): Entry["moves"] {
    const moves: Entry["moves"] = [];
    let left = wanted;
    for (const { id, left: there, expiresAt } of this.#activeLots(except)) {
      if (left === 0) break;
      const taken = Math.min(left, there);
      left -= taken;
      moves.push({ lot: id, points: -taken, expiresAt });
    }
    return moves;
  }

  #activeLots(except?: string): Book["lots"] {
    return this.book.lots.filter((one) => one.id !== except && isActive(one, this.#at))
      .sort(byExpiry);
  }

  /** A debt is repaid by whatever has become active, also if it has expired since. */
  #repay(): void {
    if (this.book.debt === 0) return;
    const begun = this.book.lots.filter(({ activeAt }) => activeAt <= this.#at)
      .sort((a, b) => a.activeAt - b.activeAt || byExpiry(a, b));
    for (const { id, left } of begun) {
      const paid = Math.min(left, this.book.debt);
      if (paid === 0) return;
      this.#post({
        kind: "repay",
        moves: [{ lot: id, points: -paid }],
        debt: -paid,
        ref: id,
        reason: "repaid",
      });
    }
  }

  #post(what: Omit<Entry, "no" | "points" | "debt"> & { debt?: number }): void {
    const { debt = 0, moves } = what;
    const points = moves.reduce((sum, { points }) => sum + points, 0) - debt;
    const posted: Entry = { ...what, no: this.book.no + 1, points, debt };
    apply(this.book, posted, this.#at);
    this.entries.push(posted);
  }
}

/** Books an entry. */
export function apply(book: Book, entry: Entry, at: number): void {
  book.no = entry.no;
  book.debt += entry.debt;
  for (const { lot: id, points, begins } of entry.moves) {
    if (begins) {
      book.lots.push({ id, left: points, ...begins });
      continue;
    }
    const lot = book.lots.find((one) => one.id === id);
    if (!lot) throw new Error(`entry ${entry.no} moves points of lot "${id}", which is not there`);
    lot.left += points;
  }
  book.lots = book.lots.filter(({ left }) => left !== 0).sort(byExpiry);
  remember(book, entry, at);
}

function remember(book: Book, entry: Entry, at: number): void {
  const { kind, ref, points, part, fen = 0 } = entry;
  const { totals } = book;
  switch (kind) {
    case "earn": {
      const early = book.earnings.get(ref);
      totals.earned += points;
      book.earnings.set(ref, {
        lot: ref,
        points,
        clawed: 0,
        expired: 0,
        paidFen: fen,
        refundedFen: early?.refundedFen ?? 0,
        refunds: early ? [...early.refunds] : [],
        year: entry.year ?? null,
        at,
      });
      for (const key of entry.counts ?? []) {
        book.counted.set(key, (book.counted.get(key) ?? 0) + points);
      }
      if (entry.year) book.years.set(entry.year, (book.years.get(entry.year) ?? 0) + points);
      forgetOld(book, at);
      return;
    }
    case "refund_first": {
      const known = book.earnings.get(ref);
      book.earnings.set(ref, {
        lot: "",
        points: 0,
        clawed: 0,
        expired: 0,
        paidFen: 0,
        refundedFen: (known?.refundedFen ?? 0) + fen,
        refunds: [...known?.refunds ?? [], part!],
        year: null,
        at,
      });
      return;
    }
    case "claw_back": {
      const known = book.earnings.get(ref)!;
      totals.clawed -= points;
      known.clawed -= points;
      known.refundedFen += fen;
      if (!known.refunds.includes(part!)) known.refunds.push(part!);
      if (known.year) book.years.set(known.year, (book.years.get(known.year) ?? 0) + points);
      return;
    }
    case "spend":
      totals.spent -= points;
      book.spendings.set(ref, {
        points: -points,
        returned: 0,
        taken: entry.moves.map(({ points, expiresAt }) => ({
          points: -points,
          expiresAt: expiresAt!,
        })),
        returns: [],
        at,
      });
      return;
    case "give_back": {
      const known = book.spendings.get(ref)!;
      totals.returned += points;
      known.returned += points;
      known.returns.push(part!);
      return;
    }
    case "expire": {
      totals.expired -= points;
      const known = book.earnings.get(ref);
      if (known) known.expired -= points;
      return;
    }
    case "repay":
      return;
    default:
      throw new Error(`no such entry: ${kind satisfies never}`);
  }
}

/** Bounds what is kept beside the lots: periods that are over, and what is too old to be refunded. */
function forgetOld(book: Book, at: number): void {
  for (const [ref, { at: since, lot }] of book.earnings) {
    const open = book.lots.some(({ id }) => id === lot);
    if (!open && since < at - KEPT_MS) book.earnings.delete(ref);
  }
  for (const [ref, { at: since }] of book.spendings) {
    if (since < at - KEPT_MS) book.spendings.delete(ref);
  }
  const oldest = new Date(at - 400 * DAY_MS).toISOString().slice(0, 10);
  for (const key of book.counted.keys()) {
    const period = key.slice(key.lastIndexOf("|") + 1);
    if (period < oldest.slice(0, period.length)) book.counted.delete(key);
  }
}
