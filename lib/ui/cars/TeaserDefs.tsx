import { bodyPath } from "./outlines.ts";
import { GROUND, type Shape } from "./shapes.ts";

const user = { gradientUnits: "userSpaceOnUse" } as const;
const AREA = { filterUnits: "userSpaceOnUse", x: -160, y: -120, width: 880, height: 520 } as const;

/** Light along the car: where the lines begin, swell and are lost. */
function LineDefs({ id, ends: [front, rear] }: { id: string; ends: Shape["ends"] }) {
  const along = { ...user, x1: front, y1: 0, x2: rear, y2: 0 };
  return (
    <>
      <linearGradient id={`${id}-roof`} {...along}>
        <stop offset="0" stop-color="#cdf6f4" stop-opacity=".1" />
        <stop offset=".22" stop-color="#cdf6f4" stop-opacity=".4" />
        <stop offset=".5" stop-color="#fff" />
        <stop offset=".78" stop-color="#bfeeee" stop-opacity=".6" />
        <stop offset="1" stop-color="#7fd0d3" stop-opacity=".05" />
      </linearGradient>
      <linearGradient id={`${id}-shoulder`} {...along}>
        <stop offset="0" stop-color="#e9ffff" stop-opacity=".95" />
        <stop offset=".2" stop-color="#a5e3e4" stop-opacity=".45" />
        <stop offset=".55" stop-color="#dffbfa" stop-opacity=".85" />
        <stop offset=".82" stop-color="#8fd9db" stop-opacity=".25" />
        <stop offset="1" stop-color="#ffb39b" stop-opacity=".6" />
      </linearGradient>
      <linearGradient id={`${id}-crease`} {...along}>
        <stop offset=".3" stop-color="#8fd9db" stop-opacity="0" />
        <stop offset=".6" stop-color="#8fd9db" stop-opacity=".4" />
        <stop offset=".78" stop-color="#8fd9db" stop-opacity="0" />
      </linearGradient>
    </>
  );
}

export function TeaserDefs({ id, shape }: { id: string; shape: Shape }) {
  return (
    <defs>
      <LineDefs id={id} ends={shape.ends} />
      <linearGradient
        id={`${id}-body`}
        {...user}
        x1="0"
        y1={shape.light.top}
        x2="0"
        y2={shape.sill}
      >
        <stop offset="0" stop-color="#0d1a1f" />
        <stop offset=".42" stop-color="#11262d" />
        <stop offset=".5" stop-color="#0a171b" />
        <stop offset="1" stop-color="#030607" />
      </linearGradient>
      <linearGradient id={`${id}-rim`} x1="0" y1="0" x2="0" y2="1">
        <stop offset="0" stop-color="#a9e2e4" stop-opacity=".55" />
        <stop offset=".6" stop-color="#a9e2e4" stop-opacity=".04" />
      </linearGradient>
      <radialGradient id={`${id}-beam`}>
        <stop offset="0" stop-color="#d9f6ff" stop-opacity=".42" />
        <stop offset=".35" stop-color="#a5dcea" stop-opacity=".14" />
        <stop offset="1" stop-color="#a5dcea" stop-opacity="0" />
      </radialGradient>
      <linearGradient id={`${id}-fade`} {...user} x1="0" y1={GROUND} x2="0" y2={GROUND + 90}>
        <stop offset="0" stop-color="#fff" stop-opacity=".5" />
        <stop offset="1" stop-color="#fff" stop-opacity="0" />
      </linearGradient>
      <mask
        id={`${id}-water`}
        maskUnits="userSpaceOnUse"
        x="-160"
        y={GROUND}
        width="880"
        height="140"
      >
        <rect x="-160" y={GROUND} width="880" height="140" fill={`url(#${id}-fade)`} />
      </mask>
      <filter id={`${id}-near`} {...AREA}>
        <feGaussianBlur stdDeviation="1.6" />
      </filter>
      <filter id={`${id}-far`} {...AREA}>
        <feGaussianBlur stdDeviation="8" />
      </filter>
      <filter id={`${id}-ripple`} {...AREA}>
        <feGaussianBlur stdDeviation="3.4 1.6" />
      </filter>
      <clipPath id={`${id}-clip`}>
        <path d={bodyPath(shape)} />
      </clipPath>
    </defs>
  );
}
