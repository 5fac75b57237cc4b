/**
 * Verifies the published journal of a sale. It knows the format and the rules, and shares no code
 * with the server that writes journals, so that an error there is not repeated here.
 *
 * ```ts
 * const response = await fetch("https://example.com/api/sales/launch-2017/journal");
 * const proof = await verifySaleJournal(response.body!);
 * console.log(proof.ok ? proof.proved : proof.problem);
 * ```
 */
import { type Finding, Findings } from "./findings.ts";
import type { Anchor, Head } from "./journal_chain.ts";
import type { JournalSource } from "./journal_lines.ts";
import { JournalReading } from "./journal_reading.ts";
import { LotRules } from "./lot_rules.ts";
import { type SaleAnswer, type SaleFacts, type SaleProof, saleProof } from "./sale_proof.ts";

export { FINDING_CODES, type FindingCode, MOST_FINDINGS } from "./findings.ts";
export type { Anchor, Finding, Head, JournalSource, SaleAnswer, SaleFacts, SaleProof };

export interface VerifyOptions {
  /** The sale it has to be the journal of. */
  readonly sale?: string;
  /** Heads that were learned elsewhere, before this journal was: it has to contain them. */
  readonly anchors?: readonly Anchor[];
  /** The order of its draw, which was verified: the sale has to answer in it. */
  readonly order?: readonly string[];
  /** The sale may still be answering: entrants without an answer are no finding. */
  readonly partial?: boolean;
  /** Is told of each answer that the sale gave, in order, whether it was right or not. */
  readonly onAnswer?: (answer: SaleAnswer) => void;
}

/**
 * Reads a journal once, from the start to its end, and tells what it proves or what is wrong with it.
 * Memory grows with the members in it, not with its bytes.
 *
 * Rejects only where `source` does.
 */
export async function verifySaleJournal(
  source: JournalSource,
  { onAnswer, order, partial = false, ...options }: VerifyOptions = {},
): Promise<SaleProof> {
  const findings = new Findings();
  const rules = new LotRules(findings, { onAnswer, order });
  const reading = new JournalReading(rules, findings, { kind: "lot", ...options });
  await reading.read(source);
  if (!partial) rules.conclude(reading.end);
  const facts: SaleFacts = {
    ...reading.facts,
    ...rules.facts,
    notes: [...reading.notes, ...rules.notes],
  };
  return saleProof(facts, findings.list, findings.unlisted);
}
