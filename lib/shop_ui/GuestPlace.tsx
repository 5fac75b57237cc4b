import type { GuestText } from "../i18n/guests.ts";
import { Button } from "../ui/Button.tsx";

interface GuestPlaceProps {
  readonly registered: boolean;
  readonly text: GuestText;
  readonly busy: boolean;
  /** Sends one of the two forms; without script they are posts of the page. */
  readonly onSend: (act: "register" | "withdraw") => void;
}

/** Registering before a first-come sale; once it is done, how to undo it. */
export function GuestPlace({ registered, text, busy, onSend }: GuestPlaceProps) {
  const act = registered ? "withdraw" : "register";
  return (
    <form
      method="post"
      class="stack stack--tight"
      onSubmit={(event) => {
        event.preventDefault();
        onSend(act);
      }}
    >
      <input type="hidden" name="do" value={act} />
      {registered && <p class="type-xl">{text.done}</p>}
      <p class="quiet">{registered ? text.doneText : text.text}</p>
      <p>
        {registered
          ? (
            <Button kind="quiet" size="small" class="button--edge" type="submit" busy={busy}>
              {text.withdraw}
            </Button>
          )
          : (
            <Button kind="signal" size="large" type="submit" busy={busy}>
              {busy ? text.registering : text.register}
            </Button>
          )}
      </p>
    </form>
  );
}
