import type { ComponentChildren } from "preact";
import { Icon } from "./Icon.tsx";

interface ListRowProps {
  readonly title: ComponentChildren;
  readonly text?: ComponentChildren;
  readonly start?: ComponentChildren;
  readonly end?: ComponentChildren;
  readonly href?: string;
}

/** Rows between hairlines, in the place of cards. */
export function List({ label, children }: { label?: string; children: ComponentChildren }) {
  return <ul class="list" aria-label={label}>{children}</ul>;
}

export function ListRow({ title, text, start, end, href }: ListRowProps) {
  return (
    <li class="row">
      {start && <div class="row__start">{start}</div>}
      <div class="row__main">
        <p class="row__title">
          {href ? <a class="row__link" href={href}>{title}</a> : title}
        </p>
        {text && <p class="row__text">{text}</p>}
      </div>
      {end && <div class="row__end figures">{end}</div>}
      {href && <Icon name="next" />}
    </li>
  );
}
