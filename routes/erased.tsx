import { Head } from "fresh/runtime";
import { myText } from "../lib/i18n/my.ts";
import { lostText } from "../lib/i18n/lost.ts";
import { ButtonLink } from "../lib/ui/Button.tsx";
import { Stage } from "../lib/ui/cars/Stage.tsx";
import { define } from "../lib/web/define.ts";

/** Where one lands whose account was closed: nobody is signed in any more. */
export default define.page(({ state }) => {
  const { language, shop } = state;
  const { erased_title: title, erased_text: text } = myText(language).privacy;
  state.over = "light";
  return (
    <Stage hour="dawn" car={null}>
      <Head>
        <title>{`${title} · ${shop.brand}`}</title>
        <meta name="robots" content="noindex" />
      </Head>
      <h1 class="type-3xl">{title}</h1>
      <p class="lead">{text}</p>
      <p class="cluster">
        <ButtonLink href="/">{lostText(language).home}</ButtonLink>
      </p>
    </Stage>
  );
});
