import { liveWheel } from "../cars/live.ts";
import { type Paint, PAINTS, paintStops } from "../cars/paints.ts";
import { wheelDesigns } from "../cars/Wheel.tsx";
import { Seat } from "./Seat.tsx";

interface SwatchProps {
  readonly look: {
    readonly paint?: string | undefined;
    readonly wheels?: string | undefined;
    readonly interior?: readonly string[] | undefined;
  };
}

/** What is seen of an option beside its name; wheels are those that the live car has ready. */
export function Swatch({ look: { paint, wheels, interior } }: SwatchProps) {
  if (interior) return <Seat colours={interior} />;
  if (paint && paint in PAINTS) {
    return <span class="choice__paint" style={shineOf(paint as Paint)} aria-hidden="true" />;
  }
  const design = wheelDesigns.find((name) => name === wheels);
  return design
    ? (
      <svg class="choice__wheel" viewBox="-126 -126 252 252" aria-hidden="true">
        <use href={liveWheel(design)} />
      </svg>
    )
    : null;
}

/** One element with a gradient: ten drawings were a fifth of the page's elements. */
function shineOf(paint: Paint): string {
  const { sky, shoulder, base, flank } = paintStops(paint);
  return `background-image:linear-gradient(163deg,${sky},${shoulder} 24%,${base} 46%,${flank} 84%)`;
}
