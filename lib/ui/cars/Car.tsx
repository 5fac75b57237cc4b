import { Body } from "./Body.tsx";
import { CarDefs } from "./CarDefs.tsx";
import { Glass } from "./Glass.tsx";
import { Lamps } from "./Lamps.tsx";
import { type Paint, paintStops } from "./paints.ts";
import { LIVE_STOPS, liveWheel } from "./live.ts";
import { BOX, GROUND, type ModelName, type Shape, SHAPES } from "./shapes.ts";
import { TYRE_RADIUS, WheelDefs, type WheelDesign, wheelDesigns } from "./Wheel.tsx";

export type Roof = "paint" | "night";

export interface CarProps {
  readonly model: ModelName;
  readonly paint?: Paint;
  readonly wheels?: WheelDesign;
  readonly roof?: Roof;
  readonly lamps?: boolean;
  /** Drawn so that `dress` changes its paint, wheels and roof in place; what holds it says which. */
  readonly live?: boolean;
  /** What the picture shows; without it, the picture is decoration. */
  readonly label?: string;
  /** Seen once more, faintly, in wet ground. */
  readonly reflection?: boolean;
  readonly class?: string;
}

/** What lies on the ground: a wide shade, a dark core, and the four tyres' contact. */
function Shadow({ id, shape: { ends: [front, rear], axles, tyre } }: { id: string; shape: Shape }) {
  const middle = (front + rear) / 2;
  const half = (rear - front) / 2;
  const fill = `url(#${id}-shadow)`;
  return (
    <g fill={fill}>
      <ellipse cx={middle} cy={GROUND - 1} rx={half + 22} ry="13" opacity=".5" />
      <ellipse cx={middle} cy={GROUND - 2} rx={half - 6} ry="7" />
      {axles.map((x) => <ellipse key={x} cx={x} cy={GROUND} rx={tyre * 0.72} ry="2.6" />)}
    </g>
  );
}

/** The dark between the wheels and in the arches, before which wheels and body stand. */
function Underside({ shape: { axles: [front, rear], arch, sill, tyre } }: { shape: Shape }) {
  return (
    <g fill="#060809">
      <path
        d={`M${front} ${sill - 20}H${rear}V${sill + 4}Q${rear - 30} ${sill + 6} ${rear - 60} ${
          sill + 6
        }H${front + 60}Q${front + 30} ${sill + 6} ${front} ${sill + 4}Z`}
      />
      {[front, rear].map((x) => <circle key={x} cx={x} cy={GROUND - tyre} r={arch + 0.5} />)}
    </g>
  );
}

function Wheels({ href, shape: { axles, tyre } }: { href: string; shape: Shape }) {
  const scale = (tyre / TYRE_RADIUS).toFixed(4);
  return (
    <>
      {axles.map((x) => (
        <use
          key={x}
          class="car__wheel"
          href={href}
          transform={`translate(${x} ${GROUND - tyre}) scale(${scale})`}
        />
      ))}
    </>
  );
}

function Reflection({ id }: { id: string }) {
  return (
    <g mask={`url(#${id}-wet)`}>
      <use
        href={`#${id}-car`}
        transform={`translate(0 ${2 * GROUND - 3}) scale(1 -1)`}
        filter={`url(#${id}-soft)`}
      />
    </g>
  );
}

/** What a stage by dusk or night lays over the car; the lamps stay bright. */
function Shade({ id, shape: { axles, tyre } }: { id: string; shape: Shape }) {
  return (
    <g class="car__shade" fill="#04080a" opacity="0">
      <use href={`#${id}-outline`} />
      {axles.map((x) => <circle key={x} cx={x} cy={GROUND - tyre} r={tyre} />)}
    </g>
  );
}

export function Car(props: CarProps) {
  const { model, paint = "mist", wheels = "blade", roof = "paint", lamps = false, label } = props;
  const { live = false } = props;
  const shape = SHAPES[model];
  // Cars that look alike share their definitions, and unlike ones never do.
  const id = ["car", model, ...(live ? ["live"] : [paint, wheels, roof])].join("-");
  return (
    <svg
      class={props.class ? `car ${props.class}` : "car"}
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${BOX.width} ${BOX.height}`}
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : "true"}
      overflow="visible"
    >
      <CarDefs id={id} shape={shape} stops={live ? LIVE_STOPS : paintStops(paint)}>
        {live
          ? wheelDesigns.map((design) => (
            <WheelDefs key={design} id={`live-${design}`} design={design} />
          ))
          : <WheelDefs id={id} design={wheels} />}
      </CarDefs>
      {props.reflection && <Reflection id={id} />}
      <Shadow id={id} shape={shape} />
      <g id={`${id}-car`}>
        <Underside shape={shape} />
        <Wheels href={live ? liveWheel(wheels) : `#${id}-wheel`} shape={shape} />
        <Body id={id} shape={shape} roof={live ? "either" : roof} />
        <Glass id={id} shape={shape} />
        <Shade id={id} shape={shape} />
      </g>
      <Lamps id={id} shape={shape} lit={lamps} />
    </svg>
  );
}
