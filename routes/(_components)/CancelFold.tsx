import { Button } from "../../lib/ui/Button.tsx";

interface CancelFoldProps {
  readonly text: Readonly<Record<"cancel" | "cancelText" | "cancelSure", string>>;
}

/** Calls something off, after what that means was read. */
export function CancelFold({ text }: CancelFoldProps) {
  return (
    <details class="fold">
      <summary>{text.cancel}</summary>
      <form method="post" class="stack stack--tight">
        <input type="hidden" name="do" value="cancel" />
        <p>{text.cancelText}</p>
        <Button kind="danger" type="submit">{text.cancelSure}</Button>
      </form>
    </details>
  );
}
