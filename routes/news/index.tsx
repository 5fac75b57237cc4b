import { page } from "fresh";
import { Head } from "fresh/runtime";
import { newsDay, newsText } from "../../lib/i18n/news.ts";
import { newsAt, TAGS } from "../../lib/news/news.ts";
import { define } from "../../lib/web/define.ts";
import { paged } from "../../lib/web/paged.ts";
import { link } from "../(_components)/booking/choice.ts";
import { Pages } from "../(_components)/Pages.tsx";
import { NewsPicture } from "./(_components)/NewsPicture.tsx";

const A_PAGE = 5;

export const handler = define.handlers({
  GET({ url: { searchParams: params }, state: { platform } }) {
    const tag = TAGS.find((one) => one === params.get("tag"));
    const out = newsAt(platform.now());
    const pieces = tag ? out.filter(({ tags }) => tags.includes(tag)) : out;
    const turned = paged(pieces, params.get("page"), A_PAGE);
    const tags = TAGS.filter((one) => out.some(({ tags }) => tags.includes(one)));
    return page({ params, tag, tags, turned });
  },
});

export default define.page<typeof handler>(({ data, state: { shop, language } }) => {
  const { params, tag, tags, turned } = data;
  const text = newsText(language);
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
        {turned.shown.map(({ slug, title, lead, date, tags, picture }) => (
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
        {turned.pages > 1
          ? (
            <Pages
              of={turned}
              language={language}
              href={(at) => link("/news", params, { page: at })}
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
