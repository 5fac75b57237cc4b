import type { ComponentChildren } from "preact";
import { type Hour, HOURS } from "./hours.ts";
import { Landscape } from "./Landscape.tsx";
import type { ModelName } from "./shapes.ts";
import { Teaser } from "./Teaser.tsx";

interface StageProps {
  readonly hour: Hour;
  readonly car: ComponentChildren;
  /** One sentence and one action. */
  readonly children: ComponentChildren;
  readonly label?: string;
}

/** The whole width of a screen: a landscape at an hour, one car on wet ground, few words in the sky. */
export function Stage({ hour, car, children, label }: StageProps) {
  return (
    <section class={`stage stage--${hour}`} data-theme={HOURS[hour].theme} aria-label={label}>
      <div class="stage__scene">
        <Landscape hour={hour} />
        <div class="stage__car">{car}</div>
      </div>
      <div class="stage__words">{children}</div>
    </section>
  );
}

interface LineUpProps {
  readonly label: string;
  readonly models: readonly {
    readonly model: ModelName;
    readonly name: ComponentChildren;
    readonly text: ComponentChildren;
    readonly href: string;
  }[];
}

/** All models on one horizon, in the dark, at their true sizes; the one looked at lights up. */
export function LineUp({ label, models }: LineUpProps) {
  return (
    <ul class="line-up" data-theme="dark" aria-label={label}>
      {models.map(({ model, name, text, href }) => (
        <li key={model} class="line-up__car">
          <Teaser model={model} horizon />
          <p class="line-up__name">
            <a href={href}>{name}</a>
          </p>
          <p class="line-up__text">{text}</p>
        </li>
      ))}
    </ul>
  );
}
