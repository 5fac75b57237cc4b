import type { ClaimAnswer, ClaimAnswers } from "./claim_answers.ts";

/** Numbers of cars and places in line, by member, as a sale's journal records them. */
export interface JournalAnswers {
  readonly numbers: ReadonlyMap<string, number>;
  readonly places: ReadonlyMap<string, number>;
}

/** Reads a sale's public journal (NDJSON). Whether it is genuine is for the verifier to say. */
export function readJournalAnswers(journal: string): JournalAnswers {
  const numbers = new Map<string, number>(), places = new Map<string, number>();
  for (const line of journal.split("\n")) {
    if (line === "") continue;
    const { events = [] } = JSON.parse(line) as { events?: [string, Record<string, unknown>][] };
    for (const [name, { memberId, number, place }] of events) {
      if (name === "claimed") numbers.set(String(memberId), Number(number));
      else if (name === "missed") places.set(String(memberId), Number(place));
    }
  }
  return { numbers, places };
}

export interface Comparison {
  /** Answers that the journal does not hold, or holds differently: promises that were not kept. */
  readonly lost: number;
  /** Refusals and answers that could not be read, by what they were. */
  readonly refused: ReadonlyMap<string, number>;
  /** Cars told to a second member, or beyond the lot. */
  readonly oversold: number;
}

/** Compares what each member was told with the journal. */
export function compareAnswers(
  answers: ClaimAnswers,
  members: readonly string[],
  journal: JournalAnswers,
  capacity: number,
): Comparison {
  const holders = new Map<number, string>();
  const refused = new Map<string, number>();
  let lost = 0, oversold = 0;
  members.forEach((member, request) => {
    const answer = answers.at(request);
    if (answer?.outcome === "refused") {
      refused.set(answer.code, (refused.get(answer.code) ?? 0) + 1);
      return;
    }
    if (!isRecorded(answer, member, journal)) lost += 1;
    if (answer === undefined || answer.outcome === "sold_out") return;
    const holder = holders.get(answer.number);
    if (answer.number > capacity || (holder !== undefined && holder !== member)) oversold += 1;
    holders.set(answer.number, member);
  });
  return { lost, refused, oversold };
}

function isRecorded(
  answer: ClaimAnswer | undefined,
  member: string,
  { numbers, places }: JournalAnswers,
): boolean {
  switch (answer?.outcome) {
    case "allocated":
    case "already":
      return numbers.get(member) === answer.number;
    case "sold_out":
      return places.get(member) === answer.place;
    default:
      return false;
  }
}
