/** Numbers, money and times as people read them. */

export const yuan = (fen: number, code: string): string =>
  new Intl.NumberFormat(code, {
    style: "currency",
    currency: "CNY",
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: fen % 100 === 0 ? 0 : 2,
  }).format(fen / 100);

export const count = (value: number, code: string): string =>
  new Intl.NumberFormat(code).format(value);

/** In Beijing, where the sale is; with the date where it is not that day's business. */
export const beijing = (ms: number, code: string, style: "time" | "moment" = "time"): string =>
  new Intl.DateTimeFormat(code, {
    timeZone: "Asia/Shanghai",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    ...(style === "moment" ? { month: "short", day: "numeric" } : {}),
  }).format(ms);
