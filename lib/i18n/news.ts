/** What the pages of the news say around the pieces, in both languages. */
const zh = {
  title: "新闻",
  lead: "车、路、人，最近的事。",
  tags: {
    sale: "发售",
    technology: "技术",
    winter: "冬天",
    service: "服务",
    community: "车友",
    dealers: "门店",
    design: "设计",
  },
  all: "全部",
  tagged: "标签",
  feed: "订阅（Atom）",
  more: "更多新闻",
  next: "接着看",
  about: "说的是",
  newest: "最近",
};

const en: typeof zh = {
  title: "News",
  lead: "Cars, roads and people, of late.",
  tags: {
    sale: "Sale",
    technology: "Technology",
    winter: "Winter",
    service: "Service",
    community: "Community",
    dealers: "Dealers",
    design: "Design",
  },
  all: "All",
  tagged: "Tags",
  feed: "Feed (Atom)",
  more: "More news",
  next: "Read on",
  about: "About",
  newest: "Lately",
};

export type NewsText = typeof zh;

export const newsText = (language: "zh" | "en"): NewsText => language === "en" ? en : zh;

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** `2026年11月26日`, `26 Nov 2026`. */
export function newsDay(date: string, language: "zh" | "en"): string {
  const [year, month, day] = date.split("-").map(Number);
  return language === "en" ? `${day} ${MONTHS[month! - 1]} ${year}` : `${year}年${month}月${day}日`;
}
