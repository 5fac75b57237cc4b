/** Vehicle identification numbers (GB 16735): seventeen characters, the ninth of which checks the rest. */

/** I, O and Q are left out: they look like 1 and 0. */
const LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ";
const LETTER_VALUES = "12345678123457923456789";
const VALUES = new Map([
  ...[..."0123456789"].map((digit) => [digit, Number(digit)] as const),
  ...[...LETTERS].map((letter, i) => [letter, Number(LETTER_VALUES[i])] as const),
]);
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
const CHECK_AT = 8;

/** As journals and lists show it: who reads them need not know whose car it is. */
export const maskedVin = (vin: string): string =>
  `${vin.slice(0, 3)}${"*".repeat(10)}${vin.slice(-4)}`;

/** The number as it is kept, or undefined where it is none. Spaces and small letters are forgiven. */
export function parseVin(written: string): string | undefined {
  const vin = written.normalize("NFKC").toUpperCase().replace(/[\s-]/g, "");
  if (vin.length !== WEIGHTS.length) return undefined;
  let sum = 0;
  for (const [i, letter] of [...vin].entries()) {
    const value = VALUES.get(letter);
    if (value === undefined) return undefined;
    sum += value * WEIGHTS[i]!;
  }
  return vin[CHECK_AT] === "0123456789X"[sum % 11] ? vin : undefined;
}
