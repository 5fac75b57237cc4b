/** Where a payer is sent: to a page of ours with a code to scan, or to the provider at once. */
export const payPlace = (
  { paymentId, payUrl, qrText }: { paymentId: string; payUrl: string; qrText?: string | undefined },
): string => qrText === undefined ? payUrl : `/pay/${paymentId}`;

/** Whether whoever asks holds the phone that would have to scan the code. */
export const isOnPhone = ({ headers }: Request): boolean =>
  headers.get("sec-ch-ua-mobile") === "?1" ||
  /\b(?:iPhone|Android.+Mobile|Mobile.+Firefox|HarmonyOS.+Mobile)\b/i.test(
    headers.get("user-agent") ?? "",
  );
