/** What other rules would have given for what members did: shown before they are published. */
import { points } from "../../actors/members/points.ts";
import type { ActorSystem } from "../kernel/mod.ts";
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
}

/** Prices the newest earnings again, without tiers and caps on either side, so that both compare. */
export async function effectOf(
  system: ActorSystem,
  now: Programme,
  draft: Programme,
  at: number,
): Promise<Effect> {
  const rules = new Map(now.rules.map(({ id }) => [id, { times: 0, before: 0, after: 0 }]));
  const members = new Set<string>();
  let entries = 0;
  const rows = system.rows(pointsEntries).list<PointsEntryRow>([], { limit: MOST_ENTRIES });
  for await (const { key, value } of rows) {
    if (members.size < MOST_MEMBERS) members.add(String(key[0]));
    const sum = value.kind === "earn" && value.rule ? rules.get(value.rule) : undefined;
    if (!sum) continue;
    entries++;
    sum.times++;
    sum.before += priced(now, value);
    sum.after += priced(draft, value);
  }
  const tiers = new Map(draft.tiers.map(({ id }) => [id, { before: 0, after: 0 }]));
  for (const id of members) {
    const years = await system.view(points(id), (state) => new Map(state.years));
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
  };
}

function priced(programme: Programme, { rule, fen = 0, at }: PointsEntryRow): number {
  const found = programme.rules.find(({ id }) => id === rule);
  if (!found) return 0;
  const awards = awardsFor(programme, { behaviour: found.behaviour, amountFen: fen, at });
  return awards.find((one) => one.rule === rule)?.points ?? 0;
}
