import type { ComponentChildren } from "preact";
import type { Tone } from "./Notice.tsx";

interface BadgeProps {
  readonly tone?: Tone | "water";
  /** A dot that breathes: this moves by itself. */
  readonly live?: boolean;
  readonly children: ComponentChildren;
}

/** A state in a word. The word carries the meaning, the colour only repeats it. */
export function Badge({ tone = "plain", live, children }: BadgeProps) {
  return <span class={`badge badge--${tone}${live ? " badge--live" : ""}`}>{children}</span>;
}
