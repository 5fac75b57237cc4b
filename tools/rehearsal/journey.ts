/** A rehearsal's buyers as the load of claims sees them: told each answer, asked for the outcome. */
import type { ClaimAnswers } from "../load/claim_answers.ts";
import type { BuyersOutcome, BuyersPlan } from "./buyers.ts";
import type { FromBuyers, ToBuyers } from "./buyers_worker.ts";

/** Places are told so many at a time. */
const BATCH = 1_000;

export class Journey implements Disposable {
  readonly #worker: Worker;
  readonly #answers: ClaimAnswers;
  readonly #outcome: Promise<BuyersOutcome>;
  #waits: number[] = [];

  constructor(plan: BuyersPlan, answers: ClaimAnswers) {
    this.#answers = answers;
    this.#worker = new Worker(import.meta.resolve("./buyers_worker.ts"), { type: "module" });
    this.#outcome = new Promise((resolve, reject) => {
      this.#worker.onmessage = ({ data }: MessageEvent<FromBuyers>) => resolve(data.outcome);
      this.#worker.onerror = (event) => reject(new Error(event.message));
    });
    this.#tell({ plan });
  }

  /** The request has got its final answer. */
  answered(request: number): void {
    const answer = this.#answers.at(request);
    if (answer?.outcome === "allocated") this.#tell({ allocated: request });
    if (answer?.outcome !== "sold_out") return;
    this.#waits.push(request, answer.place);
    if (this.#waits.length >= 2 * BATCH) this.#tellWaits();
  }

  async outcome(): Promise<BuyersOutcome> {
    this.#tellWaits();
    this.#tell({ claimed: true });
    return await this.#outcome;
  }

  [Symbol.dispose](): void {
    this.#worker.terminate();
  }

  #tellWaits(): void {
    this.#tell({ waits: Int32Array.from(this.#waits) });
    this.#waits = [];
  }

  #tell(message: ToBuyers): void {
    this.#worker.postMessage(message);
  }
}

/** The sale as everybody may see it when all is over. */
export interface SaleAtEnd {
  readonly capacity: number;
  readonly allocated: number;
  readonly sold: number;
  readonly returned: number;
  readonly waiting: number;
}

/** What stands beside the forecast. `began`: epoch milliseconds of the first claim. */
export function outcomeOf(bought: BuyersOutcome, sale: SaleAtEnd, began: number) {
  const { asked, abandoned, cancelled, paid, refunded, lost, tooLate, offered, soldOutAt } = bought;
  return {
    sold: sale.sold,
    returned: sale.returned,
    asked,
    waiting: sale.waiting,
    seconds: soldOutAt === undefined ? null : Math.round((soldOutAt - began) / 100) / 10,
    abandoned,
    cancelled,
    offered,
    payments: paid,
    refunded,
    lost,
    too_late: tooLate,
  };
}

/** Every payment is a bought car or went back, and no car is left while somebody waits for it. */
export function allAccountedFor(bought: BuyersOutcome, sale: SaleAtEnd): boolean {
  return bought.problems.length === 0 && bought.lost === 0 && bought.bought === sale.sold &&
    bought.bought + bought.refunded === bought.paid &&
    (sale.sold === sale.capacity || sale.waiting === 0);
}
