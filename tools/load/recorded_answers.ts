import type { SaleAnswer } from "../../lib/proof/verify_sale.ts";
import type { ClaimAnswer, ClaimAnswers } from "./claim_answers.ts";

/** Numbers of cars and places in line, by member, as a sale's journal records them. */
export class RecordedAnswers {
  readonly #numbers = new Map<string, number>();
  readonly #places = new Map<string, number>();

  /** Takes an answer that the verifier has read. */
  take(answer: SaleAnswer): void {
    if (answer.outcome === "claimed") this.#numbers.set(answer.memberId, answer.number);
    else this.#places.set(answer.memberId, answer.place);
  }

  /** Whether the journal holds what the member was told. */
  has(member: string, told: ClaimAnswer | undefined): boolean {
    switch (told?.outcome) {
      case "allocated":
      case "already":
        return this.#numbers.get(member) === told.number;
      case "sold_out":
        return this.#places.get(member) === told.place;
      default:
        return false;
    }
  }
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
  recorded: RecordedAnswers,
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
    if (!recorded.has(member, answer)) lost += 1;
    if (answer === undefined || answer.outcome === "sold_out") return;
    const holder = holders.get(answer.number);
    if (answer.number > capacity || (holder !== undefined && holder !== member)) oversold += 1;
    holders.set(answer.number, member);
  });
  return { lost, refused, oversold };
}
