import { type Paint, PAINTS, paintStops } from "../cars/paints.ts";
import { WheelDefs, type WheelDesign, wheelDesigns } from "../cars/Wheel.tsx";
import { Seat } from "./Seat.tsx";

interface SwatchProps {
  readonly look: {
    readonly paint?: string | undefined;
    readonly wheels?: string | undefined;
    readonly interior?: readonly string[] | undefined;
  };
}

/** What is seen of an option beside its name. */
export function Swatch({ look: { paint, wheels, interior } }: SwatchProps) {
  if (interior) return <Seat colours={interior} />;
  if (paint && paint in PAINTS) {
    const { sky, shoulder, base, flank } = paintStops(paint as Paint);
    const id = `swatch-${paint}`;
    return (
      <svg class="swatch" viewBox="0 0 40 40" aria-hidden="true">
        <defs>
          <linearGradient id={id} x1="0" y1="0" x2="0.3" y2="1">
            <stop offset="0" stop-color={sky} />
            <stop offset=".28" stop-color={shoulder} />
            <stop offset=".55" stop-color={base} />
            <stop offset="1" stop-color={flank} />
          </linearGradient>
        </defs>
        <circle cx="20" cy="20" r="19" fill={`url(#${id})`} />
      </svg>
    );
  }
  const design = wheelDesigns.find((name) => name === wheels);
  return design ? <WheelSwatch design={design} /> : null;
}

function WheelSwatch({ design }: { design: WheelDesign }) {
  const id = `swatch-${design}`;
  return (
    <svg class="swatch swatch--wheel" viewBox="-126 -126 252 252" aria-hidden="true">
      <defs>
        <WheelDefs id={id} design={design} />
      </defs>
      <use href={`#${id}-wheel`} />
    </svg>
  );
}
