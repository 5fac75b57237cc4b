/** Digits in groups of three: `1,000`. */
export const grouped = (digits: string): string => digits.replace(/\B(?=(?:\d{3})+$)/g, ",");

/** A sum in yuan, without the currency's sign: `1,000`, and with the fen only where there are any. */
export function inYuan(fen: number): string {
  const whole = Math.abs(Math.round(fen));
  const rest = whole % 100;
  const yuan = grouped(String((whole - rest) / 100));
  return `${fen < 0 ? "-" : ""}${yuan}${rest === 0 ? "" : `.${String(rest).padStart(2, "0")}`}`;
}
