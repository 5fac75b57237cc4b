import type { Shape } from "./shapes.ts";

interface LampsProps {
  readonly id: string;
  readonly shape: Shape;
  readonly lit: boolean;
}

function Blades({ blades, fill }: { blades: readonly string[]; fill: string }) {
  return (
    <>{blades.map((blade) => <path key={blade} d={blade} fill={fill} fill-rule="evenodd" />)}</>
  );
}

/** Thin blades. Lit, they glow behind themselves and before: the blur is drawn under and over them. */
export function Lamps({ id, shape: { lamps: { front, rear } }, lit }: LampsProps) {
  if (!lit) {
    return (
      <g clip-path={`url(#${id}-body)`}>
        <Blades blades={front} fill="#e8eff1" />
        <g stroke="#240605" stroke-opacity=".55" stroke-width=".9">
          <Blades blades={rear} fill="#a3271e" />
        </g>
      </g>
    );
  }
  return (
    <g>
      <g filter={`url(#${id}-wide)`}>
        <g stroke="#d8f2ff" stroke-width="5">
          <Blades blades={front} fill="#eafaff" />
        </g>
        <g stroke="#ff3b28" stroke-width="4">
          <Blades blades={rear} fill="#ff3b28" />
        </g>
      </g>
      <g filter={`url(#${id}-soft)`}>
        <Blades blades={front} fill="#f2fcff" />
        <Blades blades={rear} fill="#ff4b38" />
      </g>
      <g clip-path={`url(#${id}-body)`}>
        <Blades blades={front} fill="#fff" />
        <Blades blades={rear} fill="#ff6a58" />
      </g>
    </g>
  );
}
