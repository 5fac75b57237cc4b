import { HttpError, page, type RouteConfig } from "fresh";
import { see } from "../../lib/http/see.ts";
import { Gallery } from "../../lib/ui/gallery.tsx";
import { galleryStylesheet } from "../../lib/ui/stylesheet.ts";
import { define } from "../../lib/web/define.ts";
import { STYLE_VERSION } from "../../lib/web/style_version.ts";

export const config: RouteConfig = { skipAppWrapper: true, skipInheritedLayouts: true };

export const handler = define.handlers({
  GET({ state: { who } }) {
    if (!who) return see("/sign-in?next=/staff/design");
    if (who.role !== "staff") throw new HttpError(403);
    return page({});
  },
});

/** The design system in all its states. */
export default define.page(({ state: { shop } }) => (
  <html lang={shop.code}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{shop.brand}</title>
      <link rel="stylesheet" href={`/ui.css?v=${STYLE_VERSION}`} />
      <style dangerouslySetInnerHTML={{ __html: galleryStylesheet }} />
    </head>
    <body>
      <Gallery />
    </body>
  </html>
));
