/**
 * Finds the command that spoils a turn which does not show it by itself: fewer are decided at once
 * until one of them fails alone.
 */
import type { Poisonable } from "./plan.ts";

export class Suspects {
  /** Commands to decide at most in one turn. */
  most = Infinity;

  /** A turn of these failed. False where one alone fails although it was to become a dead letter. */
  failed(decided: readonly Poisonable[], reason: string): boolean {
    if (decided.length > 1) {
      this.most = decided.length >> 1;
      return true;
    }
    const [culprit] = decided;
    if (!culprit || culprit.poison !== undefined) return false;
    culprit.poison = reason;
    return true;
  }

  /** A turn has landed: those it had are cleared, and the next may have more. */
  landed(turnItems: number): void {
    this.most = this.most * 2 < turnItems ? this.most * 2 : Infinity;
  }
}
