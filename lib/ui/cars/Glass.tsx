import { roofLine, type Shape } from "./shapes.ts";

/** A seat from the side: headrest, and the back under it. */
function Seat({ x, y }: { x: number; y: number }) {
  return (
    <g transform={`translate(${x} ${y}) rotate(8)`} fill="#05080a" fill-opacity=".4">
      <rect x="1" y="0" width="9" height="9.5" rx="3.6" />
      <path d="M-3 17.5c-.4-4.4 2-6.4 7-6.6s8 1.6 8.800 5.6l3.6 34h-17z" />
    </g>
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
