/** An actor whose rules are broken on purpose, to see that a simulation finds it. */
import { type AnyActor, defineActor } from "../../lib/kernel/mod.ts";

// deno-lint-ignore no-explicit-any -- a broken decision has whatever type it has
type Rule = (state: any, payload: any, turn: any) => any;

export function broken<A extends AnyActor>(
  actor: A,
  decide: { readonly [command: string]: Rule },
  evolve: { readonly [event: string]: Rule } = {},
): { readonly actors: { readonly [kind: string]: A } } {
  const { kind } = actor;
  const spec = {
    ...actor,
    decide: { ...actor.decide, ...decide },
    evolve: { ...actor.evolve, ...evolve },
  };
  return { actors: { [kind]: defineActor(kind, spec as never) as unknown as A } };
}
