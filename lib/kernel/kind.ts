/** An actor's definition joined with the policies and read models that follow it. */
import type { AnyActor } from "./actor.ts";
import { type StateCodec, stateCodec } from "./codec.ts";
import type { Policy, ReadModel } from "./effects.ts";
import { own } from "./own.ts";

/** A deferred policy or read model, followed along the journal. */
export interface Subscriber {
  readonly name: string;
  readonly kind: string;
  readonly events: ReadonlySet<string>;
  readonly policy?: Policy;
  readonly model?: ReadModel;
}

/** What follows from one event: in its turn's own commit, and later. */
export interface Consequences {
  readonly policies: readonly Policy[];
  readonly models: readonly ReadModel[];
  /** Names of the deferred ones. */
  readonly subscribers: readonly string[];
}

type Decide = AnyActor["decide"][string];
type Evolve = AnyActor["evolve"][string];

export interface Kind {
  readonly actor: AnyActor;
  /** By command. What an object has from elsewhere, like `toString`, is no command. */
  readonly decide: ReadonlyMap<string, Decide>;
  /** By event. */
  readonly evolve: ReadonlyMap<string, Evolve>;
  readonly codec: StateCodec;
  /** A new copy of the initial state. */
  readonly initial: () => unknown;
  /** By event; none for an event from which nothing follows. */
  readonly consequences: ReadonlyMap<string, Consequences>;
  readonly stateModels: readonly ReadModel[];
  readonly subscribers: readonly Subscriber[];
}

/** Why the actor cannot be asked this; undefined where it can. */
export function commandProblem(
  { actor, decide }: Kind,
  command: string,
  payload: unknown,
  validate: boolean,
): string | undefined {
  if (!decide.has(command)) return "the actor has no such command";
  if (!validate) return undefined;
  const parsed = actor.commands[command]!.safeParse(payload);
  return parsed.success ? undefined : parsed.error.message;
}

/** @throws {TypeError} where two definitions share a name or one names what does not exist. */
export function joinKinds(
  actors: readonly AnyActor[],
  policies: readonly Policy[],
  models: readonly ReadModel[],
): Map<string, Kind> {
  const kinds = new Map<string, Kind>();
  for (const actor of actors) {
    if (kinds.has(actor.kind)) {
      throw new TypeError(`Cannot register actor "${actor.kind}": the kind is taken already`);
    }
    const ownPolicies = policies.filter((policy) => policy.kind === actor.kind);
    const ownModels = models.filter((model) => model.kind === actor.kind);
    for (const { name, on } of [...ownPolicies, ...ownModels]) {
      for (const event of Object.keys(on ?? {})) {
        if (!Object.hasOwn(actor.events, event)) {
          throw new TypeError(`Cannot register "${name}": ${actor.kind} has no event "${event}"`);
        }
      }
    }
    const codec = stateCodec(actor.state);
    const initial = JSON.parse(codec.encode(actor.initial));
    const subscribers: Subscriber[] = [
      ...ownPolicies.filter((policy) => policy.deferred).map((policy) => ({
        name: policy.name,
        kind: actor.kind,
        events: new Set(Object.keys(policy.on)),
        policy,
      })),
      ...ownModels.filter((model) => model.deferred).map((model) => ({
        name: model.name,
        kind: actor.kind,
        events: new Set(Object.keys(model.on ?? {})),
        model,
      })),
    ];
    kinds.set(actor.kind, {
      actor,
      decide: new Map(Object.entries(actor.decide)),
      evolve: new Map(Object.entries(actor.evolve)),
      codec,
      // To copy what JSON holds takes a fifth of the time of parsing it.
      initial: () => codec.decode(own(initial)),
      consequences: consequencesOf(actor, ownPolicies, ownModels, subscribers),
      stateModels: ownModels.filter((model) => model.rows),
      subscribers,
    });
  }
  const names = new Set<string>();
  for (const { name, kind } of [...policies, ...models]) {
    if (names.has(name)) {
      throw new TypeError(`Cannot register "${name}": the name is taken already`);
    }
    names.add(name);
    if (!kinds.has(kind)) {
      throw new TypeError(
        `Cannot register "${name}": no actor of the kind "${kind}" is registered`,
      );
    }
  }
  return kinds;
}

function consequencesOf(
  actor: AnyActor,
  policies: readonly Policy[],
  models: readonly ReadModel[],
  subscribers: readonly Subscriber[],
): Map<string, Consequences> {
  const inline = <T extends Policy | ReadModel>(followers: readonly T[], event: string) =>
    followers.filter(({ deferred, on }) =>
      !deferred && on !== undefined && Object.hasOwn(on, event)
    );
  const map = new Map<string, Consequences>();
  for (const event of Object.keys(actor.events)) {
    const of: Consequences = {
      policies: inline(policies, event),
      models: inline(models, event),
      subscribers: subscribers.filter(({ events }) => events.has(event)).map(({ name }) => name),
    };
    if (of.policies.length + of.models.length + of.subscribers.length > 0) map.set(event, of);
  }
  return map;
}
