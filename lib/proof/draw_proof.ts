/** What comes of verifying a draw's journal, and how it is said. */
import type { Beacon } from "./beacon.ts";
import { QUICKNET } from "./beacon.ts";
import type { Finding } from "./findings.ts";
import type { JournalFacts } from "./journal_reading.ts";
import { journalRead, problemOf } from "./sale_proof.ts";
import { counted, short, time } from "./wording.ts";

export interface DrawFacts {
  /** What was published before anybody could register. */
  readonly announced:
    | {
      /** Epoch milliseconds. */
      readonly drawsAt: number;
      readonly commitment: string;
      readonly beacon: Beacon;
      readonly round: number;
    }
    | undefined;
  /** Those who are registered, without who has withdrawn. */
  readonly entrants: number;
  /** All entrants in the order that follows from what was revealed. */
  readonly order: readonly string[] | undefined;
  readonly state: "registering" | "closed" | "drawn" | "handed_over" | "cancelled";
}

export type DrawProof =
  & JournalFacts
  & DrawFacts
  & {
    readonly notes: readonly string[];
    readonly findings: readonly Finding[];
    readonly unlisted: number;
  }
  & (
    | { readonly ok: true; readonly proved: string; readonly unproved: string }
    | { readonly ok: false; readonly problem: string }
  );

export function drawProof(
  facts: JournalFacts & DrawFacts & { readonly notes: readonly string[] },
  findings: readonly Finding[],
  unlisted: number,
): DrawProof {
  const judged = { ...facts, findings, unlisted };
  return findings.length === 0
    ? { ok: true, proved: `Proved: ${whatIsSo(facts)}; ${journalRead(facts)}`, unproved, ...judged }
    : { ok: false, problem: problemOf(findings, unlisted), ...judged };
}

function whatIsSo({ announced, entrants, state }: DrawFacts): string {
  if (!announced) return "no draw was announced";
  const { drawsAt, commitment, beacon, round } = announced;
  const whose = beacon.chain === QUICKNET.chain ? "drand's quicknet" : short(beacon.chain);
  const sealed = `the secret committed to as ${short(commitment)} and round ${round} of ${whose}`;
  const registered = counted(entrants, "entrant");
  switch (state) {
    case "registering":
      return `${registered} so far in a draw by ${sealed}, not before ${time(drawsAt)}`;
    case "closed":
      return `${registered} in a closed list, to be drawn by ${sealed}`;
    case "cancelled":
      return `a draw of ${registered} by ${sealed}, called off before it was drawn`;
    case "drawn":
    case "handed_over":
      return `${registered}, none added or removed after ${
        time(drawsAt)
      }, each in the order once, ` +
        `which follows from ${sealed}, both announced before anybody could know the other`;
  }
}

const unproved =
  "No journal can prove that everybody who registered was recorded, or that others are shown the " +
  "same one: compare the number you were given, and a head that somebody has noted before the draw.";
