import { appText } from "../lib/i18n/app.ts";
import { SiteFooter, SiteHeader } from "../lib/ui/Site.tsx";
import { define } from "../lib/web/define.ts";
import { STYLE_VERSION } from "../lib/web/style_version.ts";
import { AppHead } from "./(_components)/AppHead.tsx";
import { LAUNCH_SALE } from "../lib/showroom/seed.ts";

export default define.page(({ Component, state, url }) => {
  const { shop, who, over } = state;
  const here = (lang: string) => {
    const href = new URL(url);
    href.searchParams.set("lang", lang);
    return href.pathname + href.search;
  };
  const languages = [
    { code: "zh-Hans", name: "中文", href: here("zh"), current: shop.code === "zh-Hans" },
    { code: "en", name: "English", href: here("en"), current: shop.code === "en" },
  ];
  const { pathname } = url;
  const link = (href: string, label: string) => ({ href, label, current: pathname === href });
  return (
    <html lang={shop.code}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <AppHead name={shop.brand} description={shop.home.lead} />
        <link rel="stylesheet" href={`/ui.css?v=${STYLE_VERSION}`} />
      </head>
      <body data-offline={appText(state.language).offline.form}>
        <SiteHeader
          brand={{ name: shop.brand, href: "/" }}
          label={shop.nav.label}
          skip={shop.skip}
          menu={shop.menu}
          links={[
            link("/models", shop.nav.models),
            link(`/sales/${LAUNCH_SALE}`, shop.nav.sale),
            link("/test-drive", shop.nav.drive),
            link("/service", shop.nav.service),
            link("/dealers", shop.nav.dealers),
            link("/orders", shop.nav.orders),
          ]}
          account={who ? link("/my", shop.nav.my) : link("/sign-in?next=/my", shop.nav.account)}
          search={link("/search", shop.nav.search)}
          languages={languages}
          languageLabel={shop.languages}
          {...(over ? { over } : {})}
        />
        <main id="main">
          <Component />
        </main>
        <SiteFooter
          brand={shop.brand}
          groups={[
            {
              title: shop.foot.shop,
              links: [
                link("/models", shop.nav.models),
                link("/news", shop.nav.news),
                link("/find", shop.foot.find),
                link("/configurations", shop.foot.saved),
                link("/orders", shop.nav.orders),
                link("/my/orders", shop.foot.cars),
              ],
            },
            {
              title: shop.foot.visit,
              links: [
                link("/dealers", shop.nav.dealers),
                link("/test-drive", shop.nav.drive),
                link("/service", shop.nav.service),
                link("/my/bookings", shop.foot.bookings),
              ],
            },
            {
              title: shop.foot.proof,
              links: [
                link(`/api/sales/${LAUNCH_SALE}/journal`, shop.foot.journal),
                link("/api/docs", shop.foot.docs),
              ],
            },
          ]}
          languages={languages}
          languageLabel={shop.languages}
          legal={<p>{shop.legal}</p>}
        />
      </body>
    </html>
  );
});
