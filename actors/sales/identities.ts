/**
 * Who gave which identity number in a sale. A number that was written is no proof: it keeps another
 * member out only as long as they do not say that it is theirs, and staff free it when they have seen
 * the paper.
 */
import * as z from "zod";

/** Whether a sale asks for identity numbers. */
export const identityAsked = z.enum(["none", "optional", "required"]);

export type IdentityAsked = z.infer<typeof identityAsked>;

/** What a claim or a registration says of the person. */
export const givenIdentity = {
  /** Stands for an identity number in this sale alone, and tells nothing of it. */
  identity: z.string().max(40).optional(),
  /** Another member gave the number as well; this one will show the paper. */
  disputed: z.literal(true).optional(),
};

interface Given {
  readonly identity?: string | undefined;
  readonly disputed?: true | undefined;
}

export const identityState = {
  /** Of those who gave one, the members who did, the first one first. */
  identities: z.map(z.string(), z.array(z.string())),
  /** The other way round. */
  identityOf: z.map(z.string(), z.string()),
};

interface Identities {
  readonly identities: Map<string, string[]>;
  readonly identityOf: Map<string, string>;
}

/** Members beside this one who gave the identity and take part. */
export function othersWith<A extends Identities>(
  all: A,
  identity: string | undefined,
  memberId: string,
  takesPart: (all: A, memberId: string) => boolean,
): readonly string[] {
  if (identity === undefined) return [];
  const members = all.identities.get(identity) ?? [];
  return members.filter((other) => other !== memberId && takesPart(all, other));
}

/** What is recorded of who gave no number, or none that was asked for. */
export const NO_IDENTITY: { readonly identity?: never; readonly disputed?: never } = Object.freeze(
  {},
);

/** What is recorded of what a member gave, or why they cannot take part with it. */
export function admitIdentity<A extends Identities>(
  all: A,
  asked: IdentityAsked = "none",
  { memberId, identity, disputed }: Given & { readonly memberId: string },
  takesPart: (all: A, memberId: string) => boolean,
): { identity?: string; disputed?: true } | "identity_required" | "identity_taken" {
  // What nobody asked for is not kept.
  if (asked === "none") return NO_IDENTITY;
  if (identity === undefined) return asked === "required" ? "identity_required" : NO_IDENTITY;
  if (othersWith(all, identity, memberId, takesPart).length === 0) return { identity };
  return disputed ? { identity, disputed } : "identity_taken";
}

export function noteIdentity(
  { identities, identityOf }: Identities,
  memberId: string,
  identity: string | undefined,
): void {
  if (identity === undefined) return;
  const members = identities.get(identity);
  if (members === undefined) identities.set(identity, [memberId]);
  else if (!members.includes(memberId)) members.push(memberId);
  identityOf.set(memberId, identity);
}

/** The number that the member gave does not stand for them any more. */
export function forgetIdentity({ identities, identityOf }: Identities, memberId: string): void {
  const identity = identityOf.get(memberId);
  if (identity === undefined) return;
  identityOf.delete(memberId);
  const members = identities.get(identity)!.filter((other) => other !== memberId);
  if (members.length === 0) identities.delete(identity);
  else identities.set(identity, members);
}
