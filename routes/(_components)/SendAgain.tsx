import type { LostText } from "../../lib/i18n/lost.ts";
import { Button, ButtonLink } from "../../lib/ui/Button.tsx";
import type { HeldForm } from "../../lib/web/held_form.ts";

/** Everything that was typed, to be sent again once its sender has signed in, in another tab. */
export const SendAgain = ({ held, text }: { readonly held: HeldForm; readonly text: LostText }) => (
  <form method="post" action={held.action} class="cluster">
    {held.fields.map(([name, value], nth) => (
      <input key={nth} type="hidden" name={name} value={value} />
    ))}
    <ButtonLink
      kind="signal"
      href={`/sign-in?next=${encodeURIComponent(held.home)}`}
      target="_blank"
    >
      {text.held.signIn}
    </ButtonLink>
    <Button type="submit">{text.held.send}</Button>
  </form>
);
