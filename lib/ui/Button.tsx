import type { ButtonHTMLAttributes, ComponentChildren } from "preact";

/** `signal` is for the one thing to do now: at most one on a screen. */
export type ButtonKind = "signal" | "plain" | "quiet" | "danger";

interface Look {
  readonly kind?: ButtonKind;
  readonly size?: "small" | "large";
  /** As wide as its place: the action at the foot of a phone's screen. */
  readonly wide?: boolean;
  readonly class?: string;
  readonly children: ComponentChildren;
}

type ButtonProps =
  & Look
  & Omit<ButtonHTMLAttributes, "class" | "size" | "wide" | "children">
  & {
    /** The answer is under way: the button stays in place and takes no second press. */
    readonly busy?: boolean;
    /** Opens or closes the dialog of this id without script, where the browser has invoker commands. */
    readonly commandfor?: string;
    readonly command?: "show-modal" | "close";
  };

interface LinkProps extends Look {
  readonly href: string;
  readonly download?: boolean | string;
  readonly rel?: string;
  readonly target?: "_blank";
  readonly "aria-label"?: string;
}

const classOf = (look: Omit<Look, "children">): string =>
  [
    "button",
    `button--${look.kind ?? "plain"}`,
    look.size && `button--${look.size}`,
    look.wide && "button--wide",
    look.class,
  ].filter(Boolean).join(" ");

export function Button(
  { kind, size, wide, busy, class: more, children, type = "button", onClick, ...rest }: ButtonProps,
) {
  return (
    <button
      {...rest}
      type={type}
      class={classOf({ kind, size, wide, class: more })}
      aria-busy={busy ? "true" : undefined}
      aria-disabled={busy ? "true" : undefined}
      onClick={busy ? undefined : onClick}
    >
      {children}
    </button>
  );
}

/** Goes somewhere, and looks like a button. */
export function ButtonLink({ kind, size, wide, class: more, children, ...rest }: LinkProps) {
  return <a {...rest} class={classOf({ kind, size, wide, class: more })}>{children}</a>;
}
