/** Words of the shop's long lists, page by page; in both languages. */
const zh = {
  label: "翻页",
  position: "第 {page} 页，共 {pages} 页",
  newer: "更新的",
  older: "更早的",
};

const en: typeof zh = {
  label: "Pages",
  position: "Page {page} of {pages}",
  newer: "Newer",
  older: "Older",
};

export const pagingText = (language: "zh" | "en"): typeof zh => language === "en" ? en : zh;
