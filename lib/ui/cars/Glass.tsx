import { roofLine } from "./outlines.ts";
import { type Shape } from "./shapes.ts";

/** A seat from the side, its headrest one piece with the back. */
function Seat({ x, y }: { x: number; y: number }) {
  return (
    <path
      transform={`translate(${x} ${y}) rotate(8)`}
      d="M-1 15c.6-9 2.4-14 7-14s6 5 6.6 11c.2 3 2.4 4 3.4 7l4.4 36h-20c-1.6-14-3.6-28-1.4-40z"
      fill="#05080a"
      fill-opacity=".36"
    />
  );
}

export function Glass({ id, shape }: { id: string; shape: Shape }) {
  const { glass, seats, pillars, mirror: [x, y], light: { top, belt } } = shape;
  return (
    <g>
      <path d={glass} fill={`url(#${id}-glass)`} />
      <g clip-path={`url(#${id}-panes)`}>
        {seats.map(([at, height]) => <Seat key={at} x={at} y={height} />)}
        <path
          d={`M250 ${top}H330L284 ${belt + 6}H196ZM352 ${top}H376L330 ${belt + 6}H306Z`}
          fill="#cfe4ec"
          fill-opacity=".07"
        />
        {pillars.map((pillar) => (
          <path key={pillar} d={pillar} stroke="#090c0e" stroke-width="4.6" />
        ))}
      </g>
      <path d={glass} fill="none" stroke="#090c0e" stroke-width="1.6" />
      <path d={roofLine(shape)} fill="none" stroke="#fff" stroke-opacity=".35" stroke-width=".5" />
      <g transform={`translate(${x} ${y})`}>
        <path d="M3 4L9 8L14 8L11 3Z" fill="#0a0d0f" />
        <path
          d="M-4 1C-5-3-2-6 3-6.4C8-6.8 12-5 12.6-1.6C13 1.6 11 3.4 7 3.8C3 4.2-3 4-4 1Z"
          fill={`url(#${id}-mirror)`}
        />
        <path
          d="M-3-1.6C-2-4.6 0-5.8 4-6C8-6 11-4.6 12-2"
          fill="none"
          stroke="#fff"
          stroke-opacity=".4"
          stroke-width=".7"
        />
      </g>
    </g>
  );
}
