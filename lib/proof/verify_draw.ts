/**
 * Verifies the published journal of a draw, and with its order the journal of the sale.
 *
 * ```ts
 * const draw = await verifyDrawJournal(await readFile("launch-2017-draw.ndjson"));
 * const sale = await verifySaleJournal(lot, draw.order ? { order: draw.order } : {});
 * ```
 */
import { type DrawProof, drawProof } from "./draw_proof.ts";
import { DrawRules } from "./draw_rules.ts";
import { Findings } from "./findings.ts";
import type { Anchor } from "./journal_chain.ts";
import type { JournalSource } from "./journal_lines.ts";
import { JournalReading } from "./journal_reading.ts";

export type { DrawProof };

export interface VerifyDrawOptions {
  /** The sale it has to be the draw of. */
  readonly sale?: string;
  /** Heads that were learned elsewhere, before this journal was: it has to contain them. */
  readonly anchors?: readonly Anchor[];
}

/** Reads a journal once and tells what it proves, or what is wrong with it. */
export async function verifyDrawJournal(
  source: JournalSource,
  options: VerifyDrawOptions = {},
): Promise<DrawProof> {
  const findings = new Findings();
  const rules = new DrawRules(findings);
  const reading = new JournalReading(rules, findings, { kind: "draw", ...options });
  await reading.read(source);
  rules.conclude(reading.end);
  const notes = [...reading.notes, ...rules.notes];
  return drawProof({ ...reading.facts, ...rules.facts, notes }, findings.list, findings.unlisted);
}
