import { page } from "fresh";
import { Head } from "fresh/runtime";
import { fill } from "../../lib/i18n/language.ts";
import { newsDay, newsText } from "../../lib/i18n/news.ts";
import { newsAt, TAGS } from "../../lib/news/news.ts";
import { Pagination } from "../../lib/ui/Pagination.tsx";
import { define } from "../../lib/web/define.ts";
import { link } from "../(_components)/booking/choice.ts";
import { NewsPicture } from "./(_components)/NewsPicture.tsx";

const A_PAGE = 5;

export const handler = define.handlers({
  GET({ url: { searchParams: params }, state: { platform } }) {
    const tag = TAGS.find((one) => one === params.get("tag"));
    const out = newsAt(platform.now());
    const pieces = tag ? out.filter(({ tags }) => tags.includes(tag)) : out;
    const pages = Math.max(1, Math.ceil(pieces.length / A_PAGE));
    const asked = /^\d{1,4}$/.test(params.get("page") ?? "") ? Number(params.get("page")) : 1;
    const at = Math.min(Math.max(asked, 1), pages);
    const shown = pieces.slice((at - 1) * A_PAGE, at * A_PAGE);
    const tags = TAGS.filter((one) => out.some(({ tags }) => tags.includes(one)));
    return page({ params, tag, tags, shown, at, pages });
  },
});

export default define.page<typeof handler>(({ data, state: { shop, language } }) => {
  const { params, tag, tags, shown, at, pages } = data;
  const text = newsText(language);
  const hrefOf = (change: Record<string, string | null>) => link("/news", params, change);
  const pageAt = (number: number) => hrefOf({ page: number === 1 ? null : String(number) });
  return (
    <div class="wrap news">
      <Head>
        <title>{`${text.title} · ${shop.brand}`}</title>
        <meta name="description" content={text.lead} />
        <link
          rel="alternate"
          type="application/atom+xml"
          title={`${shop.brand} · ${text.title}`}
          href={`/news/feed.xml?lang=${language}`}
        />
      </Head>
      <header class="stack stack--tight">
        <h1 class="type-3xl">{text.title}</h1>
        <p class="lead">{text.lead}</p>
        <nav aria-label={text.tagged} class="news__tags">
          <a href="/news" aria-current={tag ? "false" : "true"}>{text.all}</a>
          {tags.map((one) => (
            <a
              key={one}
              href={`/news?tag=${one}`}
              aria-current={one === tag ? "true" : "false"}
            >
              {text.tags[one]}
            </a>
          ))}
        </nav>
      </header>
      <div class="news__list">
        {shown.map(({ slug, title, lead, date, tags, picture }) => (
          <article key={slug} class="news-item">
            <NewsPicture picture={picture} />
            <div class="news-item__words">
              <p class="small quiet cluster">
                <time datetime={date} class="figures">{newsDay(date, language)}</time>
                <span>
                  {tags.map((one) =>
                    text.tags[one]
                  ).join(" · ")}
                </span>
              </p>
              <h2>
                <a href={`/news/${slug}`}>{title[language]}</a>
              </h2>
              <p>{lead[language]}</p>
            </div>
          </article>
        ))}
      </div>
      <div class="between">
        {pages > 1
          ? (
            <Pagination
              label={text.paging}
              position={fill(text.position, { page: String(at), pages: String(pages) })}
              previous={{ label: text.newer, ...(at > 1 ? { href: pageAt(at - 1) } : {}) }}
              next={{ label: text.older, ...(at < pages ? { href: pageAt(at + 1) } : {}) }}
            />
          )
          : <span />}
        <a class="small" href={`/news/feed.xml?lang=${language}`} download="news.xml">
          {text.feed}
        </a>
      </div>
    </div>
  );
});
