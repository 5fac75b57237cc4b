import type { ComponentChildren } from "preact";

export interface Step {
  readonly key: string;
  readonly title: ComponentChildren;
  readonly state: "done" | "now" | "ahead" | "failed";
  /** The state in a word, for those who do not see the dot. */
  readonly stateWord: string;
  /** When it was, or when it is expected. */
  readonly time?: ComponentChildren;
  readonly detail?: ComponentChildren;
  /** Former states of this step, folded. */
  readonly past?: {
    readonly summary: string;
    readonly entries: readonly {
      readonly time: ComponentChildren;
      readonly text: ComponentChildren;
    }[];
  };
}

/** The life of an order, from above down. */
export function Timeline({ label, steps }: { label: string; steps: readonly Step[] }) {
  return (
    <ol class="timeline" aria-label={label}>
      {steps.map(({ key, title, state, stateWord, time, detail, past }) => (
        <li
          key={key}
          class={`timeline__step timeline__step--${state}`}
          aria-current={state === "now" ? "step" : undefined}
        >
          <div class="timeline__head">
            <h3 class="timeline__title">
              {title}
              <span class="visually-hidden">{` · ${stateWord}`}</span>
            </h3>
            {time && <span class="timeline__time figures">{time}</span>}
          </div>
          {detail && <div class="timeline__detail">{detail}</div>}
          {past && (
            <details class="fold">
              <summary>{past.summary}</summary>
              <ol class="timeline__past">
                {past.entries.map((entry, index) => (
                  <li key={index}>
                    <span class="figures">{entry.time}</span>
                    <span>{entry.text}</span>
                  </li>
                ))}
              </ol>
            </details>
          )}
        </li>
      ))}
    </ol>
  );
}
