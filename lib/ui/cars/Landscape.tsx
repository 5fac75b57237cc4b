import { between, type Hour, HOURS } from "./hours.ts";
import { toHex } from "./oklch.ts";
import { ridgePath, RIDGES, SCENE } from "./ridges.ts";

const WATER = 652;
const GROUND = 772;

/** Streaks of light on the water, nearer ones longer. */
const STREAKS = [
  [700, 664, 90],
  [560, 672, 150],
  [840, 680, 190],
  [420, 692, 180],
  [1010, 698, 240],
  [640, 712, 340],
  [240, 724, 260],
  [1080, 738, 380],
  [480, 752, 520],
] as const;

/** Hills, water and mist by the hour of the day; wet ground at the foot, on which a car may stand. */
export function Landscape({ hour }: { hour: Hour }) {
  const light = HOURS[hour];
  const id = `land-${hour}`;
  const [glowX, glowY] = light.glowAt;
  const mist = toHex(light.mist);
  return (
    <svg
      class="landscape"
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${SCENE.width} ${SCENE.height}`}
      preserveAspectRatio="xMidYMax slice"
      aria-hidden="true"
    >
      <defs>
        <linearGradient id={`${id}-sky`} x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stop-color={toHex(light.zenith)} />
          <stop offset=".45" stop-color={between(light.zenith, light.horizon, 0.45)} />
          <stop offset=".72" stop-color={toHex(light.horizon)} />
        </linearGradient>
        <radialGradient
          id={`${id}-glow`}
          gradientUnits="userSpaceOnUse"
          cx={glowX * SCENE.width}
          cy={glowY}
          r="620"
          gradientTransform={`translate(0 ${glowY * 0.4}) scale(1 .6)`}
        >
          <stop offset="0" stop-color={toHex(light.glow)} stop-opacity=".95" />
          <stop offset=".4" stop-color={toHex(light.glow)} stop-opacity=".4" />
          <stop offset="1" stop-color={toHex(light.glow)} stop-opacity="0" />
        </radialGradient>
        {RIDGES.map(({ foot, rise }, index) => {
          const tone = between(light.far, light.near, index / (RIDGES.length - 1));
          return (
            <linearGradient
              key={index}
              id={`${id}-hill-${index}`}
              gradientUnits="userSpaceOnUse"
              x1="0"
              y1={foot - rise}
              x2="0"
              y2={foot}
            >
              <stop offset="0" stop-color={tone} />
              <stop offset=".35" stop-color={tone} />
              <stop
                offset="1"
                stop-color={mist}
                stop-opacity={index === RIDGES.length - 1 ? 0.4 : 1}
              />
            </linearGradient>
          );
        })}
        <linearGradient id={`${id}-water`} x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stop-color={mist} />
          <stop offset=".5" stop-color={toHex(light.water)} />
          <stop offset="1" stop-color={between(light.water, light.ground, 0.6)} />
        </linearGradient>
        <linearGradient id={`${id}-ground`} x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stop-color={between(light.ground, light.horizon, 0.32)} />
          <stop offset=".3" stop-color={toHex(light.ground)} />
          <stop offset="1" stop-color={between(light.ground, light.zenith, 0.25)} />
        </linearGradient>
        <linearGradient id={`${id}-streak`}>
          <stop offset="0" stop-color={toHex(light.glow)} stop-opacity="0" />
          <stop offset=".5" stop-color={toHex(light.glow)} stop-opacity=".7" />
          <stop offset="1" stop-color={toHex(light.glow)} stop-opacity="0" />
        </linearGradient>
      </defs>
      <rect width="1600" height="900" fill={`url(#${id}-sky)`} />
      <rect width="1600" height="900" fill={`url(#${id}-glow)`} />
      {RIDGES.map((ridge, index) => (
        <path key={index} d={ridgePath(ridge)} fill={`url(#${id}-hill-${index})`} />
      ))}
      <rect y={WATER} width="1600" height={GROUND - WATER} fill={`url(#${id}-water)`} />
      {STREAKS.map(([x, y, length]) => (
        <rect key={y} x={x} y={y} width={length} height="1.4" fill={`url(#${id}-streak)`} />
      ))}
      <rect y={GROUND} width="1600" height={SCENE.height - GROUND} fill={`url(#${id}-ground)`} />
      <rect y={GROUND} width="1600" height="1.2" fill={toHex(light.glow)} fill-opacity=".35" />
    </svg>
  );
}
