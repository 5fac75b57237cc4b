import { asset, Head } from "fresh/runtime";
import { appText } from "../lib/i18n/app.ts";
import { lostText } from "../lib/i18n/lost.ts";
import { ButtonLink } from "../lib/ui/Button.tsx";
import { Stage } from "../lib/ui/cars/Stage.tsx";
import { define } from "../lib/web/define.ts";

/** What the installed app shows without a network; kept by its worker. */
export default define.page(({ state }) => {
  const { language, shop } = state;
  const { offline } = appText(language);
  state.over = "dark";
  return (
    <Stage hour="night" car={null}>
      <Head>
        <title>{`${offline.title} · ${shop.brand}`}</title>
        <meta name="robots" content="noindex" />
        <script type="module" src={asset("/offline.js")} />
      </Head>
      <h1 class="type-3xl">{offline.title}</h1>
      <p class="lead">{offline.text}</p>
      <p class="cluster">
        <ButtonLink kind="signal" href="">{offline.again}</ButtonLink>
        <ButtonLink href="/">{lostText(language).home}</ButtonLink>
      </p>
    </Stage>
  );
});
