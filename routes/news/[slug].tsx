import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { newsDay, newsText } from "../../lib/i18n/news.ts";
import { newsAt } from "../../lib/news/news.ts";
import { ButtonLink } from "../../lib/ui/Button.tsx";
import { define } from "../../lib/web/define.ts";
import { ShareCard } from "../sales/(_components)/ShareCard.tsx";
import { NewsPicture } from "./(_components)/NewsPicture.tsx";

export const handler = define.handlers({
  GET({ params, url, state: { platform } }) {
    const out = newsAt(platform.now());
    const at = out.findIndex(({ slug }) => slug === params.slug);
    const piece = out[at];
    if (!piece) throw new HttpError(404);
    return page({ piece, url, next: out[at + 1] ?? out.find((one) => one !== piece) });
  },
});

export default define.page<typeof handler>(({ data, state: { shop, language } }) => {
  const { piece, url, next } = data;
  const { title, lead, date, tags, model, body, action, picture } = piece;
  const text = newsText(language);
  return (
    <article class="wrap news news-piece">
      <Head>
        <title>{`${title[language]} · ${shop.brand}`}</title>
        <ShareCard
          type="article"
          brand={shop.brand}
          title={title[language]}
          text={lead[language]}
          url={url}
          model={model ?? picture.car?.model ?? "lu"}
          alt={title[language]}
        />
        <meta property="article:published_time" content={`${date}T09:00:00+08:00`} />
      </Head>
      <header class="news-piece__head">
        <p class="small quiet cluster">
          <time datetime={date} class="figures">{newsDay(date, language)}</time>
          {tags.map((tag) => <a key={tag} href={`/news?tag=${tag}`}>{text.tags[tag]}</a>)}
        </p>
        <h1>{title[language]}</h1>
        <p class="lead">{lead[language]}</p>
      </header>
      <NewsPicture picture={picture} />
      <div class="news-piece__body prose">
        {body.map((part) =>
          part.kind === "heading"
            ? <h2 key={part.en}>{part[language]}</h2>
            : <p key={part.en}>{part[language]}</p>
        )}
        <p class="cluster">
          <ButtonLink kind="signal" href={action.href}>{action[language]}</ButtonLink>
          {model && action.href !== `/models/${model}` && (
            <ButtonLink kind="quiet" href={`/models/${model}`}>
              {shop.models[model].name}
            </ButtonLink>
          )}
        </p>
      </div>
      {next && (
        <nav class="news-piece__next" aria-label={text.next}>
          <p class="small quiet">{text.next}</p>
          <p class="news-piece__next-title">
            <a href={`/news/${next.slug}`}>{next.title[language]}</a>
          </p>
          <p>
            <a href="/news" class="small">{text.more}</a>
          </p>
        </nav>
      )}
    </article>
  );
});
