/** What comes of verifying a journal, and how it is said. */
import type { Finding } from "./findings.ts";
import type { JournalFacts } from "./journal_reading.ts";
import { amount, counted, short, time } from "./wording.ts";

/** What the sale answered to a member first. */
export type SaleAnswer =
  & {
    readonly memberId: string;
    readonly line: number;
    readonly seq: number;
    /** Epoch milliseconds. */
    readonly at: number;
  }
  & (
    | {
      readonly outcome: "claimed";
      readonly number: number;
      readonly orderId: string;
      readonly payBy: number;
    }
    | { readonly outcome: "missed"; readonly place: number }
  );

/** What a lot has come to. */
export interface LotFacts {
  /** Cars in the lot, by the last entry that set it. */
  readonly capacity: number;
  /** Different cars that were given. */
  readonly allocated: number;
  /** Different members that were answered, with a car or a place in line. */
  readonly participants: number;
  /** Cars that somebody has and has not paid for, in the end. */
  readonly held: number;
  /** Cars that are paid for, in the end. */
  readonly sold: number;
  /** How often a car was returned. */
  readonly returned: number;
  /** People who wait, in the end. */
  readonly inLine: number;
  /** Places in line that were given, whatever became of them. */
  readonly places: number;
  readonly mode: "first_come" | "draw";
  /** Whether the answers were compared with the order of the draw. */
  readonly ordered: boolean;
}

/** What was read, as far as it could be followed. */
export interface SaleFacts extends JournalFacts, LotFacts {
  /** What was seen and not judged, one sentence each. */
  readonly notes: readonly string[];
}

export type SaleProof =
  & SaleFacts
  & {
    /** In the order of the file, at most `MOST_FINDINGS`. */
    readonly findings: readonly Finding[];
    /** So many findings more. */
    readonly unlisted: number;
  }
  & (
    | {
      readonly ok: true;
      /** What was proved, in a sentence. */
      readonly proved: string;
      /** What no journal can prove by itself, in a sentence. */
      readonly unproved: string;
    }
    | {
      readonly ok: false;
      /** What is wrong, in a sentence: the first finding, and how many there are. */
      readonly problem: string;
    }
  );

export function saleProof(
  facts: SaleFacts,
  findings: readonly Finding[],
  unlisted: number,
): SaleProof {
  const judged = { ...facts, findings, unlisted };
  return findings.length === 0
    ? { ok: true, proved: provedBy(facts), unproved: UNPROVED, ...judged }
    : { ok: false, problem: problemOf(findings, unlisted), ...judged };
}

const provedBy = (facts: SaleFacts): string =>
  `Proved: ${answersGiven(facts)}; ${journalRead(facts)}`;

/** What any whole journal shows, as the end of a sentence. */
export function journalRead({ entries, head, firstAt, lastAt, anchoredAt }: JournalFacts): string {
  const given = anchoredAt.filter((seq) => seq !== undefined).map((seq) =>
    seq === head?.seq ? "its last entry" : `its entry ${amount(seq)}`
  );
  return `journal of ${counted(entries, "entry", "entries")} ` +
    `unbroken from the start to head ${short(head?.hash ?? "")}, ` +
    `between ${time(firstAt ?? 0)} and ${time(lastAt ?? 0)}` +
    (given.length === 0 ? "." : `; the head given beforehand is ${given.join(" and ")}.`);
}

function answersGiven(facts: SaleFacts): string {
  const { capacity, allocated, participants, returned, sold, held } = facts;
  const cars = `${amount(allocated)} of ${counted(capacity, "car")}`;
  if (participants === 0) return `${cars} given, nobody has asked`;
  const order = facts.ordered
    ? `in the order in which ${amount(participants)} were drawn`
    : facts.mode === "draw"
    ? `of ${amount(participants)} whom a draw had put in order`
    : `in the order in which ${amount(participants)} asked`;
  if (returned === 0 && sold === 0) {
    return `${cars} went to ${counted(allocated, "member", "different members")} ${order}, ` +
      `none twice, none beyond the lot; ${lineOf(facts)}`;
  }
  const free = capacity - held - sold;
  return `${cars} went to members ${order}, none to two at a time, none beyond the lot; ` +
    `${amount(sold)} sold, ${amount(held)} held and ${amount(free)} free make ${
      amount(capacity)
    }; ` +
    `${counted(returned, "car was", "cars were")} returned, and went to the first in line; ` +
    lineOf(facts);
}

function lineOf({ inLine, places }: LotFacts): string {
  if (places === 0) return "nobody had to stand in line";
  if (inLine === 0) return "nobody stands in line any more";
  return inLine === 1
    ? "1 other has a place in line"
    : `${amount(inLine)} others have their place in line`;
}

const UNPROVED =
  "No journal can prove that everybody who asked was recorded, or that others are shown the same " +
  "one: compare the answer you were given, and a head that somebody else has noted.";

export function problemOf(findings: readonly Finding[], unlisted: number): string {
  const [first] = findings;
  const more = findings.length + unlisted - 1;
  const others = more === 0 ? "" : ` (and ${counted(more, "further finding")})`;
  return `Not proved: ${first?.sentence ?? "nothing"}${others}`;
}
