/** Seals the secrets of draws, and fetches the rounds that open them. */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { type Courier, defineCourier, Undeliverable } from "../../kernel/mod.ts";
import { type Announcement, type DrawCall, randomness, type Revelation } from "./calls.ts";
import type { Randomness } from "./port.ts";

/** So long after the list is closed the round comes out: our clock may be wrong by less. */
const MARGIN_MS = 30_000;
/** So often before the draw is told that the beacon is late, and asks again by itself. */
const ATTEMPTS = 6;

export interface DrawCourierOptions {
  readonly source: Randomness;
  /** Secrets of draws are derived from it, so that none has to be stored, or can be lost alone. */
  readonly sealSecret: string;
  /** Default: half a minute. */
  readonly marginMs?: number;
}

export function drawCourier(options: DrawCourierOptions): Courier {
  const { source } = options;
  return defineCourier(
    randomness,
    async (asked: DrawCall, { signal }): Promise<Announcement | Revelation> =>
      asked.ask === "announce"
        ? await announce(options, asked, signal)
        : { ...await source.round(asked.round, signal), secret: secretOf(options, asked.drawId) },
    { maxAttempts: ATTEMPTS, firstPauseMs: 1_000, longestPauseMs: 15_000, timeoutMs: 25_000 },
  );
}

async function announce(
  options: DrawCourierOptions,
  { drawId, drawsAt }: { drawId: string; drawsAt: number },
  signal: AbortSignal,
): Promise<Announcement> {
  const { source, marginMs = MARGIN_MS } = options;
  if (marginMs < 1) throw new Undeliverable("the round must come out after the list is closed");
  await source.confirm(signal);
  return {
    drawsAt,
    commitment: sha256(Uint8Array.fromHex(secretOf(options, drawId))).toHex(),
    beacon: source.beacon,
    round: source.roundAt(drawsAt + marginMs),
  };
}

function secretOf({ sealSecret }: DrawCourierOptions, drawId: string): string {
  const utf8 = new TextEncoder();
  return hmac(sha256, utf8.encode(sealSecret), utf8.encode(`draw ${drawId}`)).toHex();
}
