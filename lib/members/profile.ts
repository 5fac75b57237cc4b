/** What the vault holds of a member beside the phone: profile, addresses, the numbers of cars. */
import * as z from "zod";
import { isRegion } from "./regions.ts";
import type { Vault } from "../vault/vault.ts";

export const address = z.object({
  id: z.string(),
  receiver: z.string().trim().min(1).max(40),
  phone: z.string().regex(/^1[3-9]\d{9}$/),
  province: z.string(),
  city: z.string(),
  district: z.string().trim().max(40),
  street: z.string().trim().min(1).max(120),
}).refine(({ province, city }) => isRegion(province, city), { path: ["city"] });

export type Address = z.infer<typeof address>;

const addresses = z.array(address).max(20);
const papers = z.object({ vin: z.string(), plate: z.string().nullable() });

export type CarPapers = z.infer<typeof papers>;

/** Fields of the vault, one by one, so that a partner is given one without the others. */
export const PROFILE_FIELDS = ["name", "email", "birthday"] as const;
export type ProfileField = (typeof PROFILE_FIELDS)[number];

export type Profile = { readonly [field in ProfileField]: string | null };

export async function readProfile(vault: Vault, memberId: string): Promise<Profile> {
  const kept = await vault.getMany(memberId, PROFILE_FIELDS);
  const [name, email, birthday] = PROFILE_FIELDS.map((field) => kept.get(field) || null);
  return { name: name!, email: email!, birthday: birthday! };
}

export async function readAddresses(vault: Vault, memberId: string): Promise<Address[]> {
  const text = await vault.get(memberId, "addresses");
  return text === undefined ? [] : addresses.parse(JSON.parse(text));
}

export const keepAddresses = (vault: Vault, memberId: string, list: readonly Address[]) =>
  vault.put(memberId, "addresses", JSON.stringify(addresses.parse(list)));

export async function readPapers(
  vault: Vault,
  memberId: string,
  carId: string,
): Promise<CarPapers | undefined> {
  return papersIn(await vault.get(memberId, papersField(carId)));
}

export const papersField = (carId: string): string => `car ${carId}`;

/** What the vault keeps of a car; undefined where it keeps nothing. */
export const papersIn = (text: string | undefined): CarPapers | undefined =>
  text === undefined || text === "" ? undefined : papers.parse(JSON.parse(text));

export const keepPapers = (vault: Vault, memberId: string, carId: string, kept: CarPapers | null) =>
  vault.put(memberId, `car ${carId}`, kept === null ? "" : JSON.stringify(kept));

/** `138 **** 0000`, for who may know that it is theirs. */
export const maskedPhone = (phone: string): string =>
  `${phone.slice(0, 3)} **** ${phone.slice(-4)}`;
