import type { ComponentChildren } from "preact";

interface MyPartProps {
  /** Of the heading: pages lead to it. */
  readonly id: string;
  readonly title: string;
  readonly children: ComponentChildren;
}

/** A part of a member's page under a heading of its own. */
export function MyPart({ id, title, children }: MyPartProps) {
  return (
    <section class="my-page__part" aria-labelledby={id}>
      <h2 id={id} class="type-xl">{title}</h2>
      {children}
    </section>
  );
}
