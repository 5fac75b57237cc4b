/** Where a payer is sent, by how many providers there are and which screen they look at. */
import type { Connection } from "../../../lib/http/client_address.ts";
import type { Platform } from "../../../lib/platform.ts";
import { type Begun, pageOf, type PaidFor, type Payer } from "../../api/paying.ts";

/** Providers refuse a payment on a phone without any address of it. */
const NOWHERE = "127.0.0.1";

/** Whether whoever asks holds the phone that would have to scan the code. */
const isOnPhone = ({ headers }: Request): boolean =>
  headers.get("sec-ch-ua-mobile") === "?1" ||
  /\b(?:iPhone|Android.+Mobile|Mobile.+Firefox|HarmonyOS.+Mobile)\b/i.test(
    headers.get("user-agent") ?? "",
  );

/** The payer, as their request tells of them. */
export function payerOf(
  { addressLimits }: Pick<Platform, "addressLimits">,
  req: Request,
  info: unknown,
): Payer {
  const connection = info as Connection | undefined;
  const address = addressLimits.ipOf({ connection, headers: req.headers });
  const inApp = /\bMicroMessenger\//i.test(req.headers.get("user-agent") ?? "");
  const device = inApp ? "in_app" : isOnPhone(req) ? "phone" : "desktop";
  return { device, address: address ?? NOWHERE };
}

/** Whether the payer is sent there, rather than shown a code for it. */
export const leadsOn = (
  { payUrl, qrText }: { readonly payUrl: string; readonly qrText?: string | undefined },
  { device }: Payer,
): boolean => qrText === undefined || device === "phone" && /^https?:/.test(payUrl);

/**
 * After a payment was begun: to the choice among several providers, to a page of ours with a code to
 * scan, or to the only provider at once.
 */
export async function payPlace(
  platform: Platform,
  begun: Begun,
  paidFor: PaidFor,
  payer: Payer,
): Promise<string> {
  const ours = `/pay/${begun.paymentId}`;
  if (platform.offered.length > 1) return ours;
  const page = await pageOf(platform, begun, paidFor, { payer });
  return page.qrText === undefined ? page.payUrl : ours;
}
