import { HttpError } from "fresh";
import { Head } from "fresh/runtime";
import { shopText } from "../lib/i18n/shop.ts";
import { ButtonLink } from "../lib/ui/Button.tsx";
import { Failure } from "../lib/ui/States.tsx";
import { define } from "../lib/web/define.ts";

export default define.page(({ error, state }) => {
  const shop = state.shop ?? shopText("zh");
  const missing = error instanceof HttpError && error.status === 404;
  const { title, text } = missing ? shop.missing : shop.broken;
  return (
    <div class="wrap section">
      <Head>
        <title>{`${title} · ${shop.brand}`}</title>
      </Head>
      <Failure
        title={title}
        text={text}
        action={<ButtonLink href="/">{shop.missing.home}</ButtonLink>}
      />
    </div>
  );
});
