import type { ComponentChildren } from "preact";

interface CounterProps {
  /** As it is shown, with the separators of the language. */
  readonly value: string;
  readonly label: ComponentChildren;
  readonly note?: ComponentChildren;
  /** The last change: the number shows it once, softly. */
  readonly changed?: "up" | "down";
  readonly size?: "display" | "figure";
}

/** A number with its name. Its figures keep their width, so nothing beside it moves. */
export function Counter({ value, label, note, changed, size = "figure" }: CounterProps) {
  return (
    <div class={`counter counter--${size}`}>
      <p class="counter__label">{label}</p>
      <p class="counter__value figures" data-changed={changed} key={value}>{value}</p>
      {note && <p class="counter__note">{note}</p>}
    </div>
  );
}
