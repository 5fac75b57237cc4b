import { HttpError } from "fresh";
import { Head } from "fresh/runtime";
import { staffText } from "../../lib/i18n/staff.ts";
import { ButtonLink } from "../../lib/ui/Button.tsx";
import { Failure } from "../../lib/ui/States.tsx";
import { define } from "../../lib/web/define.ts";

export default define.page(({ error, state }) => {
  const staff = state.staff ?? staffText(state.language ?? "zh");
  const status = error instanceof HttpError ? error.status : 500;
  const member = state.who !== undefined && state.who.role !== "staff";
  const { title, text, action } = status === 404
    ? staff.missing
    : status === 403
    ? member ? staff.forbidden : staff.foreign
    : staff.broken;
  return (
    <main class="console-stop" id="main">
      <Head>
        <title>{`${title} · ${staff.brand}`}</title>
      </Head>
      <Failure
        title={title}
        text={text}
        action={<ButtonLink href={member ? "/" : "/staff"}>{action}</ButtonLink>}
      />
    </main>
  );
});
