import { archPath, bodyPath, lampAt, upperLine } from "./outlines.ts";
import { BOX, GROUND, type ModelName, type Shape, SHAPES } from "./shapes.ts";
import { TeaserDefs } from "./TeaserDefs.tsx";

interface TeaserProps {
  readonly model: ModelName;
  readonly label?: string;
  /** Its lines again in the water below. */
  readonly reflection?: boolean;
  /** A thin line where the water begins, from edge to edge of the picture. */
  readonly horizon?: boolean;
}

interface Part {
  readonly id: string;
  readonly shape: Shape;
}

function Lines({ id, shape: { outline: _, ...shape }, upper }: Part & { upper: string }) {
  const { shoulder, crease } = shape;
  return (
    <g fill="none" stroke-linecap="round">
      <g clip-path={`url(#${id}-clip)`}>
        <path d={upper} stroke={`url(#${id}-roof)`} stroke-width="5" filter={`url(#${id}-near)`} />
        <path d={upper} stroke={`url(#${id}-roof)`} stroke-width="1.5" />
        <path
          d={shoulder}
          stroke={`url(#${id}-shoulder)`}
          stroke-width="3"
          filter={`url(#${id}-near)`}
        />
        <path d={shoulder} stroke={`url(#${id}-shoulder)`} stroke-width=".9" />
        <path d={crease} stroke={`url(#${id}-crease)`} stroke-width="1" />
      </g>
      {shape.axles.map((x) => (
        <g key={x} stroke={`url(#${id}-rim)`}>
          <circle cx={x} cy={GROUND - shape.tyre} r={shape.tyre * 0.78} stroke-width=".8" />
          <circle cx={x} cy={GROUND - shape.tyre} r={shape.arch + 1} stroke-width=".6" />
        </g>
      ))}
    </g>
  );
}

function Lights({ id, shape: { lamps } }: Part) {
  const blades = (
    <>
      {lamps.front.map((blade) => <path key={blade} d={blade} fill="#fff" fill-rule="evenodd" />)}
      {lamps.rear.map((blade) => <path key={blade} d={blade} fill="#ff5d48" fill-rule="evenodd" />)}
    </>
  );
  return (
    <g>
      <g filter={`url(#${id}-far)`}>{blades}</g>
      <g filter={`url(#${id}-near)`}>{blades}</g>
      {blades}
    </g>
  );
}

/** A car in the dark, of which only the lines of light along roof, shoulder and lamps are seen. */
export function Teaser({ model, label, reflection = true, horizon }: TeaserProps) {
  const shape = SHAPES[model];
  const [lampX, lampY] = lampAt(shape);
  const id = `teaser-${model}`;
  return (
    <svg
      class="teaser"
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${BOX.width} ${BOX.height}`}
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : "true"}
      overflow="visible"
    >
      <TeaserDefs id={id} shape={shape} />
      {horizon && (
        <rect
          x="-2"
          y={GROUND - 8}
          width={BOX.width + 4}
          height=".6"
          fill="#8fc4c8"
          fill-opacity=".3"
        />
      )}
      <g id={`${id}-car`}>
        <ellipse
          cx={lampX - 6}
          cy={lampY + 4}
          rx="120"
          ry="60"
          fill={`url(#${id}-beam)`}
          class="teaser__light"
        />
        {shape.axles.map((x) => (
          <g key={x} fill="#030506">
            <circle cx={x} cy={GROUND - shape.tyre} r={shape.tyre} />
            <path d={archPath(shape, x)} />
          </g>
        ))}
        <path d={bodyPath(shape)} fill={`url(#${id}-body)`} />
        <path d={shape.glass} fill="#05090b" />
        <g class="teaser__light">
          <Lines id={id} shape={shape} upper={upperLine(shape)} />
          <Lights id={id} shape={shape} />
        </g>
      </g>
      {reflection && (
        <g mask={`url(#${id}-water)`}>
          <use
            href={`#${id}-car`}
            transform={`translate(0 ${2 * GROUND}) scale(1 -1)`}
            filter={`url(#${id}-ripple)`}
          />
        </g>
      )}
    </svg>
  );
}
