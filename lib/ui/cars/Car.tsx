import { type Paint, paintStops } from "./paints.ts";
import {
  below,
  bodyPath,
  BOX,
  GROUND,
  type ModelName,
  roofLine,
  type Shape,
  SHAPES,
  upperLine,
} from "./shapes.ts";
import { WheelDefs, type WheelDesign } from "./Wheel.tsx";

export type Roof = "paint" | "night";

export interface CarProps {
  readonly model: ModelName;
  readonly paint?: Paint;
  readonly wheels?: WheelDesign;
  readonly roof?: Roof;
  readonly lamps?: boolean;
  /** What the picture shows; without it, the picture is decoration. */
  readonly label?: string;
  /** A faint reflection on wet ground. */
  readonly reflection?: boolean;
}

/** Cars that look alike share their definitions; unlike ones never do. */
const idOf = ({ model, paint, wheels, roof, lamps }: CarProps): string =>
  ["car", model, paint, wheels, roof, lamps ? "lit" : "dark"].join("-");

const AREA = { filterUnits: "userSpaceOnUse", x: -60, y: -60, width: 680, height: 340 } as const;

function Defs({ id, shape, paint, roof, wheels }: {
  id: string;
  shape: Shape;
  paint: Paint;
  roof: Roof;
  wheels: WheelDesign;
}) {
  const { sky, shoulder, base, flank, floor } = paintStops(paint);
  const top = roof === "night" ? "#14171a" : sky;
  return (
    <defs>
      <WheelDefs id={id} design={wheels} />
      <linearGradient
        id={`${id}-upper`}
        gradientUnits="userSpaceOnUse"
        x1="0"
        y1="30"
        x2="0"
        y2="130"
      >
        <stop offset="0" stop-color={top} />
        <stop offset=".45" stop-color={shoulder} />
        <stop offset="1" stop-color={shoulder} />
      </linearGradient>
      <linearGradient
        id={`${id}-flank`}
        gradientUnits="userSpaceOnUse"
        x1="0"
        y1="100"
        x2="0"
        y2="168"
      >
        <stop offset="0" stop-color={shoulder} />
        <stop offset=".18" stop-color={base} />
        <stop offset="1" stop-color={flank} />
      </linearGradient>
      <linearGradient
        id={`${id}-lower`}
        gradientUnits="userSpaceOnUse"
        x1="0"
        y1="146"
        x2="0"
        y2="186"
      >
        <stop offset="0" stop-color={base} />
        <stop offset=".3" stop-color={flank} />
        <stop offset="1" stop-color={floor} />
      </linearGradient>
      <linearGradient
        id={`${id}-ends`}
        gradientUnits="userSpaceOnUse"
        x1="20"
        y1="0"
        x2="540"
        y2="0"
      >
        <stop offset="0" stop-color="#05080a" stop-opacity=".5" />
        <stop offset=".22" stop-color="#05080a" stop-opacity="0" />
        <stop offset=".74" stop-color="#05080a" stop-opacity="0" />
        <stop offset="1" stop-color="#05080a" stop-opacity=".55" />
      </linearGradient>
      <linearGradient
        id={`${id}-glass`}
        gradientUnits="userSpaceOnUse"
        x1="180"
        y1="30"
        x2="240"
        y2="110"
      >
        <stop offset="0" stop-color="#5d7480" />
        <stop offset=".4" stop-color="#27343b" />
        <stop offset="1" stop-color="#0f1518" />
      </linearGradient>
      <filter id={`${id}-soft`} {...AREA}>
        <feGaussianBlur stdDeviation="2.4" />
      </filter>
      <filter id={`${id}-wide`} {...AREA}>
        <feGaussianBlur stdDeviation="7" />
      </filter>
      <radialGradient id={`${id}-shadow`}>
        <stop offset="0" stop-color="#04080a" stop-opacity=".85" />
        <stop offset=".7" stop-color="#04080a" stop-opacity=".5" />
        <stop offset="1" stop-color="#04080a" stop-opacity="0" />
      </radialGradient>
      <clipPath id={`${id}-body`}>
        <path d={bodyPath(shape)} />
      </clipPath>
      <clipPath id={`${id}-panes`}>
        <path d={shape.glass} />
      </clipPath>
    </defs>
  );
}

function Wheels({ id, shape }: { id: string; shape: Shape }) {
  const scale = shape.tyre / 137;
  return (
    <>
      {shape.axles.map((x) => (
        <use
          key={x}
          href={`#${id}-wheel`}
          transform={`translate(${x} ${GROUND - shape.tyre}) scale(${scale.toFixed(4)})`}
        />
      ))}
    </>
  );
}

function Body({ id, shape }: { id: string; shape: Shape }) {
  const fill = (part: string) => `url(#${id}-${part})`;
  const blur = (part: string) => `url(#${id}-${part})`;
  return (
    <g clip-path={`url(#${id}-body)`}>
      <path d={bodyPath(shape)} fill={fill("upper")} />
      <path d={below(shape.shoulder)} fill={fill("flank")} />
      <path d={below(shape.crease)} fill={fill("lower")} filter={blur("soft")} />
      <path
        d={shape.shoulder}
        fill="none"
        stroke="#fff"
        stroke-opacity=".5"
        stroke-width="3"
        filter={blur("soft")}
      />
      <path d={shape.shoulder} fill="none" stroke="#fff" stroke-opacity=".55" stroke-width=".7" />
      <path
        d={upperLine(shape)}
        fill="none"
        stroke="#fff"
        stroke-opacity=".6"
        stroke-width="5"
        filter={blur("soft")}
      />
      <path d={bodyPath(shape)} fill={fill("ends")} />
      {shape.doors.map((door) => (
        <g key={door} fill="none">
          <path d={door} stroke="#04080a" stroke-opacity=".6" stroke-width=".9" />
          <path
            d={door}
            stroke="#fff"
            stroke-opacity=".22"
            stroke-width=".5"
            transform="translate(.9 0)"
          />
        </g>
      ))}
      {shape.handles.map(([x, y]) => (
        <g key={x}>
          <rect x={x} y={y} width="19" height="3.2" rx="1.6" fill="#04080a" fill-opacity=".3" />
          <rect x={x} y={y + 2.4} width="19" height=".7" rx=".35" fill="#fff" fill-opacity=".4" />
        </g>
      ))}
      <path d={`M0 ${shape.sill - shape.cladding.sill}H560V220H0Z`} fill="#111416" />
    </g>
  );
}

function Glass({ id, shape }: { id: string; shape: Shape }) {
  return (
    <g>
      <path d={shape.glass} fill={`url(#${id}-glass)`} />
      <g clip-path={`url(#${id}-panes)`}>
        {shape.seats.map(([x, y]) => (
          <path
            key={x}
            d={`M${x} ${y}c4 -1 8 0 9 4l1 7c0 3 -2 4 -3 5l6 22h-18l-2 -20c0 -4 1 -7 3 -8l-1 -6c0 -3 2 -4 5 -4z`}
            fill="#05080a"
            fill-opacity=".55"
          />
        ))}
        {shape.pillars.map((pillar) => (
          <path key={pillar} d={pillar} stroke="#0a0d0f" stroke-width="5" />
        ))}
      </g>
      <path d={shape.glass} fill="none" stroke="#0a0d0f" stroke-width="1.6" />
      <path d={roofLine(shape)} fill="none" stroke="#fff" stroke-opacity=".7" stroke-width=".8" />
    </g>
  );
}

function Lamps({ shape, lit }: { shape: Shape; lit: boolean }) {
  return (
    <g>
      {shape.lamps.front.map((blade) => (
        <path key={blade} d={blade} fill={lit ? "#fff" : "#dfe7ea"} />
      ))}
      {shape.lamps.rear.map((blade) => (
        <path key={blade} d={blade} fill={lit ? "#ff5a45" : "#7a1c16"} />
      ))}
    </g>
  );
}

export function Car(props: CarProps) {
  const { model, paint = "mist", wheels = "blade", roof = "paint", lamps = false, label } = props;
  const shape = SHAPES[model];
  const id = idOf({ model, paint, wheels, roof, lamps });
  const axleY = GROUND - shape.tyre;
  const [front, rear] = shape.axles;
  return (
    <svg
      class="car"
      viewBox={`0 0 ${BOX.width} ${BOX.height}`}
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : "true"}
      overflow="visible"
    >
      <Defs id={id} shape={shape} paint={paint} roof={roof} wheels={wheels} />
      <ellipse cx="280" cy={GROUND} rx="268" ry="9" fill={`url(#${id}-shadow)`} />
      <path d={`M${front - 50} 150H${rear + 50}V${shape.sill + 5}H${front - 50}Z`} fill="#07090a" />
      {shape.axles.map((x) => <circle key={x} cx={x} cy={axleY} r={shape.arch} fill="#050607" />)}
      <Wheels id={id} shape={shape} />
      <Body id={id} shape={shape} />
      <Glass id={id} shape={shape} />
      <Lamps shape={shape} lit={lamps} />
    </svg>
  );
}
