/** The order of a draw, computed anew from what was revealed: `docs/proof.md` specifies it. */
import { createHash } from "node:crypto";
import { sha256 } from "./journal_chain.ts";

/** The hash of a list of entrants. */
export const listHash = (members: Iterable<string>): string =>
  sha256([...members].sort().map((member) => `${member}\n`).join(""));

/** All of `members`, the lowest ticket first. */
export function orderOf(
  members: Iterable<string>,
  { randomness, secret, list }: { randomness: string; secret: string; list: string },
): string[] {
  const key = createHash("sha256").update(randomness + secret + list, "hex").digest();
  const ticket = (member: string) =>
    createHash("sha256").update(key).update(member, "utf8").digest("hex");
  return [...members].map((member) => [ticket(member), member] as const)
    .sort(([a], [b]) => a < b ? -1 : 1)
    .map(([, member]) => member);
}
