/** Points kept one by one, as a child would with pebbles: slow, and nothing like the ledger. */

interface Pebble {
  readonly ref: string;
  readonly lot: string;
  readonly activeAt: number;
  readonly expiresAt: number;
}

interface Earned {
  readonly points: number;
  readonly paidFen: number;
  expired: number;
  clawed: number;
}

export class Pebbles {
  #at = 0;
  #there: Pebble[] = [];
  owed = 0;
  expired = 0;
  readonly #earned = new Map<string, Earned>();
  readonly #refunds = new Map<string, Map<string, number>>();
  readonly #spent = new Map<string, { taken: Pebble[]; back: number; returns: Set<string> }>();

  get balance(): number {
    return this.#there.length - this.owed;
  }

  get available(): number {
    return this.#there.filter(({ activeAt }) => activeAt <= this.#at).length - this.owed;
  }

  /** Lets time pass: what becomes active pays what is owed, what has ended goes. */
  pass(at: number): void {
    this.#at = at;
    this.#pay();
    for (const { ref, expiresAt } of this.#there) {
      if (expiresAt > at) continue;
      this.expired++;
      const earned = this.#earned.get(ref);
      if (earned) earned.expired++;
    }
    this.#there = this.#there.filter(({ expiresAt }) => expiresAt > at);
  }

  earn(ref: string, points: number, paidFen: number, activeAt: number, expiresAt: number): void {
    if (this.#earned.has(ref)) return;
    this.#earned.set(ref, { points, paidFen, expired: 0, clawed: 0 });
    for (let i = 0; i < points; i++) this.#there.push({ ref, lot: ref, activeAt, expiresAt });
    this.#claw(ref);
    this.#pay();
  }

  refund(ref: string, part: string, fen: number): void {
    const parts = this.#refunds.get(ref) ?? new Map<string, number>();
    this.#refunds.set(ref, parts);
    if (parts.has(part)) return;
    parts.set(part, fen);
    this.#claw(ref);
  }

  spend(ref: string, points: number): boolean {
    if (this.#spent.has(ref)) return true;
    if (this.available < points) return false;
    const taken = this.#inTurn().slice(0, points);
    this.#there = this.#there.filter((pebble) => !taken.includes(pebble));
    this.#spent.set(ref, { taken, back: 0, returns: new Set() });
    return true;
  }

  giveBack(ref: string, part: string, points: number, soonest: number): boolean {
    const spent = this.#spent.get(ref);
    if (!spent || spent.returns.has(part)) return spent !== undefined;
    if (points > spent.taken.length - spent.back) return false;
    spent.returns.add(part);
    const last = spent.taken.toReversed().slice(spent.back, spent.back + points);
    spent.back += points;
    const lots = [...new Set(last.map(({ lot }) => lot))];
    for (const { expiresAt, lot } of last) {
      this.#there.push({
        ref: `${part}`,
        lot: `${part}.${lots.indexOf(lot)}`,
        activeAt: this.#at,
        expiresAt: Math.max(expiresAt, soonest),
      });
    }
    this.#pay();
    return true;
  }

  #inTurn(): Pebble[] {
    return this.#there.filter(({ activeAt }) => activeAt <= this.#at).sort((a, b) =>
      a.expiresAt - b.expiresAt || a.activeAt - b.activeAt ||
      (a.lot < b.lot ? -1 : a.lot > b.lot ? 1 : 0)
    );
  }

  #claw(ref: string): void {
    const earned = this.#earned.get(ref);
    const parts = this.#refunds.get(ref);
    if (!earned || !parts) return;
    const { points, paidFen } = earned;
    let refunded = 0;
    for (const fen of parts.values()) refunded += fen;
    refunded = Math.min(refunded, paidFen);
    const kept = paidFen === 0 ? 0 : Math.floor(points * (paidFen - refunded) / paidFen);
    while (earned.clawed < Math.min(points - kept, points - earned.expired)) {
      earned.clawed++;
      const own = this.#there.findIndex(({ lot }) => lot === ref);
      if (own >= 0) {
        this.#there.splice(own, 1);
        continue;
      }
      const other = this.#inTurn()[0];
      if (other) this.#there.splice(this.#there.indexOf(other), 1);
      else this.owed++;
    }
  }

  #pay(): void {
    if (this.owed === 0) return;
    const begun = this.#there.filter(({ activeAt }) => activeAt <= this.#at).sort((a, b) =>
      a.activeAt - b.activeAt || a.expiresAt - b.expiresAt ||
      (a.lot < b.lot ? -1 : a.lot > b.lot ? 1 : 0)
    );
    const paying = new Set(begun.slice(0, this.owed));
    this.owed -= paying.size;
    this.#there = this.#there.filter((pebble) => !paying.has(pebble));
  }
}
