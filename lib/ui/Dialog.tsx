import type { ComponentChildren, Ref } from "preact";
import { Icon } from "./Icon.tsx";

interface DialogProps {
  readonly id: string;
  readonly title: ComponentChildren;
  /** The name of the button that closes without doing anything. */
  readonly close: string;
  readonly children: ComponentChildren;
  readonly actions?: ComponentChildren;
  /** Shown in the page's flow, as the server's answer to a person without script. */
  readonly open?: boolean;
  /** `alertdialog` asks before something that cannot be undone. */
  readonly role?: "alertdialog";
  readonly dialogRef?: Ref<HTMLDialogElement>;
  readonly onClose?: () => void;
}

/** Opened by `<Button command="show-modal" commandfor={id}>`, or by an island through `dialogRef`. */
export function Dialog(
  { id, title, close, children, actions, open, role, dialogRef, onClose }: DialogProps,
) {
  return (
    <dialog
      class="dialog"
      id={id}
      ref={dialogRef}
      role={role}
      open={open}
      onClose={onClose}
      aria-labelledby={`${id}-title`}
    >
      <form method="dialog" class="dialog__close">
        <button type="submit" class="icon-button" aria-label={close}>
          <Icon name="close" />
        </button>
      </form>
      <h2 class="dialog__title" id={`${id}-title`}>{title}</h2>
      <div class="dialog__body">{children}</div>
      {actions && <div class="dialog__actions">{actions}</div>}
    </dialog>
  );
}
