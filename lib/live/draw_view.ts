/** A draw as the sale's page shows it. */
export interface DrawShown {
  readonly state: "registering" | "closed" | "drawn" | "handed_over" | "cancelled";
  /** When the list is closed, epoch milliseconds. */
  readonly drawsAt: number;
  readonly round: number;
  /** When the beacon publishes the round, epoch milliseconds. */
  readonly roundAt: number;
  /** The round was due a while ago, and nothing is drawn. */
  readonly late: boolean;
  /** Null where the page has seen the list close, and not how many are in it. */
  readonly entrants: number | null;
  /** The member's registration; null for who has none. */
  readonly own: OwnDraw | null;
}

export interface OwnDraw {
  readonly number: number;
  /** In the order, once it is drawn. */
  readonly place?: number;
  /** All who are in the order. */
  readonly entrants?: number;
}

export const isDrawn = ({ state }: DrawShown): boolean =>
  state === "drawn" || state === "handed_over";
