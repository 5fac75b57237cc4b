/** How a configured car looks: what its options say of paint, wheels, roof and interior. */
import type { Template } from "./template.ts";

export interface Appearance {
  readonly paint?: string;
  readonly wheels?: string;
  readonly roof?: string;
  /** Colours as CSS: seats, and trim. */
  readonly interior?: readonly string[];
}

export function appearanceOf(template: Template, options: readonly string[]): Appearance {
  return Object.assign(
    {},
    ...template.options.flatMap(({ code, look }) => look && options.includes(code) ? [look] : []),
  );
}
