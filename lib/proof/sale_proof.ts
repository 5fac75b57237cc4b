/** What comes of verifying a journal, and how it is said. */
import type { Finding } from "./findings.ts";
import type { Head } from "./journal_chain.ts";
import { amount, counted, short, time } from "./wording.ts";

/** What was read, as far as it could be followed. */
export interface SaleFacts {
  /** The sale's id, from the journal's header. */
  readonly sale: string | undefined;
  /** Cars in the lot, by the last entry that set it. */
  readonly capacity: number;
  /** Different cars that were given. */
  readonly allocated: number;
  /** Different members that were answered, with a car or a place in line. */
  readonly participants: number;
  readonly entries: number;
  readonly bytes: number;
  /** The last entry. */
  readonly head: Head | undefined;
  /** Times of the first and the last entry, epoch milliseconds. */
  readonly firstAt: number | undefined;
  readonly lastAt: number | undefined;
  /** The entries at which the anchors were met, in the order in which they were given. */
  readonly anchoredAt: readonly (number | undefined)[];
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

function provedBy(facts: SaleFacts): string {
  const { entries, head, firstAt, lastAt, anchoredAt } = facts;
  const given = anchoredAt.filter((seq) => seq !== undefined).map((seq) =>
    seq === head?.seq ? "its last entry" : `its entry ${amount(seq)}`
  );
  return `Proved: ${answersGiven(facts)}; journal of ${counted(entries, "entry", "entries")} ` +
    `unbroken from the start to head ${short(head?.hash ?? "")}, ` +
    `between ${time(firstAt ?? 0)} and ${time(lastAt ?? 0)}` +
    (given.length === 0 ? "." : `; the head given beforehand is ${given.join(" and ")}.`);
}

function answersGiven({ capacity, allocated, participants }: SaleFacts): string {
  const inLine = participants - allocated;
  const cars = `${amount(allocated)} of ${counted(capacity, "car")}`;
  if (participants === 0) return `${cars} given, nobody has asked`;
  const line = inLine === 0
    ? "nobody had to stand in line"
    : inLine === 1
    ? "1 other has a place in line"
    : `${amount(inLine)} others have their place in line`;
  return `${cars} went to ${counted(allocated, "member", "different members")} in the order in ` +
    `which ${amount(participants)} asked, none twice, none beyond the lot; ${line}`;
}

const UNPROVED =
  "No journal can prove that everybody who asked was recorded, or that others are shown the same " +
  "one: compare the answer you were given, and a head that somebody else has noted.";

function problemOf(findings: readonly Finding[], unlisted: number): string {
  const [first] = findings;
  const more = findings.length + unlisted - 1;
  const others = more === 0 ? "" : ` (and ${counted(more, "further finding")})`;
  return `Not proved: ${first?.sentence ?? "nothing"}${others}`;
}
