/** Whether a lot may answer: what it was stocked with, and how it was steered. */
import { isCount, isTime, type JournalEvent } from "./journal_format.ts";
import { time } from "./wording.ts";

export interface Stock {
  readonly capacity: number;
  readonly opensAt: number;
  readonly closesAt: number | null;
  /** Journals of first-come sales from before there were draws do not say so. */
  readonly mode: "first_come" | "draw";
}

/** `since`: the entry that brought it there. */
type Status =
  | { readonly status: "empty" | "stocked" | "open" }
  | { readonly status: "paused" | "closed"; readonly since: number };

export class LotStatus {
  stock: Stock | undefined;
  #status: Status = { status: "empty" };
  /** Whether the sale may have been stocked, opened, paused or closed in an entry that is missing. */
  #anyStatus = false;
  #gaps = false;

  get capacity(): number {
    return this.stock?.capacity ?? 0;
  }

  get byDraw(): boolean {
    return this.stock?.mode === "draw";
  }

  gap(): void {
    this.#anyStatus = this.#gaps = true;
  }

  /** Takes the payload of `stocked`; whether it has a shape that can be judged. */
  stocked({ capacity, opensAt, closesAt, mode = "first_come" }: JournalEvent[1]): boolean {
    if (!isCount(capacity) || !isTime(opensAt) || !isEnd(closesAt)) return false;
    if (mode !== "first_come" && mode !== "draw") return false;
    this.stock = { capacity, opensAt, closesAt, mode };
    if (this.#status.status === "empty") this.#status = { status: "stocked" };
    return true;
  }

  /** Takes the payload of `adjusted`, as `stocked` does. */
  adjusted({ capacity, closesAt }: JournalEvent[1]): boolean {
    if (!isCount(capacity) || !isEnd(closesAt)) return false;
    if (this.stock) this.stock = { ...this.stock, capacity, closesAt };
    return true;
  }

  steered(name: "opened" | "resumed" | "paused" | "closed", since: number): void {
    this.#anyStatus = false;
    // Closed is for good: what is answered afterwards is a finding.
    if (this.#status.status === "closed") return;
    this.#status = name === "opened" || name === "resumed"
      ? { status: "open" }
      : { status: name, since };
  }

  /** Why nobody can be answered at this time; undefined while the sale is open. */
  notOpen(at: number): string | undefined {
    const { stock } = this, status = this.#status;
    if (stock === undefined) return this.#gaps ? undefined : "before the lot was stocked";
    // Who is answered and when is the draw's; it is verified with its own journal.
    if (stock.mode === "draw") return undefined;
    if (stock.closesAt !== null && at >= stock.closesAt) {
      return `after the sale ended at ${time(stock.closesAt)}`;
    }
    if (this.#anyStatus) return undefined;
    if (status.status === "closed") return `after entry ${status.since} closed the sale`;
    if (status.status === "stocked" && at < stock.opensAt) {
      return `before the sale opens at ${time(stock.opensAt)}`;
    }
    return this.paused;
  }

  /** Why nobody can be offered a car. */
  get paused(): string | undefined {
    const status = this.#status;
    if (this.#anyStatus || status.status !== "paused") return undefined;
    return `while entry ${status.since} kept the sale paused`;
  }
}

const isEnd = (value: unknown): value is number | null => value === null || isTime(value);
