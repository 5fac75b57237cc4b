/** Resident identity numbers (GB 11643): a region, a birthday, an order number, and a check digit. */

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = "10X98765432";

/** The number as it is kept, or undefined where there can be none such. */
export function parseIdentityNumber(written: string): string | undefined {
  const text = written.normalize("NFKC").toUpperCase().replace(/\s/g, "");
  if (!/^[1-9]\d{16}[\dX]$/.test(text)) return undefined;
  const sum = WEIGHTS.reduce((all, weight, i) => all + weight * Number(text[i]), 0);
  if (CHECKS[sum % 11] !== text[17]) return undefined;
  const [year, month, day] = [text.slice(6, 10), text.slice(10, 12), text.slice(12, 14)];
  const birthday = new Date(`${year}-${month}-${day}T00:00:00Z`);
  const real = !Number.isNaN(birthday.getTime()) &&
    birthday.toISOString().startsWith(`${year}-${month}-${day}`);
  return real ? text : undefined;
}
