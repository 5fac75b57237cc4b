import { page } from "fresh";
import { Head } from "fresh/runtime";
import { fill } from "../lib/i18n/language.ts";
import { searchText } from "../lib/i18n/search.ts";
import { highlight } from "../lib/search/highlight.ts";
import { MOST_CHARACTERS } from "../lib/search/search_index.ts";
import type { Result } from "../lib/search/shop_search.ts";
import { Button, ButtonLink } from "../lib/ui/Button.tsx";
import { Empty } from "../lib/ui/States.tsx";
import { define } from "../lib/web/define.ts";
import SearchSuggest from "../islands/SearchSuggest.tsx";
import { MOST_RESULTS, searchFor } from "./api/search.ts";

export const handler = define.handlers({
  async GET({ url, state: { platform, language, who } }) {
    const query = (url.searchParams.get("q") ?? "").trim().slice(0, MOST_CHARACTERS);
    const results = await searchFor(platform, { query, language, most: MOST_RESULTS, who });
    return page({ query, results });
  },
});

function Marked({ text, query }: { text: string; query: string }) {
  return (
    <>
      {highlight(text, query).map(({ text, hit }, index) =>
        hit ? <mark key={index}>{text}</mark> : text
      )}
    </>
  );
}

function Found(
  { result, query, kind }: { result: Result; query: string; kind: string },
) {
  const { href, title, excerpt } = result;
  return (
    <li class="result">
      <p class="result__title">
        <a href={href}>
          <Marked text={title} query={query} />
        </a>
        <span class="small quiet">{kind}</span>
      </p>
      {excerpt !== "" && (
        <p class="quiet">
          <Marked text={excerpt} query={query} />
        </p>
      )}
    </li>
  );
}

export default define.page<typeof handler>(({ data, state: { shop, language } }) => {
  const { query, results } = data;
  const text = searchText(language);
  const examples = (
    <p class="cluster search__examples">
      {text.examples.map((one) => (
        <a key={one} href={`/search?q=${encodeURIComponent(one)}`} aria-current="false">{one}</a>
      ))}
    </p>
  );
  return (
    <div class="wrap search">
      <Head>
        <title>{`${query === "" ? text.title : `${query} · ${text.title}`} · ${shop.brand}`}</title>
        <meta name="robots" content="noindex" />
      </Head>
      <h1 class="visually-hidden">{text.title}</h1>
      <form method="get" action="/search" role="search" class="search__form">
        <SearchSuggest
          value={query}
          label={text.label}
          placeholder={text.placeholder}
          lang={language}
          kinds={text.kinds}
          count={text.suggestions}
        />
        <Button type="submit" kind="signal">{text.do}</Button>
      </form>
      {query === "" && (
        <section class="stack stack--tight" aria-labelledby="start">
          <h2 id="start" class="search__heading">{text.start}</h2>
          {examples}
        </section>
      )}
      {query !== "" && results.length === 0 && (
        <Empty
          title={fill(text.none, { q: query })}
          text={text.noneText}
          action={
            <>
              {examples}
              <p class="cluster">
                <ButtonLink href="/models">{shop.nav.models}</ButtonLink>
                <ButtonLink href="/dealers">{shop.nav.dealers}</ButtonLink>
                <ButtonLink href="/service">{shop.nav.service}</ButtonLink>
              </p>
            </>
          }
        />
      )}
      {results.length > 0 && (
        <section aria-labelledby="results" class="stack">
          <h2 id="results" class="search__heading figures" role="status">
            {fill(text.found, { q: query, count: String(results.length) })}
          </h2>
          <ol class="results">
            {results.map((result) => (
              <Found
                key={result.href}
                result={result}
                query={query}
                kind={text.kinds[result.kind]}
              />
            ))}
          </ol>
        </section>
      )}
    </div>
  );
});
