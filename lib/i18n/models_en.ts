import type { modelsZh } from "./models_zh.ts";

export const modelsEn: typeof modelsZh = {
  title: "Models",
  headline: "Four cars, one river",
  lead: "From the lane to the mountain pass, one of them fits.",
  from: "From {price}",
  see: "See the {name}",
  figures: "Figures",
  figuresText: "Range by the CLTC cycle; yours depends on road, weather and driving.",
  trim: "Trim",
  price: "Price",
  gallery: "Colour and light",
  galleryText: "Choose a paint, and see it at dawn, at dusk and by night.",
  paints: "Paint",
  at: { dawn: "at dawn", dusk: "at dusk", night: "by night" },
  picture: "{name} in {paint}, {hour}",
  others: "Other models",
  sale: "See the launch",
  configure: "Configure it",
  drive: "Book a test drive",
  draft: "Draft of list {version}: not published, staff only",
  draftBack: "Back to the editor",
};
