/** Carries what is asked of insurers. */
import { type Courier, defineCourier } from "../../kernel/mod.ts";
import { type InsuranceCall, insurancePort, type Insurers } from "./port.ts";

export const insuranceCourier = (insurers: Insurers): Courier =>
  defineCourier(
    insurancePort,
    async (asked: InsuranceCall, { signal }) =>
      asked.ask === "quote"
        ? { quotes: await insurers.quote(asked.request, signal) }
        : { policy: await insurers.buy(asked, signal) },
    {
      maxAttempts: 6,
      firstPauseMs: 500,
      longestPauseMs: 30_000,
      timeoutMs: 15_000,
    },
  );
