/** Bytes and JSON. States may hold Map and Set beside what JSON has. */
import type * as z from "zod";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Bytes of small texts lie side by side in one block: a buffer of its own takes longer for each. */
const BLOCK_BYTES = 64 * 1024;
const SMALL_UNITS = 4 * 1024;
export const MOST_BYTES_A_UNIT = 3;
let block = new Uint8Array(0);
let used = 0;

export function toBytes(text: string): Uint8Array {
  const most = MOST_BYTES_A_UNIT * text.length;
  if (text.length > SMALL_UNITS) return encoder.encode(text);
  if (used + most > block.length) {
    block = new Uint8Array(BLOCK_BYTES);
    used = 0;
  }
  const { written } = encoder.encodeInto(text, block.subarray(used));
  return block.subarray(used, used += written);
}
export const toText = (bytes: Uint8Array): string => decoder.decode(bytes);
export const jsonBytes = (value: unknown): Uint8Array => toBytes(JSON.stringify(value));
// deno-lint-ignore no-explicit-any -- what was stored by this kernel; the caller names the shape
export const fromJson = (bytes: Uint8Array): any => JSON.parse(decoder.decode(bytes));

export function unlessItThrows<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

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
      // A record whose keys come from outside must not be taken for one of ours.
      if (isOurs(value)) return { $own: Object.entries(value) };
      return value;
    }),
  decode: revive,
};

const isOurs = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) &&
  ("$map" in value || "$set" in value || "$own" in value);

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
  if (Array.isArray(object.$own)) {
    return Object.fromEntries((object.$own as [string, unknown][]).map(([k, v]) => [k, revive(v)]));
  }
  for (const key of Object.keys(object)) object[key] = revive(object[key]);
  return object;
}

/** The quick codec where the schema holds neither Map nor Set, the other one elsewhere. */
export function stateCodec(schema: z.ZodType): StateCodec {
  const types = typesBeyondPlain(schema);
  return COLLECTIONS.some((type) => types.has(type)) ? withCollections : plain;
}

/** Collections, and what does not tell whether it holds some. */
const COLLECTIONS = ["map", "set", "lazy", "custom", "any", "unknown", "transform"];
const NOT_JSON = ["bigint", "date", "file", "function", "nan", "promise", "symbol", "undefined"];
const BEYOND_PLAIN = [...COLLECTIONS, ...NOT_JSON];

/** The first type in `schema` that comes back from JSON as something else, if there is one. */
export function typeBeyondJson(
  schema: z.ZodType,
  options: { collections?: boolean } = {},
): string | undefined {
  const types = typesBeyondPlain(schema);
  const beyond = options.collections ? NOT_JSON : [...NOT_JSON, "map", "set"];
  return beyond.find((type) => types.has(type));
}

/**
 * Schemas that hold plain JSON alone. Hundreds of commands and events share those of ids, times and
 * amounts, and a process looks through all of them before it starts.
 */
const PLAIN = new WeakSet<object>();

/** The names of the types in what `schema` gives out that are more than plain JSON. */
function typesBeyondPlain(schema: z.ZodType): Set<string> {
  const types = new Set<string>();
  const seen = new Set<object>();
  const visit = (node: unknown) => {
    if (typeof node !== "object" || node === null || PLAIN.has(node) || seen.has(node)) return;
    seen.add(node);
    const def = (node as { def?: { type?: string } }).def;
    if (def?.type && BEYOND_PLAIN.includes(def.type)) types.add(def.type);
    for (const [name, part] of Object.entries(def ?? node)) {
      // Checks are no types, and what goes into a pipe does not come out.
      if (!(def && (name === "checks" || (name === "in" && def.type === "pipe")))) visit(part);
    }
  };
  visit(schema);
  if (types.size === 0) { for (const node of seen) PLAIN.add(node); }
  return types;
}
