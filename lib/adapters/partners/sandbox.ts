/** Partners in memory: they keep what they are given until it is called back. */
import type { PartnerGateway } from "./port.ts";

export class PartnerSandbox implements PartnerGateway {
  readonly #held = new Map<string, Readonly<Record<string, string>>>();
  readonly #recalled = new Set<string>();

  deliver: PartnerGateway["deliver"] = ({ shareId, partner, data }) => {
    // A recall may overtake the data it is about.
    const taken = !this.#recalled.has(`${partner} ${shareId}`);
    if (taken) this.#held.set(`${partner} ${shareId}`, { ...data });
    return Promise.resolve({ taken, receipt: `in-${shareId}` });
  };

  recall: PartnerGateway["recall"] = ({ shareId, partner }) => {
    this.#recalled.add(`${partner} ${shareId}`);
    this.#held.delete(`${partner} ${shareId}`);
    return Promise.resolve({ receipt: `deleted-${shareId}` });
  };

  /** What a partner holds of a share. */
  held(partner: string, shareId: string): Readonly<Record<string, string>> | undefined {
    return this.#held.get(`${partner} ${shareId}`);
  }
}
