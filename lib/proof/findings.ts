/** What the verifier may find, and the list it is gathered in. */

/** What any journal may have, and a sale's. */
export const SALE_FINDING_CODES = [
  // The file.
  "empty",
  "not_a_journal",
  "unknown_version",
  "not_a_sale",
  "wrong_sale",
  "no_header",
  "crlf",
  "not_utf8",
  "too_long",
  "unreadable",
  "malformed",
  "after_footer",
  "cut_off",
  // The chain.
  "chain_broken",
  "entry_missing",
  "entry_repeated",
  "entry_out_of_order",
  "time_backwards",
  "wrong_head",
  "anchor_missing",
  // The sale.
  "not_open",
  "member_repeated",
  "number_repeated",
  "number_out_of_order",
  "number_beyond_capacity",
  "order_repeated",
  "missed_while_free",
  "place_out_of_order",
  "capacity_below_given",
  "claimed_past_line",
  "offered_past_line",
  "not_in_line",
  "not_held",
  "sold_returned",
  "count_differs",
  "order_differs",
  "entrant_left_out",
] as const;

/** What a draw may have besides. */
export const DRAW_FINDING_CODES = [
  "already_announced",
  "not_announced",
  "wrong_beacon",
  "round_too_early",
  "registered_late",
  "not_registered",
  "registration_missing",
  "closed_early",
  "list_differs",
  "revealed_early",
  "wrong_secret",
  "wrong_round",
  "wrong_randomness",
  "wrong_signature",
] as const;

/** Every code, from the file's shape to the rules of sales and draws. Closed: programs may go by it. */
export const FINDING_CODES = [...SALE_FINDING_CODES, ...DRAW_FINDING_CODES] as const;

export type FindingCode = typeof FINDING_CODES[number];

/** Where something shows. */
export interface Place {
  /** Line of the file, from 1. */
  readonly line: number;
  /** The entry's own number; null where the line is no entry, or does not tell. */
  readonly seq: number | null;
}

export interface Finding extends Place {
  readonly code: FindingCode;
  /** One sentence, without a period. */
  readonly sentence: string;
  /** So many more of the same code and cause were found and are not listed one by one. */
  readonly more: number;
}

/** More than these do not tell anybody more. */
export const MOST_FINDINGS = 20;

/** Findings in the order of the file. The same fault is listed once, however often it shows. */
export class Findings {
  readonly list: Finding[] = [];
  /** Findings beyond {@linkcode MOST_FINDINGS}. */
  unlisted = 0;
  readonly #last = new Map<FindingCode, { cause: string; listed: { more: number } | undefined }>();

  get any(): boolean {
    return this.list.length > 0;
  }

  /**
   * Adds a finding, or counts it to the last one of the same code where that has the same cause.
   * Without a `cause`, those of one line belong together.
   */
  add(code: FindingCode, place: Place, sentence: string, cause = `line ${place.line}`): void {
    const last = this.#last.get(code);
    if (last?.cause === cause) {
      if (last.listed) last.listed.more += 1;
      return;
    }
    if (this.list.length >= MOST_FINDINGS) {
      this.unlisted += 1;
      this.#last.set(code, { cause, listed: undefined });
      return;
    }
    const listed = { code, line: place.line, seq: place.seq, sentence, more: 0 };
    this.list.push(listed);
    this.#last.set(code, { cause, listed });
  }
}
