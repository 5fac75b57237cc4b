/** What happened in one simulated world, as its clients saw it. */
import type { Asker, Json } from "../actor.ts";

/** What one attempt came to. `lost`: its node died, so nobody heard. */
export type Answer =
  | { readonly type: "outcome"; readonly ok: boolean; readonly body: Json }
  | { readonly type: "error"; readonly code: string; readonly message: string }
  | { readonly type: "lost" };

/** Steps are the world's: they order what happens even at one time. */
export interface Attempt {
  readonly node: string;
  readonly askedAt: number;
  answeredAt?: number;
  answer?: Answer;
}

/** One command of a client, with all attempts to have it carried out. */
export interface Op {
  readonly op: string;
  readonly kind: string;
  readonly id: string;
  readonly command: string;
  readonly payload: Json;
  readonly by: Asker;
  /** Repeats under the same key are one command; without one, the actor knows repeats by `op`. */
  readonly key?: string;
  readonly attempts: Attempt[];
  /** The other command of its joint turn. */
  readonly partner?: string;
}

/** A read of a state, in the order of its turns. */
export interface View {
  readonly kind: string;
  readonly id: string;
  readonly attempt: Attempt;
}

/** What one listener was told, across its reconnections. */
export interface Listening {
  readonly kind: string;
  readonly id: string;
  /** It wants what comes after this entry; undefined: after what was there when it came. */
  readonly after: number | undefined;
  readonly heard: { readonly seq: number; readonly at: number; readonly events: Json }[];
  /** The step in which it was connected, as long as it had heard nothing. */
  openedAt: number;
}

/** One call of a port, as the other end saw it. */
export interface Carried {
  readonly op: string;
  readonly key: string;
  readonly attempt: number;
  readonly step: number;
  readonly said?: string;
}

export interface History {
  readonly ops: Map<string, Op>;
  readonly views: View[];
  readonly listenings: Listening[];
  readonly carried: Carried[];
  /** The world's step of each applied commit, by version. */
  readonly stepOf: number[];
  /** The version of the commit that brought each journal entry, by `kind/id/seq`. */
  readonly versionOf: Map<string, number>;
  /** Dead letters sent again: how often, by the `op` of what they carry. */
  readonly replayed: Map<string, number>;
}

export const newHistory = (): History => ({
  ops: new Map(),
  views: [],
  listenings: [],
  carried: [],
  stepOf: [0],
  versionOf: new Map(),
  replayed: new Map(),
});
