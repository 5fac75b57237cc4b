import type { ComponentChildren } from "preact";

interface SpecimenProps {
  readonly title: string;
  readonly note?: string;
  readonly children: ComponentChildren;
}

/** One subject of the gallery: its name at the left, its states at the right. */
export function Specimen({ title, note, children }: SpecimenProps) {
  return (
    <section class="specimen">
      <div>
        <h2 class="specimen__title">{title}</h2>
        {note && <p class="quiet small">{note}</p>}
      </div>
      <div class="specimen__states stack">{children}</div>
    </section>
  );
}
