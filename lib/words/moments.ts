/** Days and minutes as journals and letters hold them, `2026-12-07 15:00`, as people read them. */
const WRITTEN = /^(\d{4})-(\d{2})-(\d{2})(?: (\d{2}:\d{2}))?$/;
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** `12月7日`, `Dec 7`; January is 1. */
export const monthDay = (month: number, day: number, language: "zh" | "en"): string =>
  language === "en" ? `${MONTHS[month - 1]} ${day}` : `${month}月${day}日`;

const WEEKDAYS = { zh: "日一二三四五六", en: "Sun Mon Tue Wed Thu Fri Sat".split(" ") };

/**
 * `12月7日 周一 15:00`, `Mon, Dec 7, 15:00` of what is near; `2026年12月31日`, `Dec 31, 2026` of a whole
 * day, which may be far. Anything else stays as it is.
 */
export function readMoment(written: string, language: "zh" | "en"): string {
  const [, year, month, day, clock] = WRITTEN.exec(written) ?? [];
  if (year === undefined) return written;
  const date = monthDay(Number(month), Number(day), language);
  if (clock === undefined) return language === "en" ? `${date}, ${year}` : `${year}年${date}`;
  const weekday = WEEKDAYS[language][
    new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDay()
  ];
  return language === "en" ? `${weekday}, ${date}, ${clock}` : `${date} 周${weekday} ${clock}`;
}

/** A sentence's values, each day and minute among them as people read it. */
export const readMoments = <T extends Readonly<Record<string, string>>>(
  values: T,
  language: "zh" | "en",
): T =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, readMoment(value, language)]),
  ) as T;
