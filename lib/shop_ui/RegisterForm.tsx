import type { ComponentChildren } from "preact";
import { Button } from "../ui/Button.tsx";

export type RegisterAct = "register" | "withdraw";

interface RegisterFormProps {
  readonly registered: boolean;
  readonly text: Readonly<Record<RegisterAct | "registering", string>>;
  readonly busy: boolean;
  /** Sends one of the two forms; without script they are posts of the page. */
  readonly onSend: (act: RegisterAct) => void;
  readonly children?: ComponentChildren;
}

/** Registers for a sale or, once that is done, takes it back. */
export function RegisterForm({ registered, text, busy, onSend, children }: RegisterFormProps) {
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
      {children}
      {/* The same button, so that it keeps the focus. */}
      <p key="do">
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
