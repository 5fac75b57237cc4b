import { HttpError } from "fresh";
import { Head } from "fresh/runtime";
import { staffText } from "../../lib/i18n/staff.ts";
import { ButtonLink } from "../../lib/ui/Button.tsx";
import { Failure } from "../../lib/ui/States.tsx";
import { define } from "../../lib/web/define.ts";

export default define.page(({ error, state, url }) => {
  const staff = state.staff ?? staffText(state.language ?? "zh");
  const status = error instanceof HttpError ? error.status : 500;
  const { refused } = state;
  const { title, text, action } = status === 404
    ? staff.missing
    : status === 403
    ? refused ? staff.refused[refused] : staff.foreign
    : staff.broken;
  const leads = refused === "staff_only"
    ? "/"
    : refused === "passkey_required"
    ? `/sign-in?next=${encodeURIComponent(url.pathname)}`
    : "/staff";
  return (
    <main class="console-stop" id="main">
      <Head>
        <title>{`${title} · ${staff.brand}`}</title>
      </Head>
      <Failure
        title={title}
        text={text}
        action={<ButtonLink href={leads}>{action}</ButtonLink>}
      />
    </main>
  );
});
