/** Bytes and JSON. States may hold Map and Set beside what JSON has. */
import type * as z from "zod";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const toBytes = (text: string): Uint8Array => encoder.encode(text);
export const toText = (bytes: Uint8Array): string => decoder.decode(bytes);
export const jsonBytes = (value: unknown): Uint8Array => encoder.encode(JSON.stringify(value));
// deno-lint-ignore no-explicit-any -- what was stored by this kernel; the caller names the shape
export const fromJson = (bytes: Uint8Array): any => JSON.parse(decoder.decode(bytes));

/** Turns states into JSON text and back. */
export interface StateCodec {
  encode(state: unknown): string;
  /** Takes what `JSON.parse` gave of the encoded text. */
  decode(json: unknown): unknown;
}

const plain: StateCodec = {
  encode: (state) => JSON.stringify(state),
  decode: (json) => json,
};

const withCollections: StateCodec = {
  encode: (state) =>
    JSON.stringify(state, (_key, value) => {
      if (value instanceof Map) return { $map: [...value] };
      if (value instanceof Set) return { $set: [...value] };
      return value;
    }),
  decode: revive,
};

function revive(json: unknown): unknown {
  if (typeof json !== "object" || json === null) return json;
  if (Array.isArray(json)) {
    for (let i = 0; i < json.length; i++) json[i] = revive(json[i]);
    return json;
  }
  const object = json as Record<string, unknown>;
  if (Array.isArray(object.$map)) {
    return new Map((object.$map as [unknown, unknown][]).map(([k, v]) => [revive(k), revive(v)]));
  }
  if (Array.isArray(object.$set)) return new Set((object.$set as unknown[]).map(revive));
  for (const key of Object.keys(object)) object[key] = revive(object[key]);
  return object;
}

/** The quick codec where the schema holds neither Map nor Set, the other one elsewhere. */
export function stateCodec(schema: z.ZodType): StateCodec {
  return holdsCollections(schema, new Set()) ? withCollections : plain;
}

function holdsCollections(node: unknown, seen: Set<unknown>): boolean {
  if (typeof node !== "object" || node === null || seen.has(node)) return false;
  seen.add(node);
  const def = (node as { def?: { type?: string } }).def;
  if (def) {
    if (def.type === "map" || def.type === "set") return true;
    // A lazy or custom schema does not tell what it holds.
    if (def.type === "lazy" || def.type === "custom") return true;
    return Object.values(def).some((part) => holdsCollections(part, seen));
  }
  return Object.values(node).some((part) => holdsCollections(part, seen));
}
