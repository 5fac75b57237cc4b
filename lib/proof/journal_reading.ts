/**
 * Reading a journal from its first byte to its last: lines, chain, header and footer. What its
 * events mean is for the rules it is given.
 */
import type { Findings, Place } from "./findings.ts";
import { type Anchor, type Head, JournalChain } from "./journal_chain.ts";
import {
  footerOf,
  type JournalEvent,
  objectOf,
  readEntry,
  readHeader,
  textOf,
} from "./journal_format.ts";
import { chunksOf, type JournalSource, type Line, LineCutter } from "./journal_lines.ts";
import { counted, quoted } from "./wording.ts";

/** Where and when an event stands. */
export interface EventPlace extends Place {
  readonly seq: number;
  readonly at: number;
}

/** What judges a journal's events, in their order. */
export interface JournalRules {
  /** Names of events that no rule is about, and how often they came. */
  readonly unjudged: ReadonlyMap<string, number>;
  take(event: JournalEvent, place: EventPlace): void;
  /** Says that entries before this one are missing or were not judged. */
  gap(): void;
}

export interface ReadingOptions {
  /** The kind of actor it has to be the journal of: `lot` or `draw`. */
  readonly kind: string;
  /** The sale it has to be the journal of. */
  readonly sale?: string;
  /** Heads that were learned elsewhere, before this journal was: it has to contain them. */
  readonly anchors?: readonly Anchor[];
}

/** What any journal shows, whatever it is about. */
export interface JournalFacts {
  /** The sale's id, from the journal's header. */
  readonly sale: string | undefined;
  readonly entries: number;
  readonly bytes: number;
  /** The last entry. */
  readonly head: Head | undefined;
  /** Times of the first and the last entry, epoch milliseconds. */
  readonly firstAt: number | undefined;
  readonly lastAt: number | undefined;
  /** The entries at which the anchors were met, in the order in which they were given. */
  readonly anchoredAt: readonly (number | undefined)[];
}

/** Reads a journal once, from the start to its end, and has its events judged on the way. */
export class JournalReading {
  #bytes = 0;
  readonly #options: ReadingOptions;
  readonly #findings: Findings;
  readonly #chain: JournalChain;
  readonly #rules: JournalRules;
  /** `over`: there is nothing to go on with. */
  #stage: "start" | "entries" | "footer" | "over" = "start";
  #sale: string | undefined;
  #entries = 0;
  #firstAt: number | undefined;
  #lastAt: number | undefined;
  #line = 0;

  constructor(rules: JournalRules, findings: Findings, options: ReadingOptions) {
    this.#options = options;
    this.#findings = findings;
    this.#chain = new JournalChain(findings, options.anchors ?? []);
    this.#rules = rules;
  }

  /** Rejects only where `source` does. */
  async read(source: JournalSource): Promise<void> {
    const cutter = new LineCutter();
    for await (const chunk of chunksOf(source)) {
      this.#bytes += chunk.length;
      for (const line of cutter.push(chunk)) this.#take(line);
      // A first line without an end is no journal, however much of it is still to come.
      if (cutter.overlong && this.#stage === "start") break;
      if (this.#stage === "over") break;
    }
    for (const line of cutter.end()) this.#take(line);
    this.#conclude();
  }

  #take(line: Line): void {
    this.#line = line.number;
    switch (this.#stage) {
      case "start":
        return this.#takeFirst(line);
      case "entries":
        return this.#takeEntry(line);
      case "footer":
        return this.#findings.add(
          "after_footer",
          { line: line.number, seq: null },
          `line ${line.number} stands after the footer, which ends a journal`,
          "file",
        );
      case "over":
        return;
    }
  }

  #takeFirst(line: Line): void {
    const kind = kindOfBinary(line.bytes);
    if (kind !== undefined) {
      const place = { line: 1, seq: null };
      this.#findings.add("not_a_journal", place, `this is ${kind}, expected UTF-8 text`);
      this.#stage = "over";
      return;
    }
    const read = textOf(line, this.#findings);
    const header = read === undefined
      ? undefined
      : readHeader(read.text, this.#options.kind, this.#findings);
    if (header === undefined) {
      this.#stage = "over";
    } else if (header === "entry") {
      this.#stage = "entries";
      this.#takeEntry(line);
    } else {
      this.#stage = "entries";
      this.#begin(header.kind, header.id);
    }
  }

  #begin(kind: string, id: string): void {
    const { sale } = this.#options;
    this.#sale = id;
    if (sale !== undefined && sale !== id) {
      const sentence = `this is the journal of ${quoted(id)}, expected that of ${quoted(sale)}`;
      this.#findings.add("wrong_sale", { line: 1, seq: null }, sentence);
    }
    this.#chain.begin(kind, id);
  }

  #takeEntry(line: Line): void {
    const findings = this.#findings;
    if (!line.ended) return this.#takeUnended(line);
    const read = textOf(line, findings);
    if (read === undefined) return this.#skip(line.bytes);
    const { text, bytes } = read;
    const place: Place = { line: line.number, seq: null };
    const head = footerOf(text);
    if (head !== undefined) return this.#takeFooter(head, place);
    const json = objectOf(text, place, findings);
    if (json === undefined) return this.#skip(bytes);
    if ("head" in json && !("seq" in json)) {
      this.#stage = "footer";
      const expected = `expected {"head":{"seq":…,"hash":"…"}}`;
      return findings.add("malformed", place, `the footer is ${quoted(text)}, ${expected}`);
    }
    const entry = readEntry(json, text, line.number, findings);
    if (entry === undefined) return this.#skip(bytes);
    this.#entries += 1;
    const { seq, at, events } = entry;
    const eventPlace = { line: line.number, seq, at };
    const link = this.#chain.link(entry, bytes, eventPlace);
    if (link === "repeated") return;
    this.#firstAt ??= at;
    this.#lastAt = at;
    if (link === "after_gap") this.#rules.gap();
    for (const event of events) this.#rules.take(event, eventPlace);
  }

  /** Without an end of its own a line cannot be trusted; only the footer can still be told. */
  #takeUnended({ number, bytes }: Line): void {
    const place: Place = { line: number, seq: null };
    const head = footerOf(new TextDecoder().decode(bytes));
    let what = `the journal breaks off within line ${number}, ${this.#afterEntry()}`;
    if (head === undefined) {
      this.#stage = "over";
    } else {
      this.#takeFooter(head, place);
      what = `line ${number}, the footer, has no line end: the journal's last byte was cut off`;
    }
    this.#findings.add("cut_off", place, what);
  }

  #takeFooter(head: Head, { line }: Place): void {
    this.#stage = "footer";
    this.#chain.close(head, { line, seq: head.seq });
  }

  #skip(bytes: Uint8Array): void {
    this.#chain.skip(bytes);
    this.#rules.gap();
  }

  #afterEntry(): string {
    const { head } = this.#chain;
    return head === undefined ? "before its first entry" : `after entry ${head.seq}`;
  }

  #conclude(): void {
    const findings = this.#findings;
    const place: Place = { line: this.#line, seq: this.#chain.head?.seq ?? null };
    if (this.#stage === "start") {
      findings.add("empty", { line: 1, seq: null }, "the journal is empty");
    } else if (this.#stage === "entries") {
      const sentence = `the journal ends ${this.#afterEntry()} without its footer: it was cut off`;
      findings.add("cut_off", place, sentence);
    } else if (this.#stage === "footer" && this.#entries === 0 && !findings.any) {
      findings.add("empty", place, "the journal has no entries");
    }
    if (this.#entries > 0) this.#chain.compareAnchors(place);
  }

  get facts(): JournalFacts {
    return {
      sale: this.#sale,
      entries: this.#entries,
      bytes: this.#bytes,
      head: this.#chain.head,
      firstAt: this.#firstAt,
      lastAt: this.#lastAt,
      anchoredAt: this.#chain.metAt,
    };
  }

  /** Where the journal ends. */
  get end(): Place {
    return { line: this.#line, seq: this.#chain.head?.seq ?? null };
  }

  /** What was seen and not judged, one sentence each. */
  get notes(): string[] {
    return [...this.#rules.unjudged].map(([name, times]) =>
      `Not judged: ${counted(times, "event")} ${quoted(name)}, for which no rule is known here`
    );
  }
}

/** Files that are often mistaken for text, by their first bytes. */
function kindOfBinary([first, second]: Uint8Array): string | undefined {
  if (first === 0x1f && second === 0x8b) return "a gzip file";
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return "text in UTF-16";
  }
  return undefined;
}
