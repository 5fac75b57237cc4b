/** What a car is insured against. Amounts are in fen; points of law are the insurer's, not ours. */
import * as z from "zod";

/** 三者: what others are paid at most, in yuan. */
export const THIRD_PARTY_YUAN = [1_000_000, 2_000_000, 3_000_000, 5_000_000] as const;
/** 车上人员: for each seat, in yuan. */
export const SEAT_YUAN = [0, 10_000, 20_000, 50_000] as const;

/** The last two are of the new-energy clauses only. */
export const ADD_ONS = ["wheels", "scratches", "medical", "charging_pile", "power_grid"] as const;
export type AddOn = (typeof ADD_ONS)[number];
export const NEW_ENERGY_ADD_ONS: ReadonlySet<AddOn> = new Set(["charging_pile", "power_grid"]);

export const wish = z.object({
  /** 车损. The compulsory insurance is always there. */
  damage: z.boolean(),
  thirdPartyYuan: z.int().refine((yuan) => (THIRD_PARTY_YUAN as readonly number[]).includes(yuan)),
  seatYuan: z.int().refine((yuan) => (SEAT_YUAN as readonly number[]).includes(yuan)),
  addOns: z.array(z.enum(ADD_ONS)).max(ADD_ONS.length),
});
export type Wish = z.infer<typeof wish>;

export const USUAL: Wish = {
  damage: true,
  thirdPartyYuan: 3_000_000,
  seatYuan: 10_000,
  addOns: ["power_grid"],
};

export const COVERS = ["compulsory", "damage", "third_party", "seats", ...ADD_ONS] as const;

export const premiumLine = z.object({
  cover: z.enum(COVERS),
  /** What is paid at most; null where the law or the clauses say it. */
  limitYuan: z.int().nullable(),
  premiumFen: z.int().min(0),
});
export type PremiumLine = z.infer<typeof premiumLine>;

export const quote = z.object({
  quoteId: z.string(),
  insurer: z.string(),
  lines: z.array(premiumLine),
  totalFen: z.int().min(0),
  validUntil: z.int(),
});
export type Quote = z.infer<typeof quote>;

export const policy = z.object({
  policyNo: z.string(),
  /** Of the compulsory insurance, which is a policy of its own. */
  compulsoryNo: z.string(),
  insurer: z.string(),
  lines: z.array(premiumLine),
  totalFen: z.int().min(0),
  from: z.int(),
  to: z.int(),
});
export type InsurancePolicy = z.infer<typeof policy>;

/** A wish as the car can have it: clauses for new energy are for such cars only. */
export const fitting = (wish: Wish, drive: "new_energy" | "fuel"): Wish => ({
  ...wish,
  addOns: ADD_ONS.filter((one) =>
    wish.addOns.includes(one) && (drive === "new_energy" || !NEW_ENERGY_ADD_ONS.has(one))
  ),
});
