import { HttpError } from "fresh";
import { Head } from "fresh/runtime";
import { languageOf } from "../lib/i18n/language.ts";
import { lostText } from "../lib/i18n/lost.ts";
import { shopText } from "../lib/i18n/shop.ts";
import { ButtonLink } from "../lib/ui/Button.tsx";
import { Stage } from "../lib/ui/cars/Stage.tsx";
import { define } from "../lib/web/define.ts";
import { SendAgain } from "./(_components)/SendAgain.tsx";

/** Stands where a page could not: the river without a car, what happened, and ways on. */
export default define.page(({ error, state, req, url }) => {
  const language = state.language ?? languageOf(req);
  const shop = state.shop ?? shopText(language);
  const lost = lostText(language);
  const status = error instanceof HttpError ? error.status : 500;
  const held = status === 401 ? state.held : undefined;
  const kind = held
    ? "held"
    : status === 404
    ? "missing"
    : status < 500
    ? "refused"
    : status === 503
    ? "slow"
    : "broken";
  const ours = kind === "slow" || kind === "broken";
  const { title, text } = lost[kind];
  // Only a page that was read can be read again by a link; a form would be lost.
  const again = ours && req.method === "GET";
  state.over = "light";
  return (
    <>
      <Head>
        <title>{`${title} · ${shop.brand}`}</title>
        <meta name="robots" content="noindex" />
      </Head>
      <Stage hour={ours ? "day" : "dawn"} car={null}>
        {!held && <p class="figures">{status}</p>}
        <h1 class="type-3xl">{title}</h1>
        <p class="lead">{text}</p>
        {held ? <SendAgain held={held} text={lost} /> : (
          <p class="cluster">
            {again
              ? <ButtonLink kind="signal" href={url.pathname + url.search}>{lost.again}</ButtonLink>
              : <ButtonLink kind="signal" href="/models">{lost.models}</ButtonLink>}
            <ButtonLink href="/">{lost.home}</ButtonLink>
          </p>
        )}
      </Stage>
      <nav class="wrap section" aria-label={lost.ways} hidden={held !== undefined}>
        <p class="cluster">
          <span class="quiet">{lost.ways}</span>
          {again && <a href="/models">{lost.models}</a>}
          <a href="/find">{lost.find}</a>
          <a href="/test-drive">{lost.drive}</a>
          <a href="/my">{lost.hub}</a>
        </p>
      </nav>
    </>
  );
});
