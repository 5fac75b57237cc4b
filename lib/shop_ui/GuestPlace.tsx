import type { GuestText } from "../i18n/guests.ts";
import { type RegisterAct, RegisterForm } from "./RegisterForm.tsx";

interface GuestPlaceProps {
  readonly registered: boolean;
  readonly text: GuestText;
  readonly busy: boolean;
  readonly onSend: (act: RegisterAct) => void;
}

/** Registering before a first-come sale; once it is done, how to undo it. */
export function GuestPlace({ text, ...form }: GuestPlaceProps) {
  const { registered } = form;
  return (
    <RegisterForm {...form} text={text}>
      {registered && <p class="type-xl">{text.done}</p>}
      <p class="quiet">{registered ? text.doneText : text.text}</p>
    </RegisterForm>
  );
}
