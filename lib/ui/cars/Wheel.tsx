/** How many spokes, and the shape of one that points up, on a rim of radius 100. */
const DESIGNS = {
  /** A nearly closed face with narrow openings, for range. */
  aero: {
    count: 5,
    spoke: "M-50 -20L-44 -86A97 97 0 0 1 44 -86L50 -20L22 -26L30 -74A80 80 0 0 0 -30 -74L-22 -26Z",
  },
  /** Ten thin double blades. */
  blade: {
    count: 10,
    spoke: "M-9 -18L-16 -95A97 97 0 0 1 -4 -97L-2 -20ZM2 -20L9 -96.5A97 97 0 0 1 20 -94L9 -18Z",
  },
  /** Five broad spokes, each folded along its middle. */
  ridge: {
    count: 5,
    spoke: "M-14 -18L-30 -92A97 97 0 0 1 0 -97L0 -20ZM0 -20L0 -97A97 97 0 0 1 30 -92L14 -18Z",
  },
} as const;

export type WheelDesign = keyof typeof DESIGNS;

export const wheelDesigns = Object.keys(DESIGNS) as WheelDesign[];

/** Gradients of a wheel, in units of a radius of 137: the tyre round a rim of 100. */
export function WheelDefs({ id, design }: { id: string; design: WheelDesign }) {
  const { count, spoke } = DESIGNS[design];
  return (
    <>
      <radialGradient id={`${id}-tyre`} gradientUnits="userSpaceOnUse" cx="0" cy="0" r="137">
        <stop offset=".72" stop-color="#0a0c0e" />
        <stop offset=".8" stop-color="#1d2124" />
        <stop offset=".9" stop-color="#15181b" />
        <stop offset="1" stop-color="#08090a" />
      </radialGradient>
      <linearGradient
        id={`${id}-rim`}
        gradientUnits="userSpaceOnUse"
        x1="0"
        y1="-100"
        x2="0"
        y2="100"
      >
        <stop offset="0" stop-color="#e6eaec" />
        <stop offset=".45" stop-color="#a8aeb2" />
        <stop offset="1" stop-color="#5d6367" />
      </linearGradient>
      <radialGradient id={`${id}-well`} gradientUnits="userSpaceOnUse" cx="0" cy="0" r="100">
        <stop offset="0" stop-color="#2b2f32" />
        <stop offset=".7" stop-color="#1a1d1f" />
        <stop offset="1" stop-color="#0b0c0d" />
      </radialGradient>
      <g id={`${id}-wheel`}>
        <circle r="137" fill={`url(#${id}-tyre)`} />
        <circle r="118" fill="none" stroke="#fff" stroke-opacity=".05" stroke-width="3" />
        <circle r="101" fill={`url(#${id}-well)`} />
        <circle r="68" fill="#3a3f43" />
        <circle r="68" fill="none" stroke="#6d747a" stroke-opacity=".5" stroke-width="2" />
        <path d="M38 -56A68 68 0 0 1 66 14L46 10A47 47 0 0 0 27 -39Z" fill="#8b2f22" />
        <g fill={`url(#${id}-rim)`}>
          {Array.from({ length: count }, (_, index) => (
            <path
              key={index}
              d={spoke}
              transform={`rotate(${(index * 360) / count})`}
            />
          ))}
        </g>
        <circle r="98.5" fill="none" stroke={`url(#${id}-rim)`} stroke-width="5" />
        <circle r="19" fill={`url(#${id}-rim)`} />
        <circle r="12" fill="#2a2e31" />
      </g>
    </>
  );
}
