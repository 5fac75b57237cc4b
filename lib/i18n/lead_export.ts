/** The console's words about taking leads away as tables. */
const zh = {
  masked: "导出 CSV",
  whole: "带姓名和手机导出",
  note:
    "默认导出的姓名和手机是遮住的。要完整的，请写明事由：每位会员都会在自己的账本里看到是谁、为什么。",
  why: "事由（会员可见）",
  do: "导出",
  refused: {
    reason_missing: "请写明事由，至少四个字。",
    too_many_people: "一次最多 2,000 位，请先筛选。",
  },
};

const en: typeof zh = {
  masked: "Export CSV",
  whole: "Export with names and phones",
  note: "Names and phones are masked as a rule. Whole ones need a reason: each member reads in " +
    "their own ledger who looked, and why.",
  why: "Reason (members see it)",
  do: "Export",
  refused: {
    reason_missing: "Say why, in four letters at least.",
    too_many_people: "2,000 at a time at most; filter first.",
  },
};

export type LeadExportText = typeof zh;

export const leadExportText = (language: string): LeadExportText => language === "en" ? en : zh;
