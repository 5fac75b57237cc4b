/** Three insurers that do not exist, with premiums of about the usual size. No money moves. */
import { createHash } from "node:crypto";
import { DAY_MS } from "../../time/day.ts";
import type {
  InsuranceLine,
  InsuranceQuote,
  Insurers,
  IssuedPolicy,
  QuoteRequest,
} from "./port.ts";

const VALID_MS = 3 * DAY_MS;
const SEATS = 5;

/** In hundredths of the base premium. */
const INSURERS = [["qinghe", 100], ["yunfan", 97], ["baishan", 104]] as const;

/** Of a family's car with up to six seats, in its first year. */
const COMPULSORY_FEN = 95_000;
const DAMAGE_SHARE = 0.011;
const DAMAGE_BASE_FEN = 60_000;
const THIRD_PARTY_FEN: Readonly<Record<number, number>> = {
  1_000_000: 98_000,
  2_000_000: 121_000,
  3_000_000: 139_000,
  5_000_000: 172_000,
};
const SEAT_SHARE = 0.0035;
const ADD_ON_FEN: Readonly<
  Record<string, readonly [limitYuan: number | null, premiumFen: number]>
> = {
  wheels: [null, 12_000],
  scratches: [5_000, 38_000],
  medical: [20_000, 9_000],
  charging_pile: [20_000, 15_000],
  power_grid: [null, 6_000],
};

export class InsuranceSandbox implements Insurers {
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  quote(request: QuoteRequest): Promise<InsuranceQuote[]> {
    return Promise.resolve(INSURERS.map(([insurer, share]) => {
      const lines = linesOf(request).map((line) => ({
        ...line,
        // The compulsory premium is the same everywhere.
        premiumFen: line.cover === "compulsory"
          ? line.premiumFen
          : Math.round(line.premiumFen * share / 100),
      }));
      return {
        quoteId: `${insurer}-${request.requestId}`,
        insurer,
        lines,
        totalFen: lines.reduce((sum, { premiumFen }) => sum + premiumFen, 0),
        validUntil: this.#now() + VALID_MS,
      };
    }));
  }

  /** The numbers follow from the quote: a repeat gets the same policy. */
  buy({ quote, from }: { quote: InsuranceQuote; from: number }) {
    if (this.#now() > quote.validUntil) {
      return Promise.reject(new Error(`the quote "${quote.quoteId}" is over`));
    }
    const digits = BigInt(
      `0x${createHash("sha256").update(quote.quoteId).digest("hex").slice(0, 15)}`,
    )
      .toString().padStart(18, "0").slice(0, 18);
    const { insurer, lines, totalFen } = quote;
    const to = from + 365 * DAY_MS;
    return Promise.resolve({
      policyNo: `S${digits}`,
      compulsoryNo: `J${digits}`,
      insurer,
      lines,
      totalFen,
      from,
      to,
    });
  }

  /** What has not begun is as if it had never been: there is nothing to be kept of it. */
  cancel({ policyNo, from }: IssuedPolicy): Promise<void> {
    return this.#now() < from
      ? Promise.resolve()
      : Promise.reject(new Error(`the policy "${policyNo}" has begun`));
  }
}

function linesOf(request: QuoteRequest): InsuranceLine[] {
  const { priceFen, damage, thirdPartyYuan, seatYuan, addOns } = request;
  const lines: InsuranceLine[] = [
    { cover: "compulsory", limitYuan: 200_000, premiumFen: COMPULSORY_FEN },
  ];
  if (damage) {
    lines.push({
      cover: "damage",
      limitYuan: Math.round(priceFen / 100),
      premiumFen: Math.round(priceFen * DAMAGE_SHARE) + DAMAGE_BASE_FEN,
    });
  }
  lines.push({
    cover: "third_party",
    limitYuan: thirdPartyYuan,
    premiumFen: THIRD_PARTY_FEN[thirdPartyYuan] ?? THIRD_PARTY_FEN[3_000_000]!,
  });
  if (seatYuan > 0) {
    const premiumFen = Math.round(seatYuan * 100 * SEAT_SHARE * SEATS);
    lines.push({ cover: "seats", limitYuan: seatYuan, premiumFen });
  }
  for (const addOn of addOns) {
    const [limitYuan, premiumFen] = ADD_ON_FEN[addOn] ?? [null, 0];
    lines.push({ cover: addOn as InsuranceLine["cover"], limitYuan, premiumFen });
  }
  return lines;
}
