import type { Roof } from "./Car.tsx";
import { DARK } from "./CarDefs.tsx";
import { below, roofPane, screenLine, screenPane, upperLine } from "./outlines.ts";
import { GROUND, type Shape } from "./shapes.ts";

interface Part {
  readonly id: string;
  readonly shape: Shape;
}

/** How far under the shoulder the far shore is mirrored in the paint. */
const HORIZON = 20;

function Cuts({ shape: { doors, seams, vents, handles } }: { shape: Shape }) {
  return (
    <g fill="none">
      {vents.map((vent) => <path key={vent} d={vent} fill={DARK} fill-opacity=".9" />)}
      {seams.map((seam) => (
        <path key={seam} d={seam} stroke="#04080a" stroke-opacity=".34" stroke-width=".6" />
      ))}
      {doors.map((door) => (
        <g key={door}>
          <path d={door} stroke="#04080a" stroke-opacity=".55" stroke-width=".8" />
          <path
            d={door}
            stroke="#fff"
            stroke-opacity=".2"
            stroke-width=".5"
            transform="translate(.8 0)"
          />
        </g>
      ))}
      {handles.map(([x, y]) => (
        <g key={x}>
          <rect x={x} y={y} width="20" height="3" rx="1.5" fill="#04080a" fill-opacity=".2" />
          <rect x={x} y={y + 2.5} width="20" height=".6" rx=".3" fill="#fff" fill-opacity=".45" />
        </g>
      ))}
    </g>
  );
}

/** Lips of the arches: a rim of light on paint, or a ring of dark cladding. */
function Arches({ shape: { axles, tyre, arch, cladding, sill } }: { shape: Shape }) {
  return (
    <g fill="none">
      {axles.map((x) => (
        <g key={x}>
          {cladding.arch > 0 && (
            <circle
              cx={x}
              cy={GROUND - tyre}
              r={arch + cladding.arch / 2 - 0.5}
              stroke={DARK}
              stroke-width={cladding.arch + 1}
            />
          )}
          <circle
            cx={x}
            cy={GROUND - tyre}
            r={arch + cladding.arch + 0.5}
            stroke="#fff"
            stroke-opacity=".28"
            stroke-width=".7"
          />
        </g>
      ))}
      <path d={`M0 ${sill - cladding.sill}H560V220H0Z`} fill={DARK} />
      <path
        d={`M0 ${sill - cladding.sill}H560`}
        stroke="#fff"
        stroke-opacity=".25"
        stroke-width=".5"
      />
    </g>
  );
}

/** Where the surface swells over the wheels it catches the sky. */
function Bulges({ id, shape: { axles, light } }: Part) {
  return (
    <g fill={`url(#${id}-bulge)`}>
      {axles.map((x) => <ellipse key={x} cx={x} cy={light.shoulder + 7} rx="62" ry="15" />)}
    </g>
  );
}

/** Windscreen and rear window seen along their surface, and a roof in night if it was chosen. */
function Upper({ id, shape, roof }: Part & { roof: Roof | "either" }) {
  return (
    <g fill="none">
      {roof !== "paint" && (
        <path
          class={roof === "either" ? "car__night" : undefined}
          d={roofPane(shape)}
          fill={DARK}
        />
      )}
      <path d={screenPane(shape)} fill={DARK} />
      <path d={screenLine(shape)} stroke="#8fa6b0" stroke-opacity=".8" stroke-width="1.2" />
      <path d={shape.rearGlass} fill={DARK} />
      <path
        class={roof === "either" ? "car__gleam" : undefined}
        d={upperLine(shape)}
        stroke="#fff"
        stroke-opacity={roof === "night" ? 0.4 : 0.75}
        stroke-width="2.4"
        filter={`url(#${id}-thin)`}
      />
      <path d={upperLine(shape)} stroke="#04080a" stroke-opacity=".2" stroke-width="1" />
    </g>
  );
}

export function Body({ id, shape, roof }: Part & { roof: Roof | "either" }) {
  const soft = `url(#${id}-soft)`;
  const along = `url(#${id}-along)`;
  return (
    <g clip-path={`url(#${id}-body)`}>
      <use href={`#${id}-outline`} fill={`url(#${id}-upper)`} />
      <path d={below(shape.shoulder)} fill={`url(#${id}-flank)`} />
      <path
        d={below(shape.shoulder)}
        transform={`translate(0 ${HORIZON})`}
        fill={`url(#${id}-horizon)`}
        filter={`url(#${id}-thin)`}
      />
      <Bulges id={id} shape={shape} />
      <path d={below(shape.crease)} fill={`url(#${id}-lower)`} filter={`url(#${id}-thin)`} />
      <path d={shape.crease} fill="none" stroke={along} stroke-opacity=".3" stroke-width=".8" />
      <path
        d={shape.shoulder}
        fill="none"
        stroke={along}
        stroke-opacity=".7"
        stroke-width="3.4"
        filter={soft}
      />
      <path d={shape.shoulder} fill="none" stroke={along} stroke-width=".8" />
      <use href={`#${id}-outline`} fill={`url(#${id}-ends)`} />
      <Upper id={id} shape={shape} roof={roof} />
      <Cuts shape={shape} />
      <Arches shape={shape} />
    </g>
  );
}
