/** Carries what is asked of insurers. */
import { type Courier, defineCourier } from "../../kernel/mod.ts";
import { type InsuranceCall, insurancePort, type InsuranceResult, type Insurers } from "./port.ts";

export const insuranceCourier = (insurers: Insurers): Courier =>
  defineCourier(
    insurancePort,
    async (asked: InsuranceCall, { signal }): Promise<InsuranceResult> => {
      switch (asked.ask) {
        case "quote":
          return { quotes: await insurers.quote(asked.request, signal) };
        case "buy":
          return { policy: await insurers.buy(asked, signal) };
        case "cancel":
          await insurers.cancel(asked.policy, signal);
          return { cancelled: asked.policy.policyNo };
      }
    },
    {
      maxAttempts: 6,
      firstPauseMs: 500,
      longestPauseMs: 30_000,
      timeoutMs: 15_000,
    },
  );
