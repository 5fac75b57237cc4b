import type { ComponentChildren } from "preact";
import type { PaintStops } from "./paints.ts";
import { bodyPath } from "./outlines.ts";
import { GROUND, type Shape } from "./shapes.ts";

/** Filters work on the whole picture, so that no glow ends at the edge of a box. */
const AREA = { filterUnits: "userSpaceOnUse", x: -80, y: -80, width: 720, height: 400 } as const;

/** Cladding, pillars, the foot of a mirror. */
export const DARK = "#14191b";

const user = { gradientUnits: "userSpaceOnUse" } as const;

interface CarDefsProps {
  readonly id: string;
  readonly shape: Shape;
  /** Colours as CSS. */
  readonly stops: PaintStops;
  /** What else is defined: its wheels. */
  readonly children: ComponentChildren;
}

/** The light on the body, zone by zone: sky above the shoulder, horizon on the flank, floor below. */
function PaintDefs({ id, shape, stops }: Omit<CarDefsProps, "children">) {
  const { sky, shoulder, base, flank, floor } = stops;
  const { top, belt, shoulder: turn, crease } = shape.light;
  return (
    <>
      <linearGradient id={`${id}-upper`} {...user} x1="0" y1={top} x2="0" y2={turn + 22}>
        <stop offset="0" stop-color={sky} />
        <stop offset=".4" stop-color={shoulder} />
        <stop offset={((belt - top) / (turn + 22 - top)).toFixed(2)} stop-color={base} />
        <stop offset=".8" stop-color={shoulder} />
        <stop offset="1" stop-color={base} />
      </linearGradient>
      <linearGradient id={`${id}-flank`} {...user} x1="0" y1={turn} x2="0" y2={shape.sill}>
        <stop offset="0" stop-color={shoulder} />
        <stop offset=".16" stop-color={base} />
        <stop offset=".7" stop-color={base} />
        <stop offset="1" stop-color={flank} />
      </linearGradient>
      <linearGradient id={`${id}-horizon`} {...user} x1="0" y1={turn} x2="0" y2={turn + 40}>
        <stop offset="0" stop-color={flank} />
        <stop offset=".3" stop-color={flank} stop-opacity=".8" />
        <stop offset="1" stop-color={flank} stop-opacity="0" />
      </linearGradient>
      <linearGradient id={`${id}-mirror`} x1="0" y1="0" x2="0" y2="1">
        <stop offset="0" stop-color={shoulder} />
        <stop offset=".55" stop-color={flank} />
        <stop offset=".6" stop-color={DARK} />
      </linearGradient>
      <linearGradient id={`${id}-lower`} {...user} x1="0" y1={crease - 10} x2="0" y2={shape.sill}>
        <stop offset="0" stop-color={flank} />
        <stop offset=".45" stop-color={floor} />
        <stop offset=".8" stop-color={flank} />
        <stop offset="1" stop-color={floor} />
      </linearGradient>
    </>
  );
}

export function CarDefs({ id, shape, stops, children }: CarDefsProps) {
  const [front, rear] = shape.ends;
  const { top, belt } = shape.light;
  return (
    <defs>
      {children}
      <PaintDefs id={id} shape={shape} stops={stops} />
      <linearGradient id={`${id}-ends`} {...user} x1={front} y1="0" x2={rear} y2="0">
        <stop offset="0" stop-color="#04080a" stop-opacity=".62" />
        <stop offset=".07" stop-color="#04080a" stop-opacity=".22" />
        <stop offset=".2" stop-color="#04080a" stop-opacity="0" />
        <stop offset=".78" stop-color="#04080a" stop-opacity="0" />
        <stop offset=".94" stop-color="#04080a" stop-opacity=".32" />
        <stop offset="1" stop-color="#04080a" stop-opacity=".7" />
      </linearGradient>
      <linearGradient id={`${id}-along`} {...user} x1={front} y1="0" x2={rear} y2="0">
        <stop offset="0" stop-color="#fff" stop-opacity="0" />
        <stop offset=".16" stop-color="#fff" stop-opacity=".9" />
        <stop offset=".4" stop-color="#fff" stop-opacity=".35" />
        <stop offset=".72" stop-color="#fff" stop-opacity=".85" />
        <stop offset="1" stop-color="#fff" stop-opacity="0" />
      </linearGradient>
      <linearGradient id={`${id}-glass`} {...user} x1="0" y1={top} x2="0" y2={belt + 4}>
        <stop offset=".1" stop-color="#6f8792" />
        <stop offset=".3" stop-color="#33434b" />
        <stop offset=".7" stop-color="#151d21" />
        <stop offset="1" stop-color="#0b1012" />
      </linearGradient>
      <radialGradient id={`${id}-bulge`}>
        <stop offset="0" stop-color="#fff" stop-opacity=".34" />
        <stop offset="1" stop-color="#fff" stop-opacity="0" />
      </radialGradient>
      <radialGradient id={`${id}-shadow`}>
        <stop offset="0" stop-color="#04080a" stop-opacity=".8" />
        <stop offset=".6" stop-color="#04080a" stop-opacity=".5" />
        <stop offset="1" stop-color="#04080a" stop-opacity="0" />
      </radialGradient>
      <filter id={`${id}-thin`} {...AREA}>
        <feGaussianBlur stdDeviation="1" />
      </filter>
      <filter id={`${id}-soft`} {...AREA}>
        <feGaussianBlur stdDeviation="2.6" />
      </filter>
      <filter id={`${id}-wide`} {...AREA}>
        <feGaussianBlur stdDeviation="9" />
      </filter>
      <linearGradient id={`${id}-fade`} {...user} x1="0" y1={GROUND - 4} x2="0" y2={GROUND + 70}>
        <stop offset="0" stop-color="#fff" stop-opacity=".34" />
        <stop offset="1" stop-color="#fff" stop-opacity="0" />
      </linearGradient>
      <mask
        id={`${id}-wet`}
        maskUnits="userSpaceOnUse"
        x="-40"
        y={GROUND - 4}
        width="640"
        height="90"
      >
        <rect x="-40" y={GROUND - 4} width="640" height="90" fill={`url(#${id}-fade)`} />
      </mask>
      <path id={`${id}-outline`} d={bodyPath(shape)} />
      <clipPath id={`${id}-body`}>
        <use href={`#${id}-outline`} />
      </clipPath>
      <clipPath id={`${id}-panes`}>
        <path d={shape.glass} />
      </clipPath>
    </defs>
  );
}
