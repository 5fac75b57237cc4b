/** What goes wrong around a simulated business: nodes, store, clocks, provider. */
import type { Chance } from "../../lib/kernel/testing/chance.ts";
import { NO_FAULTS } from "../../lib/kernel/testing/sim_store.ts";
import type { StagePlan } from "./stage.ts";

/** `shared`: several nodes may be on one store. `calm`: next to nothing goes wrong. */
export function drawTrouble(
  chance: Chance,
  { shared, calm }: { readonly shared: boolean; readonly calm: boolean },
): Omit<StagePlan, "limits"> {
  const rate = () => calm || chance.hits(0.5) ? 0 : chance.between(0, 0.05);
  return {
    disk: shared ? "denokv" : "embedded",
    nodes: shared ? chance.whole(1, 3) : 1,
    faults: {
      ...NO_FAULTS,
      slow: rate(),
      slowMs: 500,
      readFails: rate(),
      commitFails: rate(),
      answerLost: rate(),
      landsLate: rate(),
      lateMs: 2_000,
      sentTwice: shared ? rate() : 0,
      copyLate: shared ? rate() : 0,
      crashBefore: rate() / 10,
      crashAfter: rate() / 10,
      crashTold: rate() / 10,
    },
    provider: {
      fails: calm ? 0 : chance.pick([0, 0.1, 0.4]),
      latencyMs: chance.pick([5, 200]),
      tooLate: chance.pick([0, 0, 1]),
      silent: chance.pick([0, 0.2, 1]),
      notices: chance.whole(1, 4),
      lateMs: chance.pick([50, 5_000, 30 * 60_000]),
    },
    deathMs: calm || chance.hits(0.5) ? Infinity : chance.between(2_000, 30_000),
    clockJumpMs: calm || chance.hits(0.7) ? Infinity : chance.between(5_000, 60_000),
  };
}
