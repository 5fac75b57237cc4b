/** What other rules would have given for what members did: shown before they are published. */
import { points } from "../../actors/members/points.ts";
import type { ActorSystem } from "../kernel/mod.ts";
import { availableAt } from "../loyalty/ledger.ts";
import { awardsFor, type Programme, tierAt } from "../loyalty/programme.ts";
import { pointsEntries, type PointsEntryRow } from "../read_models/points.ts";

const MOST_ENTRIES = 5_000;
const MOST_MEMBERS = 500;

export interface RuleEffect {
  readonly rule: string;
  readonly times: number;
  readonly before: number;
  readonly after: number;
}

export interface TierEffect {
  readonly tier: string;
  readonly before: number;
  readonly after: number;
}

export interface Effect {
  readonly entries: number;
  readonly rules: readonly RuleEffect[];
  readonly tiers: readonly TierEffect[];
  readonly before: number;
  readonly after: number;
  /** What the members that were looked at can spend now, and what it is worth on either side. */
  readonly held: number;
  readonly heldFen: { readonly before: number; readonly after: number };
}

/** Prices the newest earnings again, without tiers and caps on either side, so that both compare. */
export async function effectOf(
  system: ActorSystem,
  now: Programme,
  draft: Programme,
  at: number,
): Promise<Effect> {
  const rules = new Map(
    [...now.rules, ...draft.rules].map(({ id }) => [id, { times: 0, before: 0, after: 0 }]),
  );
  const added = draft.rules.filter(({ id }) => now.rules.every((one) => one.id !== id));
  const members = new Set<string>();
  let entries = 0;
  const rows = system.rows(pointsEntries).list<PointsEntryRow>([], { limit: MOST_ENTRIES });
  for await (const { key, value } of rows) {
    if (members.size < MOST_MEMBERS) members.add(String(key[0]));
    const known = now.rules.some(({ id }) => id === value.rule);
    const sum = value.kind === "earn" && known ? rules.get(value.rule!) : undefined;
    if (!sum) continue;
    entries++;
    sum.times++;
    sum.before += priced(now, value);
    sum.after += priced(draft, value);
    // What was done is done once, however many rules gave for it: the first one's entry stands for it.
    const { behaviour } = now.rules.find(({ id }) => id === value.rule)!;
    if (now.rules.find((one) => one.behaviour === behaviour)!.id !== value.rule) continue;
    for (const { id } of added.filter((one) => one.behaviour === behaviour)) {
      const fresh = rules.get(id)!;
      fresh.times++;
      fresh.after += priced(draft, { ...value, rule: id });
    }
  }
  const tiers = new Map(draft.tiers.map(({ id }) => [id, { before: 0, after: 0 }]));
  let held = 0;
  for (const id of members) {
    const { years, available } = await system.view(points(id), (state) => ({
      years: new Map(state.years),
      available: availableAt(state, at),
    }));
    held += Math.max(0, available);
    const before = tiers.get(tierAt(now.tiers, years, at).id);
    const after = tiers.get(tierAt(draft.tiers, years, at).id);
    if (before) before.before++;
    if (after) after.after++;
  }
  const list = [...rules].map(([rule, sum]) => ({ rule, ...sum }));
  return {
    entries,
    rules: list,
    tiers: [...tiers].map(([tier, sum]) => ({ tier, ...sum })),
    before: list.reduce((sum, { before }) => sum + before, 0),
    after: list.reduce((sum, { after }) => sum + after, 0),
    held,
    heldFen: { before: held * now.burn.fenPerPoint, after: held * draft.burn.fenPerPoint },
  };
}

function priced(programme: Programme, { rule, fen = 0, at }: PointsEntryRow): number {
  const found = programme.rules.find(({ id }) => id === rule);
  if (!found) return 0;
  const awards = awardsFor(programme, { behaviour: found.behaviour, amountFen: fen, at });
  return awards.find((one) => one.rule === rule)?.points ?? 0;
}
