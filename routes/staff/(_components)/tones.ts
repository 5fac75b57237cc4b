import type { OrderRow } from "../../../lib/read_models/orders.ts";
import type { LeadRow } from "../../../lib/read_models/sales.ts";

type Tone = "plain" | "good" | "warn" | "bad" | "water";

type State = "scheduled" | "open" | "paused" | "closed" | OrderRow["status"] | LeadRow["outcome"];

const TONES: Readonly<Record<State, Tone>> = {
  scheduled: "plain",
  open: "good",
  paused: "warn",
  closed: "plain",
  reserved: "water",
  settling: "warn",
  reinstating: "warn",
  paid: "good",
  lapsed: "plain",
  cancelled: "plain",
  entered: "plain",
  allocated: "water",
  sold_out: "plain",
  ordered: "good",
  left: "plain",
};

/** The colour that repeats what the word of a state says. */
export const toneOf = (state: State): Tone => TONES[state];
