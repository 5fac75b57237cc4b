/**
 * The journal's line: one entry as JSON text, hash-chained. The text is what the store holds, what
 * the public journal shows and what is hashed, so anyone can verify it with nothing but SHA-256.
 */
import { hash } from "node:crypto";
import type { AnyActor, Json } from "./actor.ts";

export interface Entry {
  /** 1, 2, 3, … without gaps. */
  readonly seq: number;
  /** SHA-256 of the entry before, hex; of the first one: {@linkcode genesis}. */
  readonly prev: string;
  /** The turn that wrote it; unique. A turn with many events writes several entries. */
  readonly turn: string;
  /** Epoch milliseconds; never decreases within a journal. */
  readonly at: number;
  /** The actor's version that recorded the events. */
  readonly schema: number;
  readonly events: readonly (readonly [name: string, payload: Json])[];
}

/** Hex. Of text, its UTF-8; that is twice as quick as of the same as bytes. */
export const sha256 = (text: string | Uint8Array): string => hash("sha256", text, "hex");

/** What the first entry's `prev` is: binds a journal to its actor's address. */
export const genesis = (kind: string, id: string): string => sha256(`forecourt:${kind}/${id}`);

/** An entry's events as the actor's present version knows them. */
export function currentEvents({ version, upcast }: AnyActor, entry: Entry): Entry["events"] {
  if (entry.schema === version || !upcast) return entry.events;
  return entry.events.map(([name, payload]) => {
    const bring = Object.hasOwn(upcast, name) ? upcast[name] : undefined;
    return [name, bring ? bring(payload, entry.schema) : payload] as const;
  });
}

/** An entry's text. `events` is the JSON text of its events. */
export function entryText(
  seq: number,
  prev: string,
  turn: string,
  at: number,
  schema: number,
  events: string,
): string {
  return `{"seq":${seq},"prev":"${prev}","turn":"${turn}","at":${at},"schema":${schema},"events":${events}}`;
}
