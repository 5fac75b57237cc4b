/** The console's words about pages of long lists. */
const zh = {
  rest: "看其余的",
  first: "回到第一页",
  next: "下一页",
  older: "更早",
  newer: "更晚",
  range: "第 {from}–{to} 条，共 {total} 条",
  letters: {
    what: "哪一种",
    whats: { command: "命令", call: "对外调用" },
    where: "Actor 种类或对外接口",
    reason: "原因里有",
    since: "从何时起，北京时间",
    all: "全部",
    show: "筛选",
    clear: "清除",
    none: "没有符合条件的死信",
    noneText: "换个条件再看。",
    partial: "已看过较早的一批，没有看完；继续往后看。",
  },
};

const en: typeof zh = {
  rest: "See the rest",
  first: "First page",
  next: "Next page",
  older: "Older",
  newer: "Newer",
  range: "{from}–{to} of {total}",
  letters: {
    what: "What",
    whats: { command: "Commands", call: "Calls to the outside" },
    where: "Kind of actor, or port",
    reason: "Reason has",
    since: "Since, Beijing time",
    all: "All",
    show: "Filter",
    clear: "Clear",
    none: "No dead letters fit",
    noneText: "Try another filter.",
    partial: "The older ones were looked through, not all; go on.",
  },
};

export type PagesText = typeof zh;

export const pagesText = (language: string): PagesText => language === "en" ? en : zh;
