import { Head } from "fresh/runtime";
import { Failure } from "../lib/ui/States.tsx";
import { ButtonLink } from "../lib/ui/Button.tsx";
import { appText } from "../lib/i18n/app.ts";
import { define } from "../lib/web/define.ts";

/** What the installed app shows without a network; kept by its worker. */
export default define.page(({ state: { language, shop } }) => {
  const text = appText(language);
  return (
    <div class="wrap section">
      <Head>
        <title>{`${text.offline.title} · ${shop.brand}`}</title>
        <meta name="robots" content="noindex" />
      </Head>
      <Failure
        title={text.offline.title}
        text={text.offline.text}
        action={<ButtonLink href="">{text.offline.again}</ButtonLink>}
      />
    </div>
  );
});
