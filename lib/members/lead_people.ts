/**
 * Who the leads are, for tables that leave the house: masked for whoever of the staff works with them,
 * whole for who says why. What is taken whole stands in each member's ledger before it is told.
 */
import { privacy } from "../../actors/members/privacy.ts";
import type { ActorSystem, Asker } from "../kernel/mod.ts";
import type { Vault } from "../vault/vault.ts";
import { readProfile } from "./profile.ts";

/** So many are taken away whole at most at a time: each of them is written into a ledger. */
export const MOST_TAKEN = 2_000;
/** The least reason, as the ledger takes it. */
export const LEAST_REASON = 4;
const FIELDS = ["name", "phone"];
const AT_ONCE = 100;

/** Empty where nothing is known, or the member was erased. */
export interface LeadPerson {
  readonly name: string;
  readonly phone: string;
}

const NOBODY: LeadPerson = { name: "", phone: "" };

/** "张*", and as long for every name: its length would tell as well. */
export const maskedName = (name: string): string =>
  name === "" ? "" : `${[...name.trim()][0] ?? ""}*`;

/** "138****8000", as one cell of a table. */
export const maskedNumber = (phone: string): string =>
  phone === "" ? "" : `${phone.slice(0, 3)}****${phone.slice(-4)}`;

export async function maskedPerson(vault: Vault, memberId: string): Promise<LeadPerson> {
  const { name, phone } = await wholePerson(vault, memberId);
  return { name: maskedName(name), phone: maskedNumber(phone) };
}

async function wholePerson(vault: Vault, memberId: string): Promise<LeadPerson> {
  if (!await vault.holds(memberId)) return NOBODY;
  const [{ name }, phone] = await Promise.all([
    readProfile(vault, memberId),
    vault.get(memberId, "phone"),
  ]);
  return { name: name ?? "", phone: phone ?? "" };
}

/** Each line with its person, masked; many are looked up at once. */
export async function* withMasked<T extends { readonly memberId: string }>(
  vault: Vault,
  lines: AsyncIterable<T>,
): AsyncGenerator<T & LeadPerson> {
  let batch: T[] = [];
  const people = () =>
    Promise.all(
      batch.map(async (line) => ({ ...line, ...await maskedPerson(vault, line.memberId) })),
    );
  for await (const line of lines) {
    batch.push(line);
    if (batch.length < AT_ONCE) continue;
    yield* await people();
    batch = [];
  }
  yield* await people();
}

interface Taken {
  readonly why: string;
  readonly by: Asker;
}

/**
 * People as they are. Each is told in their ledger of looks first, with who and why (PRIVACY-6); of
 * whom nothing is kept, there is nothing to tell. Undefined where the reason is none.
 */
export async function takePeople(
  { system, vault }: { readonly system: ActorSystem; readonly vault: Vault },
  memberIds: Iterable<string>,
  { why, by }: Taken,
): Promise<Map<string, LeadPerson> | undefined> {
  if (why.trim().length < LEAST_REASON) return undefined;
  const wanted = [...new Set(memberIds)];
  const people = new Map<string, LeadPerson>();
  for (let from = 0; from < wanted.length; from += AT_ONCE) {
    await Promise.all(
      wanted.slice(from, from + AT_ONCE).map(async (memberId) => {
        if (!await vault.holds(memberId)) return void people.set(memberId, NOBODY);
        const told = await system.ask(privacy(memberId), "look", { why, fields: FIELDS }, { by });
        if (!told.ok) throw new Error(`The ledger of "${memberId}" refused: ${told.refusal}`);
        people.set(memberId, await wholePerson(vault, memberId));
      }),
    );
  }
  return people;
}
