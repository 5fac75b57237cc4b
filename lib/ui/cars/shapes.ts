/**
 * The four models, measured in centimetres: the ground is y = 200, every car stands in a box of
 * 560 by 220 and looks to the left, so that they keep their sizes beside each other.
 */
export const GROUND = 200;
export const BOX = { width: 560, height: 220 } as const;

/** The outline from the front lip over the roof to the rear bumper, in parts that join each other. */
export interface Outline {
  readonly start: string;
  readonly nose: string;
  readonly hood: string;
  readonly screen: string;
  readonly roof: string;
  readonly tail: string;
  readonly rear: string;
}

export interface Shape {
  readonly outline: Outline;
  readonly axles: readonly [front: number, rear: number];
  readonly tyre: number;
  readonly arch: number;
  /** Where the body ends above the ground. */
  readonly sill: number;
  /** How high dark cladding stands on the sill, and how wide it runs round the arches. */
  readonly cladding: { readonly sill: number; readonly arch: number };
  /** The windows as one pane, and the pillars over it. */
  readonly glass: string;
  readonly pillars: readonly string[];
  readonly seats: readonly (readonly [x: number, y: number])[];
  readonly shoulder: string;
  readonly crease: string;
  readonly doors: readonly string[];
  readonly handles: readonly (readonly [x: number, y: number])[];
  readonly mirror: readonly [x: number, y: number];
  readonly lamps: { readonly front: readonly string[]; readonly rear: readonly string[] };
}

const lu: Shape = {
  outline: {
    start: "70 184",
    nose: "C63 182 59 176 58 168C56.5 158 56.5 148 58 138C59 128 62 121 69 116.5",
    hood: "C88 107 128 98.5 170 94",
    screen: "C194 77 220 61 246 51",
    roof: "C264 44.5 284 42 312 42C366 42 420 48 468 60L477 62.5",
    tail: "C479.5 63.4 480 65 479.4 66.5L490 92",
    rear: "C494 96 499 98 500.5 103C503 116 503 134 500.5 148C499 162 495 174 486 184",
  },
  axles: [139, 417],
  tyre: 36.5,
  arch: 41,
  sill: 184,
  cladding: { sill: 8, arch: 3.5 },
  glass:
    "M186 93.5C206 79 228 65 250 57C266 51.5 288 49.5 314 49.5C362 49.5 408 54 446 62.5C455 64.5 459 67 460 70C460.5 75 452 82 436 85C380 90 260 93 186 93.5Z",
  pillars: ["M309 48L317 95", "M397 52L408 92", "M216 72L213 95"],
  seats: [[300, 66], [392, 67]],
  shoulder: "M58 126C110 110 200 104 290 102.5C370 101 440 99 504 104",
  crease: "M50 170C140 168 300 164 384 154C430 148 470 146 510 146",
  doors: [
    "M181 95C178 108 177 128 182 150C184 160 186 168 187 176",
    "M315 94C315 120 314 150 313 176",
    "M411 89C412 104 406 116 394 124C380 133 373 148 372 176",
  ],
  handles: [[286, 110], [382, 108.5]],
  mirror: [194, 90],
  lamps: {
    front: ["M60.5 124C70 116.5 84 111.5 104 108.5C88 114.5 74 119 62 126Z"],
    rear: ["M501 105C490 102.5 478 101.5 462 102C478 103.5 490 105 501.6 108Z"],
  },
};

const ting: Shape = {
  outline: {
    start: "104 183",
    nose: "C98 181 94 175 93 167C91.5 156 91.5 146 93 137C94.5 126 99 118 108 113.5",
    hood: "C122 106 140 100 160 96.5",
    screen: "C178 82 200 66 224 57",
    roof: "C242 51 266 49 292 49C340 49 388 52 424 58",
    tail: "C434 60 440 63 443 69L456 96",
    rear: "C463 104 467 116 467 130C467 150 465 168 456 183",
  },
  axles: [149, 407],
  tyre: 33,
  arch: 37.5,
  sill: 183,
  cladding: { sill: 8, arch: 3.5 },
  glass:
    "M176 97C192 84 208 72 228 64.5C246 58.5 268 56.5 294 56.5C336 56.5 378 58.5 410 63.5C420 65 424 68 426 73L431 88C432 92 430 94 426 94C350 97 250 98 176 97Z",
  pillars: ["M304 54L308 100", "M384 58L392 98", "M206 76L204 99"],
  seats: [[292, 74], [376, 75]],
  shoulder: "M92 127C130 114 200 110 280 109C360 108 420 106 470 112",
  crease: "M84 168C180 168 300 164 370 158C410 154 440 152 475 152",
  doors: [
    "M172 98C168 112 168 134 174 152C177 162 179 170 180 175",
    "M308 97C308 120 307 150 306 175",
    "M396 95C397 108 392 118 382 126C370 136 366 150 365 175",
  ],
  handles: [[280, 116], [368, 115]],
  mirror: [184, 94],
  lamps: {
    front: [
      "M99 122C106 116.5 114 116 117 120.5C119 124 114 129.5 106 130.5C101 131 97.5 127 99 122ZM102 123C100.8 126 103 128 106.4 127.6C111 127 114.6 123.6 113.8 121.4C112.8 118.9 107 119.4 102 123Z",
    ],
    rear: [
      "M461 112C455 110.5 450 112 449 116C448 121 452 125 459 125.5L464 125L463.4 122C458 122.8 452.6 121 452.8 117.5C453 114.5 457 113.8 462 115Z",
    ],
  },
};

const xiu: Shape = {
  outline: {
    start: "40 180",
    nose: "C33 178 29 172 28 163C26.5 148 26.5 134 28 121C29 110 32 104 40 101",
    hood: "C70 92 120 86 168 83",
    screen: "C190 66 216 46 242 35",
    roof: "C260 27 290 24 330 24C390 24 444 26 488 33",
    tail: "C500 35 507 39 510 46L523 84",
    rear: "C529 92 532 104 532.5 118C533.5 140 532 162 522 180",
  },
  axles: [119, 427],
  tyre: 40.5,
  arch: 45.5,
  sill: 180,
  cladding: { sill: 7, arch: 4 },
  glass:
    "M188 83.5C208 68 230 51 252 41.5C268 34.5 292 32 330 32C390 32 440 34 478 40C488 42 493 46 494 52L497 66C498 73 494 77 486 78C400 82 290 83.5 188 83.5Z",
  pillars: ["M306 29L314 86", "M408 30L416 84", "M220 58L216 86"],
  seats: [[296, 52], [396, 53], [472, 56]],
  shoulder: "M26 113C90 99 190 94 300 93C400 92 470 90 536 97",
  crease: "M20 160C140 160 320 158 400 150C450 146 500 144 540 144",
  doors: [
    "M182 85C178 102 177 126 178 148C179 158 181 166 182 173",
    "M314 84C314 112 313 146 312 173",
    "M420 81C421 98 414 110 402 119C386 130 378 146 377 173",
  ],
  handles: [[284, 102], [390, 100.5]],
  mirror: [196, 80],
  lamps: {
    front: [
      "M32 110C42 104.5 56 101 72 99C58 103 44 107.5 33 112.5Z",
      "M31 116C40 111.5 50 108.5 62 106.5C51 110 41 114 31.6 118.4Z",
      "M30.4 122C37 118.5 44 116 52 114C45 117 38 120.5 30.6 124.4Z",
    ],
    rear: [
      "M531 100C520 97.5 506 96.5 490 97C506 98.5 520 100 531.5 103Z",
      "M532 106C524 104.5 514 103.5 502 104C514 105.5 524 106.5 532.3 109Z",
      "M532.6 112C527 111 521 110.6 514 111C521 112 527 113 532.7 115Z",
    ],
  },
};

const fan: Shape = {
  outline: {
    start: "44 186",
    nose: "C36 184 32 178 31 171C30 162 30.5 154 33 147C36 138 42 133 52 129",
    hood: "C84 116 140 107 192 102",
    screen: "C216 88 244 72 270 64",
    roof: "C288 58.5 306 56 326 56C380 56 430 68 476 87",
    tail: "C492 93 506 96.5 519 97L523 98.5",
    rear: "C526 104 529 114 530 126C531 146 528 168 516 186",
  },
  axles: [120, 423],
  tyre: 36,
  arch: 40,
  sill: 186,
  cladding: { sill: 5, arch: 0 },
  glass:
    "M208 103C228 90 250 78 274 70.5C290 65.5 308 63.5 328 63.5C370 63.5 410 72 444 85C448 87 449 89 445 90.5C430 95.5 400 97.5 370 98.5C310 101 260 102.5 208 103Z",
  pillars: ["M318 61L324 104", "M404 70L412 102", "M236 84L232 106"],
  seats: [[308, 79], [396, 82]],
  shoulder: "M30 140C90 122 180 115 290 112C380 110 450 108 532 112",
  crease: "M24 174C140 172 300 168 380 160C430 154 480 152 536 152",
  doors: [
    "M200 103C196 116 195 136 198 154C200 164 201 172 202 180",
    "M324 102C324 126 323 154 322 180",
    "M414 96C414 110 408 120 398 128C384 138 378 152 377 180",
  ],
  handles: [[296, 119], [390, 117]],
  mirror: [216, 99],
  lamps: {
    front: ["M36 143C52 131 78 123 112 117.5C82 126 56 134.5 36.6 145.4Z"],
    rear: ["M529 112C512 106.5 490 104 462 103.5C490 106.5 512 110.5 529.4 115.5Z"],
  },
};

export const SHAPES = { lu, ting, xiu, fan } as const;

export type ModelName = keyof typeof SHAPES;

export const modelNames = Object.keys(SHAPES) as ModelName[];

/** Where a piece of path ends: its last two numbers. */
const endOf = (path: string): string => path.match(/(-?[\d.]+)[ ,](-?[\d.]+)$/)!.slice(1).join(" ");

/** Hood, screen, roof and tail as one open line: where the sky's light lies. */
export const upperLine = ({ outline: { nose, hood, screen, roof, tail } }: Shape): string =>
  `M${endOf(nose)}${hood}${screen}${roof}${tail}`;

/** Screen and roof alone. */
export const roofLine = ({ outline: { hood, screen, roof } }: Shape): string =>
  `M${endOf(hood)}${screen}${roof}`;

/** Half the chord that a circle round an axle cuts out of the sill. */
const chord = (shape: Shape, radius: number): number =>
  Math.sqrt(radius ** 2 - (shape.sill - (GROUND - shape.tyre)) ** 2);

/** The body with the arches cut out, as one closed path. */
export function bodyPath(shape: Shape, radius = shape.arch): string {
  const { outline: { start, nose, hood, screen, roof, tail, rear }, sill, axles } = shape;
  const half = chord(shape, radius);
  const arch = (axle: number) =>
    `L${axle + half} ${sill}A${radius} ${radius} 0 1 0 ${axle - half} ${sill}`;
  return `M${start}${nose}${hood}${screen}${roof}${tail}${rear}${arch(axles[1])}${arch(axles[0])}Z`;
}

/** All that lies under an open line that crosses the car from front to rear. */
export const below = (line: string): string => `${line}V${GROUND + 20}H0Z`;
