/** What all bills have in common: the day, the table, the yuan. */
import { startOfBeijingDay } from "../../time/beijing.ts";
import { DAY_MS } from "../../time/day.ts";
import { PaymentError } from "./port.ts";

/**
 * From the first millisecond of the day until before that of the next one: providers close their books at
 * Beijing's midnight, whatever the zone of this server.
 */
export function boundsOf(day: string): readonly [from: number, to: number] {
  const from = startOfBeijingDay(day) ?? NaN;
  return [from, from + DAY_MS];
}

/**
 * `2027-01-15 16:00:05` in Beijing, as bills and Alipay's messages write it.
 *
 * @throws {PaymentError} `provider_failure`
 */
export function readBeijingTime(text: string): number {
  const at = Date.parse(`${text.trim().replace(" ", "T")}+08:00`);
  if (Number.isNaN(at)) throw unreadable(`expected a time such as 2027-01-15 16:00:05`, text);
  return at;
}

/** Bills and Alipay count in yuan; a figure with more than two places is not one of money. */
export function fenOf(yuan: string): number {
  const [, sign, whole, part = ""] = /^(-?)(\d{1,12})(?:\.(\d{1,2}))?$/.exec(yuan.trim()) ?? [];
  if (whole === undefined) throw unreadable("expected an amount in yuan", yuan);
  const fen = Number(whole) * 100 + Number(part.padEnd(2, "0"));
  return sign ? -fen : fen;
}

export const yuanOf = (fen: number): string => (fen / 100).toFixed(2);

/** A bill's rows by the names in its heading: providers add columns, and move them. */
export function readTable(
  lines: readonly string[],
  { mark = "", needs }: { mark?: string; needs: readonly string[] },
): ((column: string) => string)[] {
  const [heading, ...rows] = lines;
  const plain = (cell: string) => {
    const text = cell.trim();
    return mark && text.startsWith(mark) ? text.slice(mark.length).trim() : text;
  };
  const columns = (heading ?? "").replace(/^\uFEFF/, "").split(",").map(plain);
  const missing = needs.filter((name) => !columns.includes(name));
  if (missing.length > 0) throw unreadable(`expected the columns ${missing.join(", ")}`, heading);
  return rows.map((row) => {
    const cells = row.split(mark && row.startsWith(mark) ? `,${mark}` : ",").map(plain);
    return (column) => cells[columns.indexOf(column)] ?? "";
  });
}

const unreadable = (expected: string, got = ""): PaymentError =>
  new PaymentError(
    "provider_failure",
    `cannot read the bill: ${expected}, got "${got.slice(0, 80)}"`,
  );
