/** An actor's definition joined with the policies and read models that follow it. */
import type { AnyActor } from "./actor.ts";
import { type StateCodec, stateCodec } from "./codec.ts";
import type { Policy, ReadModel } from "./effects.ts";

/** A deferred policy or read model, followed along the journal. */
export interface Subscriber {
  readonly name: string;
  readonly kind: string;
  readonly events: ReadonlySet<string>;
  readonly policy?: Policy;
  readonly model?: ReadModel;
}

export interface Kind {
  readonly actor: AnyActor;
  readonly codec: StateCodec;
  /** A new copy of the initial state. Parsing its text is several times as quick as a structured clone. */
  readonly initial: () => unknown;
  /** Inline policies and read models, by event. */
  readonly policies: ReadonlyMap<string, readonly Policy[]>;
  readonly eventModels: ReadonlyMap<string, readonly ReadModel[]>;
  readonly stateModels: readonly ReadModel[];
  readonly subscribers: readonly Subscriber[];
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
    const own = policies.filter((policy) => policy.kind === actor.kind);
    const ownModels = models.filter((model) => model.kind === actor.kind);
    for (const { name, on } of [...own, ...ownModels]) {
      for (const event of Object.keys(on ?? {})) {
        if (!(event in actor.events)) {
          throw new TypeError(`Cannot register "${name}": ${actor.kind} has no event "${event}"`);
        }
      }
    }
    const codec = stateCodec(actor.state);
    const initial = codec.encode(actor.initial);
    kinds.set(actor.kind, {
      actor,
      codec,
      initial: () => codec.decode(JSON.parse(initial)),
      policies: byEvent(own.filter((policy) => !policy.deferred)),
      eventModels: byEvent(ownModels.filter((model) => model.on && !model.deferred)),
      stateModels: ownModels.filter((model) => model.rows),
      subscribers: [
        ...own.filter((policy) => policy.deferred).map((policy) => ({
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
      ],
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

function byEvent<T extends { on?: { readonly [event: string]: unknown } }>(
  followers: readonly T[],
): Map<string, T[]> {
  const map = new Map<string, T[]>();
  for (const follower of followers) {
    for (const event of Object.keys(follower.on ?? {})) {
      const list = map.get(event);
      if (list) list.push(follower);
      else map.set(event, [follower]);
    }
  }
  return map;
}
