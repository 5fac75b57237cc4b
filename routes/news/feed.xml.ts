import { type Markup, markup, raw } from "../../lib/http/markup.ts";
import { newsText } from "../../lib/i18n/news.ts";
import { newsAt } from "../../lib/news/news.ts";
import { define } from "../../lib/web/define.ts";

const MOST = 20;
/** Readers look in again after this. */
const KEPT_S = 900;

/** The news as Atom (RFC 4287), whole texts, in the language that is asked for. */
export const handler = define.handlers({
  GET({ url: { origin }, state: { platform, shop, language } }) {
    const pieces = newsAt(platform.now()).slice(0, MOST);
    const iso = (at: number) => new Date(at).toISOString();
    const self = `${origin}/news/feed.xml?lang=${language}`;
    const entries: Markup[] = pieces.map(({ slug, title, lead, body, tags, at }) =>
      markup`<entry>
<id>${origin}/news/${slug}</id>
<title>${title[language]}</title>
<link href="${origin}/news/${slug}"/>
<published>${iso(at)}</published>
<updated>${iso(at)}</updated>
${
        tags.map((tag) =>
          markup`<category term="${tag}" label="${newsText(language).tags[tag]}"/>\n`
        )
      }<summary>${lead[language]}</summary>
<content type="html">${
        // HTML within XML is escaped twice: once as a page, once as a text.
        markup`${
          body.map((part) =>
            part.kind === "heading"
              ? markup`<h2>${part[language]}</h2>`
              : markup`<p>${part[language]}</p>`
          )
        }`.text}</content>
</entry>
`
    );
    const feed = markup`${
      raw('<?xml version="1.0" encoding="utf-8"?>\n')
    }<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${shop.code}">
<id>${self}</id>
<title>${shop.brand} · ${newsText(language).title}</title>
<link rel="self" href="${self}"/>
<link href="${origin}/news"/>
<updated>${iso(pieces[0]?.at ?? 0)}</updated>
<author><name>${shop.brand}</name></author>
${entries}</feed>
`;
    return new Response(feed.text, {
      headers: {
        "content-type": "application/atom+xml; charset=utf-8",
        "cache-control": `private, max-age=${KEPT_S}`,
      },
    });
  },
});
