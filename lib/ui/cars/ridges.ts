/** Width of the scene in which ridges are drawn. */
export const SCENE = { width: 1600, height: 900 } as const;

interface Ridge {
  /** Height of the foot, and how far peaks rise above it. */
  readonly foot: number;
  readonly rise: number;
  /** Peaks across the scene, as place (0 to 1), height (0 to 1) and breadth (0 to 1). */
  readonly peaks: readonly (readonly [at: number, height: number, breadth: number])[];
}

/** Soft mountains, one behind the other, as ink painting has them: far ones higher and paler. */
export const RIDGES: readonly Ridge[] = [
  {
    foot: 640,
    rise: 236,
    peaks: [
      [0.02, 0.3, 0.1],
      [0.13, 0.34, 0.05],
      [0.2, 0.44, 0.05],
      [0.27, 0.22, 0.04],
      [
        0.68,
        0.5,
        0.09,
      ],
      [0.735, 0.62, 0.045],
      [0.79, 0.4, 0.04],
      [0.86, 0.3, 0.05],
      [0.99, 0.4, 0.1],
    ],
  },
  {
    foot: 648,
    rise: 190,
    peaks: [
      [-0.01, 0.66, 0.05],
      [0.06, 0.46, 0.04],
      [0.11, 0.2, 0.03],
      [0.4, 0.24, 0.07],
      [
        0.46,
        0.2,
        0.03,
      ],
      [0.57, 0.26, 0.05],
      [0.83, 0.4, 0.05],
      [0.885, 0.72, 0.042],
      [0.94, 0.42, 0.04],
    ],
  },
  {
    foot: 654,
    rise: 128,
    peaks: [
      [-0.03, 0.8, 0.06],
      [0.05, 0.3, 0.03],
      [0.24, 0.3, 0.06],
      [0.31, 0.42, 0.04],
      [
        0.36,
        0.2,
        0.03,
      ],
      [0.66, 0.3, 0.07],
      [0.72, 0.26, 0.03],
      [0.95, 0.4, 0.04],
      [1.01, 0.9, 0.06],
    ],
  },
  {
    foot: 660,
    rise: 58,
    peaks: [
      [0.02, 0.5, 0.05],
      [0.14, 0.5, 0.04],
      [0.2, 0.6, 0.03],
      [0.5, 0.3, 0.06],
      [
        0.6,
        0.4,
        0.03,
      ],
      [0.8, 0.3, 0.03],
      [0.87, 0.8, 0.04],
      [0.93, 0.5, 0.04],
    ],
  },
];

const STEPS = 64;

const round = (value: number): number => Math.round(value * 10) / 10;

/** Height above the foot at a place: each peak a bell, a little steeper on the side away from the light. */
function heightAt({ peaks, rise }: Ridge, at: number): number {
  return rise * peaks.reduce((sum, [place, height, breadth]) => {
    const away = (at - place) / (breadth * (at < place ? 1.15 : 0.85));
    return sum + height / (1 + away ** 2) ** 1.6;
  }, 0);
}

const drawn = new WeakMap<Ridge, string>();

/** A closed path under the ridge; hills do not move, and drawing them anew took a fifth of a page. */
export function ridgePath(ridge: Ridge): string {
  const known = drawn.get(ridge);
  if (known !== undefined) return known;
  const path = drawRidge(ridge);
  drawn.set(ridge, path);
  return path;
}

/**
 * Its upper edge is smoothed through points (Catmull-Rom as Bézier). Each piece goes on as smoothly as
 * the one before ended, and says how far it goes: half the bytes of a page's landscape.
 */
function drawRidge(ridge: Ridge): string {
  const step = SCENE.width / STEPS;
  const heights = Array.from(
    { length: STEPS + 3 },
    (_, index) => ridge.foot - heightAt(ridge, (index - 1) / STEPS),
  );
  const bend = (index: number): number => (heights[index + 1]! - heights[index - 1]!) / 6;
  let at = round(heights[1]!);
  let path = `M0 ${SCENE.height}V${at}`;
  for (let index = 1; index <= STEPS; index++) {
    const to = heights[index + 1]!;
    // From where the pen is, so that what is rounded away does not add up.
    const by = round(to - at);
    const end = `${round((step * 2) / 3)} ${round(to - bend(index + 1) - at)} ${step} ${by}`;
    path += index === 1 ? `c${round(step / 3)} ${round(bend(1))} ${end}` : `s${end}`;
    at = round(at + by);
  }
  return `${path}V${SCENE.height}Z`;
}
