/** Carries documents to the ERP, in order, for as long as it takes. */
import { type Courier, defineCourier, Undeliverable } from "../../kernel/mod.ts";
import { type Erp, type ErpCall, ErpError, erpPort } from "./port.ts";

/** Seven growing pauses up to five minutes, then every five: more than two hours. */
const ATTEMPTS = 36;

export const erpCourier = (erp: Erp): Courier =>
  defineCourier(erpPort, async (asked: ErpCall, { signal }) => {
    try {
      return asked.ask === "book"
        ? { reference: await erp.book(asked.document, signal) }
        : { entries: await erp.list(asked.day, signal) };
    } catch (cause) {
      if (!(cause instanceof ErpError) || cause.transient) throw cause;
      throw new Undeliverable(cause.message, { cause });
    }
  }, {
    maxAttempts: ATTEMPTS,
    firstPauseMs: 2_000,
    longestPauseMs: 300_000,
    timeoutMs: 30_000,
    concurrency: 2,
  });
