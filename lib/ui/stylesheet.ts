/**
 * The whole style as one text, for the server to serve as one file. Import attributes carry the files,
 * so neither a bundle nor a snapshot has to find them on a disk.
 */
import reset from "./css/reset.css" with { type: "text" };
import tokens from "./css/tokens.css" with { type: "text" };
import base from "./css/base.css" with { type: "text" };
import controls from "./css/controls.css" with { type: "text" };
import fields from "./css/fields.css" with { type: "text" };
import views from "./css/views.css" with { type: "text" };
import content from "./css/content.css" with { type: "text" };
import figures from "./css/figures.css" with { type: "text" };
import tables from "./css/tables.css" with { type: "text" };
import stacks from "./css/stacks.css" with { type: "text" };
import site from "./css/site.css" with { type: "text" };
import models from "./css/models.css" with { type: "text" };
import proof from "./css/proof.css" with { type: "text" };
import my from "./css/my.css" with { type: "text" };
import pay from "./css/pay.css" with { type: "text" };
import staff from "./css/staff.css" with { type: "text" };
import scene from "./css/scene.css" with { type: "text" };
import configurator from "./css/configurator.css" with { type: "text" };
import booking from "./css/booking.css" with { type: "text" };
import dealers from "./css/dealers.css" with { type: "text" };
import news from "./css/news.css" with { type: "text" };
import search from "./css/search.css" with { type: "text" };
import orders from "./css/orders.css" with { type: "text" };
import gallery from "./css/gallery.css" with { type: "text" };
import paper from "./css/paper.css" with { type: "text" };
import utilities from "./css/utilities.css" with { type: "text" };

const FILES = [
  reset,
  tokens,
  base,
  controls,
  fields,
  views,
  content,
  figures,
  tables,
  site,
  models,
  proof,
  my,
  pay,
  staff,
  scene,
  configurator,
  booking,
  dealers,
  news,
  search,
  orders,
  stacks,
  utilities,
  paper,
];

/** What only the page of the design system needs, besides. */
export const galleryStylesheet: string = compact([gallery]);

export const stylesheet: string = compact(FILES);

/** Comments are for us; no string in these files holds their marks or a line's end. */
function compact(files: readonly string[]): string {
  return files.join("\n")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/\s+/g, " ")
    .replace(/ ?([{};,]) ?/g, "$1")
    .trim();
}
