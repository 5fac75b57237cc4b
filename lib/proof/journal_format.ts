/** The lines of a published journal: a header, entries, a footer. Shapes only; no rule of a sale. */
import type { Findings, Place } from "./findings.ts";
import type { Head } from "./journal_chain.ts";
import type { Line } from "./journal_lines.ts";
import { LONGEST_LINE_BYTES } from "./journal_lines.ts";
import { quoted } from "./wording.ts";

export interface Header {
  readonly kind: string;
  readonly id: string;
}

export interface Entry {
  readonly seq: number;
  readonly prev: string;
  readonly turn: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly schema: number;
  readonly events: readonly JournalEvent[];
}

export type JournalEvent = readonly [name: string, payload: Readonly<Record<string, unknown>>];

type Json = Readonly<Record<string, unknown>>;

const HASH = /^[0-9a-f]{64}$/;
const CR = 13;

export const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 1;
export const isTime = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;
export const isId = (value: unknown): value is string => typeof value === "string" && value !== "";
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A line's text, and the bytes that are hashed. */
export interface LineText {
  readonly text: string;
  readonly bytes: Uint8Array;
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Undefined where the line cannot be text of a journal, which is then a finding. */
export function textOf(line: Line, findings: Findings): LineText | undefined {
  const place: Place = { line: line.number, seq: null };
  if (line.cut) {
    const limit = `${LONGEST_LINE_BYTES / 1024} KiB`;
    findings.add("too_long", place, `line ${line.number} is longer than ${limit}`);
    return undefined;
  }
  let { bytes } = line;
  if (line.ended && bytes.at(-1) === CR) {
    findings.add(
      "crlf",
      place,
      `line ${line.number} ends with CR LF, expected LF: the file was converted on its way, ` +
        "and hashes are over the bytes as they were published",
      "file",
    );
    bytes = bytes.subarray(0, -1);
  }
  try {
    return { text: decoder.decode(bytes), bytes };
  } catch {
    findings.add("not_utf8", place, `line ${line.number} is not UTF-8`);
    return undefined;
  }
}

/** The line's JSON object, or undefined with a finding. */
export function objectOf(text: string, place: Place, findings: Findings): Json | undefined {
  let found: string;
  try {
    const json: unknown = JSON.parse(text);
    if (isObject(json)) return json;
    found = quoted(json);
  } catch {
    found = text.trim() === "" ? "a blank line" : quoted(text);
  }
  findings.add("unreadable", place, `line ${place.line} is no JSON object but ${found}`);
  return undefined;
}

/**
 * Reads the first line. Answers what it is: a header, `entry` where the header was left out, or
 * undefined with a finding, where there is nothing to go on with.
 */
export function readHeader(
  text: string,
  expectedKind: string,
  findings: Findings,
): Header | "entry" | undefined {
  const place: Place = { line: 1, seq: null };
  const json = jsonOrUndefined(text);
  if (!isObject(json) || json.forecourt !== "journal") {
    if (isObject(json) && "seq" in json && "prev" in json) {
      findings.add("no_header", place, "line 1 is an entry, expected the journal's header");
      return "entry";
    }
    findings.add("not_a_journal", place, whatItIs(text, json));
    return undefined;
  }
  const { version, kind, id } = json;
  if (version !== 1) {
    const told = quoted(version);
    findings.add("unknown_version", place, `the journal is of version ${told}, expected 1`);
    return undefined;
  }
  if (!isId(kind) || !isId(id)) {
    findings.add("malformed", place, `the header names ${quoted(kind)} and ${quoted(id)}`);
    return undefined;
  }
  const expected = JSON.stringify({ forecourt: "journal", version: 1, kind, id });
  if (text !== expected) {
    findings.add("malformed", place, `the header is not written as ${quoted(expected)}`);
  }
  if (kind !== expectedKind) {
    const expected = quoted(expectedKind);
    const sentence = `the journal is one of a ${quoted(kind)}, expected ${expected}`;
    findings.add("not_a_sale", place, sentence);
    return undefined;
  }
  return { kind, id };
}

function whatItIs(text: string, json: unknown): string {
  const expected = `expected a header like {"forecourt":"journal",…}`;
  if (/^\s*</.test(text)) return `this is a web page, ${expected}: check the address`;
  if (text.startsWith("\ufeff")) return `this begins with a byte order mark, ${expected}`;
  if (isObject(json) && (isId(json.title) || isId(json.code))) {
    const told = quoted(json.title ?? json.code);
    return `this is a server's answer ${told}, ${expected}: the address of a journal ends in /journal`;
  }
  return `line 1 is ${text === "" ? "blank" : quoted(text)}, ${expected}`;
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const ENTRY_KEYS = "seq,prev,turn,at,schema,events";

/** Undefined, with a finding, where it cannot be judged. */
export function readEntry(
  json: Json,
  text: string,
  line: number,
  findings: Findings,
): Entry | undefined {
  const { seq, prev, turn, at, schema, events } = json;
  const place: Place = { line, seq: isCount(seq) ? seq : null };
  const wrong = (what: string): void => {
    const entry = isCount(seq) ? `entry ${seq}` : `the entry on line ${line}`;
    findings.add("malformed", place, `${entry} ${what}`);
  };
  const keys = Object.keys(json).join();
  if (keys !== ENTRY_KEYS) {
    return void wrong(`has the fields ${quoted(keys)}, expected "${ENTRY_KEYS}"`);
  }
  if (!isCount(seq)) return void wrong(`has the seq ${quoted(seq)}, expected a whole number`);
  if (typeof prev !== "string" || !HASH.test(prev)) {
    return void wrong(`has the prev ${quoted(prev)}, expected 64 digits of lower-case hex`);
  }
  if (!isId(turn)) return void wrong(`has the turn ${quoted(turn)}, expected text`);
  if (!isTime(at)) return void wrong(`has the at ${quoted(at)}, expected epoch milliseconds`);
  if (!isCount(schema)) return void wrong(`has the schema ${quoted(schema)}, expected a number`);
  if (!Array.isArray(events) || !events.every(isEvent)) {
    return void wrong("has events that are not each a name and an object");
  }
  // A field that is given twice reads differently from one reader to the next.
  if (!isCanonical(json, text)) wrong("is not written as JSON.stringify writes it");
  return { seq, prev, turn, at, schema, events };
}

const isEvent = (value: unknown): value is JournalEvent =>
  Array.isArray(value) && value.length === 2 && isId(value[0]) && isObject(value[1]);

function isCanonical(json: Json, text: string): boolean {
  try {
    return JSON.stringify(json) === text;
  } catch {
    // Nested deeper than the stack; nobody's journal is.
    return false;
  }
}

const FOOTER = /^\{"head":\{"seq":([1-9]\d{0,14}),"hash":"([0-9a-f]{64})"\}\}$/;

/** The last entry, as a footer names it; undefined where the line is none. */
export function footerOf(text: string): Head | undefined {
  const [, seq, hash] = FOOTER.exec(text) ?? [];
  return seq === undefined || hash === undefined ? undefined : { seq: Number(seq), hash };
}
