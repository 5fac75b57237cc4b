/** What the pages of the models say in Chinese; English has the same keys. */
export const modelsZh = {
  title: "车型",
  headline: "四辆车，一条河",
  lead: "从巷口到山口，总有一辆合适。",
  from: "{price} 起",
  see: "看{name}",
  figures: "数字",
  figuresText: "续航按 CLTC 工况，实际因路况、气温和驾驶而异。",
  trim: "版本",
  price: "价格",
  gallery: "颜色与光",
  galleryText: "选一种颜色，看它在清晨、黄昏和夜里。",
  paints: "车漆",
  at: { dawn: "清晨", dusk: "黄昏", night: "夜里" },
  picture: "{paint}的{name}，{hour}",
  others: "别的车型",
  sale: "看首发",
};
