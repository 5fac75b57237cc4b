/** How many spokes, and the shape of one that points up, on a rim of radius 100. */
const DESIGNS = {
  /** A nearly closed face with narrow openings, for range. */
  aero: {
    count: 7,
    face: "M-20 -20L-34 -93A99 99 0 0 1 22 -96.5L16 -44Q12 -26 6 -20Z",
    edge: "M22 -96.5L16 -44Q12 -26 6 -20",
  },
  /** Five pairs of thin blades. */
  blade: {
    count: 5,
    face:
      "M-15 -14L-29 -94.5A99 99 0 0 1 -16 -97.6L-4 -20ZM15 -14L29 -94.5A99 99 0 0 0 16 -97.6L4 -20Z",
    edge: "M-4 -20L-16 -97.6M15 -14L29 -94.5",
  },
  /** Five broad spokes, each folded along its middle. */
  ridge: {
    count: 5,
    face: "M-20 -10L-19 -96A98 98 0 0 1 19 -96L20 -10Z",
    edge: "M0 -14L0 -97",
  },
} as const;

export type WheelDesign = keyof typeof DESIGNS;

export const wheelDesigns = Object.keys(DESIGNS) as WheelDesign[];

/** Of the wheel, in units of the rim's radius of 100. */
export const TYRE_RADIUS = 125;

/** A wheel as a symbol: tyre, dark barrel, brake, spokes by rotation, and the arch's shade over it. */
export function WheelDefs({ id, design }: { id: string; design: WheelDesign }) {
  const { count, face, edge } = DESIGNS[design];
  return (
    <>
      <radialGradient
        id={`${id}-tyre`}
        gradientUnits="userSpaceOnUse"
        cx="0"
        cy="0"
        r={TYRE_RADIUS}
      >
        <stop offset=".8" stop-color="#0b0d0e" />
        <stop offset=".86" stop-color="#2a2f32" />
        <stop offset=".94" stop-color="#1f2326" />
        <stop offset="1" stop-color="#0d0f10" />
      </radialGradient>
      <linearGradient
        id={`${id}-rim`}
        gradientUnits="userSpaceOnUse"
        x1="-40"
        y1="-100"
        x2="40"
        y2="100"
      >
        <stop offset="0" stop-color="#c9d0d3" />
        <stop offset=".4" stop-color="#868d92" />
        <stop offset="1" stop-color="#3d4347" />
      </linearGradient>
      <radialGradient id={`${id}-barrel`} gradientUnits="userSpaceOnUse" cx="0" cy="14" r="100">
        <stop offset="0" stop-color="#14171a" />
        <stop offset=".72" stop-color="#0c0e10" />
        <stop offset=".94" stop-color="#24292c" />
        <stop offset="1" stop-color="#0a0b0c" />
      </radialGradient>
      <linearGradient id={`${id}-shade`} x1="0" y1="0" x2="0" y2="1">
        <stop offset="0" stop-color="#000" stop-opacity=".78" />
        <stop offset=".42" stop-color="#000" stop-opacity="0" />
        <stop offset=".8" stop-color="#000" stop-opacity="0" />
        <stop offset="1" stop-color="#000" stop-opacity=".4" />
      </linearGradient>
      <g id={`${id}-wheel`}>
        <circle r={TYRE_RADIUS} fill={`url(#${id}-tyre)`} />
        <circle r="101" fill={`url(#${id}-barrel)`} />
        <circle r="66" fill="#2c3134" />
        <circle r="66" fill="none" stroke="#7d858a" stroke-opacity=".4" stroke-width="1.5" />
        <path d="M36 -56A67 67 0 0 1 66 12L47 9A48 48 0 0 0 26 -40Z" fill="#6b747a" />
        <g id={`${id}-spokes`}>
          {Array.from(
            { length: count },
            (_, index) => (
              <g key={index} transform={`rotate(${((index * 360) / count).toFixed(1)})`}>
                <path d={face} fill="#33393d" />
              </g>
            ),
          )}
        </g>
        <g fill="none" stroke={`url(#${id}-rim)`} stroke-width="3.4">
          {Array.from(
            { length: count },
            (_, index) => (
              <path
                key={index}
                d={edge}
                transform={`rotate(${((index * 360) / count).toFixed(1)})`}
              />
            ),
          )}
        </g>
        <circle r="98" fill="none" stroke={`url(#${id}-rim)`} stroke-width="4.5" />
        <circle r="20" fill="#33393d" />
        <circle r="20" fill="none" stroke={`url(#${id}-rim)`} stroke-width="2" />
        <circle r={TYRE_RADIUS} fill={`url(#${id}-shade)`} />
      </g>
    </>
  );
}
