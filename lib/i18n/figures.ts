/**
 * Numbers, money and times as people read them, in the two languages that we have. Written out: the
 * first `Intl` formatter kept a phone busy for 200 ms while a sale's page woke up.
 */
import { beijingWall } from "../time/beijing.ts";
import { grouped, inYuan } from "../words/money.ts";

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** With the fen only where there are any. */
export function yuan(fen: number, _code: string): string {
  return `${fen < 0 ? "-" : ""}¥${inYuan(Math.abs(fen))}`;
}

/** A whole number. */
export const count = (value: number, _code: string): string =>
  `${value < 0 ? "-" : ""}${grouped(String(Math.abs(Math.round(value))))}`;

/**
 * In Beijing, where the sale is; with the date where it is not that day's business, to the minute where
 * seconds decide nothing, and with its year where it is kept.
 */
export function beijing(
  ms: number,
  code: string,
  style: "time" | "moment" | "minute" | "dated" = "time",
): string {
  const at = beijingWall(ms);
  const clock = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map(two);
  if (style === "time") return clock.join(":");
  const time = clock.slice(0, style === "moment" ? 3 : 2).join(":");
  const [month, day] = [at.getUTCMonth(), at.getUTCDate()];
  const year = style === "dated" ? at.getUTCFullYear() : undefined;
  return code === "en"
    ? `${MONTHS[month]} ${day}, ${year ? `${year}, ` : ""}${time}`
    : `${year ? `${year}年` : ""}${month + 1}月${day}日 ${time}`;
}

const two = (value: number): string => String(value).padStart(2, "0");
