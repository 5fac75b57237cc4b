import { fill } from "../i18n/language.ts";
import type { WayText } from "../i18n/way.ts";

export type Signature =
  | { readonly kind: "drawn"; readonly strokes: readonly (readonly number[])[] }
  | { readonly kind: "typed"; readonly name: string };

interface SignedProps {
  /** Undefined where what is kept is not what was sealed. */
  readonly signature: Signature | undefined;
  readonly seal: string;
  readonly text: WayText;
}

const points = (stroke: readonly number[]): string =>
  stroke.map((value, at) => (at % 2 === 0 ? value : `${value} `)).join(",").replaceAll(" ,", " ");

interface DrawnProps {
  readonly strokes: readonly (readonly number[])[];
  readonly label: string;
}

export const Drawn = ({ strokes, label }: DrawnProps) => (
  <svg viewBox="0 0 600 200" class="signed__drawn" role="img" aria-label={label}>
    {strokes.map((stroke, at) => <polyline key={at} points={points(stroke)} />)}
  </svg>
);

/** What was signed at the handover, and its seal. */
export function Signed({ signature, seal, text }: SignedProps) {
  return (
    <figure class="signed">
      {signature?.kind === "drawn" && <Drawn strokes={signature.strokes} label={text.signed} />}
      {signature?.kind === "typed" && (
        <p class="signed__typed">{fill(text.signedBy, { name: signature.name })}</p>
      )}
      <figcaption class="quiet small">
        {signature ? fill(text.sealed, { seal: seal.slice(0, 16) }) : text.broken}
      </figcaption>
    </figure>
  );
}
