import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./Icon.tsx";

export type Tone = "plain" | "good" | "warn" | "bad";

const ICON_OF: Readonly<Record<Tone, IconName>> = {
  plain: "info",
  good: "check",
  warn: "alert",
  bad: "alert",
};

interface NoticeProps {
  readonly tone?: Tone;
  readonly title?: ComponentChildren;
  readonly children?: ComponentChildren;
  /** The next thing to do, a button or a link. */
  readonly action?: ComponentChildren;
  /** Said by a screen reader when it appears: at once for what stops a person, else when idle. */
  readonly live?: boolean;
}

export function Notice({ tone = "plain", title, children, action, live }: NoticeProps) {
  const role = !live ? undefined : tone === "bad" ? "alert" : "status";
  return (
    <div class={`notice notice--${tone}`} role={role}>
      <Icon name={ICON_OF[tone]} />
      <div class="notice__text">
        {title && <p class="notice__title">{title}</p>}
        {children && <div>{children}</div>}
      </div>
      {action && <div class="notice__action">{action}</div>}
    </div>
  );
}

/** One line across the top of the page, for what concerns everybody: the sale, the lost connection. */
export function Banner({ tone = "plain", children, live }: Omit<NoticeProps, "title" | "action">) {
  const role = !live ? undefined : tone === "bad" ? "alert" : "status";
  return <div class={`banner banner--${tone}`} role={role}>{children}</div>;
}

interface ErrorSummaryProps {
  readonly title: string;
  readonly errors: readonly { readonly id: string; readonly text: string }[];
}

/** Stands before a form that came back, so that a person without script finds what to mend. */
export function ErrorSummary({ title, errors }: ErrorSummaryProps) {
  return (
    <div class="notice notice--bad" role="alert">
      <Icon name="alert" />
      <div class="notice__text">
        <p class="notice__title">{title}</p>
        <ul class="notice__list">
          {errors.map(({ id, text }) => (
            <li key={id}>
              <a href={`#${id}`}>{text}</a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
