import type { ComponentChildren } from "preact";

interface StateProps {
  readonly title: ComponentChildren;
  readonly text?: ComponentChildren;
  /** The next thing to do. */
  readonly action?: ComponentChildren;
}

/** A still horizon: nothing is here yet. */
export function Empty({ title, text, action }: StateProps) {
  return (
    <div class="state">
      <svg class="state__line" viewBox="0 0 240 40" aria-hidden="true">
        <path class="state__far" d="M0 30C40 30 58 14 88 14s40 12 60 12 30-6 48-6 28 10 44 10" />
        <path class="state__near" d="M0 30h240" />
      </svg>
      <p class="state__title">{title}</p>
      {text && <p class="state__text">{text}</p>}
      {action && <div class="state__action">{action}</div>}
    </div>
  );
}

interface FailureProps extends StateProps {
  /** What a person may tell the support: the stable code and the id of the request. */
  readonly code?: string;
}

export function Failure({ title, text, action, code }: FailureProps) {
  return (
    <div class="state state--failed" role="alert">
      <svg class="state__line" viewBox="0 0 240 40" aria-hidden="true">
        <path class="state__near" d="M0 30h96M144 30h96" />
        <path class="state__break" d="M104 22l10 16M126 22l10 16" />
      </svg>
      <p class="state__title">{title}</p>
      {text && <p class="state__text">{text}</p>}
      {action && <div class="state__action">{action}</div>}
      {code && (
        <p class="state__code">
          <code>{code}</code>
        </p>
      )}
    </div>
  );
}

/** The places of what is coming, at the size it will have, so that nothing jumps. */
export function Loading({ label, lines = 3 }: { label: string; lines?: number }) {
  return (
    <div class="loading" role="status">
      <span class="visually-hidden">{label}</span>
      {Array.from(
        { length: lines },
        (_, index) => <span key={index} class="loading__line" aria-hidden="true" />,
      )}
    </div>
  );
}
