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
  readonly ends: readonly [front: number, rear: number];
  /** Heights at which the light on the body turns. */
  readonly light: {
    readonly top: number;
    readonly belt: number;
    readonly shoulder: number;
    readonly crease: number;
  };
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
  readonly rearGlass: string;
  readonly pillars: readonly string[];
  readonly seats: readonly (readonly [x: number, y: number])[];
  readonly shoulder: string;
  readonly crease: string;
  readonly doors: readonly string[];
  /** Seams of bonnet, bumpers and tailgate, finer than the doors'. */
  readonly seams: readonly string[];
  /** Dark openings in the bumpers. */
  readonly vents: readonly string[];
  readonly handles: readonly (readonly [x: number, y: number])[];
  readonly mirror: readonly [x: number, y: number];
  readonly lamps: { readonly front: readonly string[]; readonly rear: readonly string[] };
}

const lu: Shape = {
  ends: [57, 504],
  light: { top: 42, belt: 91, shoulder: 101, crease: 160 },
  outline: {
    start: "70 180.5",
    nose: "C62 178.5 58 172 57 163C56 152 56 140 57.5 130C58.5 120 62 113 70 109.5",
    hood: "C98 99 138 94 180 92",
    screen: "C204 74 228 60 252 51.5",
    roof: "C270 45 292 42.5 318 42.5C372 42.5 424 49 470 60.5L480 63.5",
    tail: "C482.4 64.3 483 66 482 67.8L491 90",
    rear: "C495 94 500 97 501.5 102C504 116 504 134 502 148C499.5 164 496 178.5 481 180.5",
  },
  axles: [141, 419],
  tyre: 38,
  arch: 41.5,
  sill: 180.5,
  cladding: { sill: 11, arch: 3 },
  glass:
    "M197 91.5C216 77 236 65 257 58C272 52.5 294 50 320 50C366 50 410 54.5 446 63C456 65.5 461 68 462 71C462.5 76 452 82.5 436 85C380 89.5 270 91.5 197 91.5Z",
  rearGlass: "M481.5 67L491 90L487.6 89.4L479.4 69.5Z",
  pillars: ["M314 48L322 95", "M402 52L413 92", "M226 70L222 95"],
  seats: [[300, 68], [390, 69]],
  shoulder: "M56 122C90 108 150 102.5 220 101.5C320 100.5 400 99 506 101",
  crease: "M50 172C150 171 300 167 388 153C440 145 480 144 512 144",
  doors: [
    "M190 93C187 108 186 128 190 150C192 160 194 168 195 176",
    "M320 92C320 120 319 150 318 176",
    "M416 88C417 104 411 115 398 123C384 132 376 148 375 176",
  ],
  seams: [
    "M112 104.6C138 99.5 164 96.4 190 95",
    "M62 128C78 133 92 139 101 147",
    "M492 91C489 100 484 112 482 124C480 136 466 140 456 146",
  ],
  vents: [
    "M61 150C65 148 71 147.4 77 148C74 154 73 160 74 167C69 168 65 167 62 165C61 160 60.6 155 61 150Z",
    "M497 156C489 156 478 157 468 159C476 160.4 487 160.6 496.4 159.8Z",
  ],
  handles: [[290, 108], [386, 106.5]],
  mirror: [204, 86],
  lamps: {
    front: ["M57.8 124C68 114.5 84 108.5 110 104.6C90 110.5 74 116.5 58.6 127.4Z"],
    rear: ["M502 103C488 101 474 100.4 456 101.2C474 101.9 488 103.4 502.4 106.2Z"],
  },
};

const ting: Shape = {
  ends: [97, 464],
  light: { top: 46, belt: 94, shoulder: 105, crease: 160 },
  outline: {
    start: "106 182",
    nose: "C100 180 97.5 174 97 166C96 152 96 138 97.5 126C98.5 114 103 107.5 112 104.5",
    hood: "C128 99.5 146 96 166 94",
    screen: "C180 79 197 66 216 57",
    roof: "C232 50 254 46.5 284 46.5C340 46.5 390 48.5 430 54",
    tail: "C439 55.4 443.5 59 445.5 66L455 96",
    rear: "C461 104 464 114 464 128C464.5 152 462 180 446 182",
  },
  axles: [150, 404],
  tyre: 35,
  arch: 38.5,
  sill: 182,
  cladding: { sill: 8, arch: 3 },
  glass:
    "M180 94.5C192 82 206 72 224 64.5C238 58.5 260 55 286 55C330 55 364 56 396 59C402 59.7 404 62 403 66L395 88C393.5 92 391 93.5 386 93.5C320 94.5 240 95 180 94.5Z",
  rearGlass: "M446 67L455 95L451.4 94L444 70Z",
  pillars: ["M298 52L300 98", "M208 72L206 98"],
  seats: [[286, 74], [366, 75]],
  shoulder: "M94 122C130 109 190 106 280 105.5C360 105 420 104 468 107",
  crease: "M84 170C180 170 300 167 366 159C410 154 440 152 475 152",
  doors: [
    "M176 95C172 110 172 132 177 152C180 162 182 168 183 174",
    "M301 95C302 120 301 150 300 174",
    "M391 94C393 108 388 117 378 125C367 135 363 150 362 174",
  ],
  seams: [
    "M118 105.5C136 101 156 98 178 97",
    "M100 133C108 136 114 140 118 146",
    "M455 97C452 106 448 116 446 126C445 136 440 140 434 146",
  ],
  vents: [
    "M99 152C104 150.6 110 150.2 116 150.6C114 155 113 160 113.6 165C108 166 103 165.4 100 164Z",
  ],
  handles: [[272, 112], [362, 111]],
  mirror: [188, 89],
  lamps: {
    front: [
      "M99 122A7.6 9 0 1 0 114.2 122A7.6 9 0 1 0 99 122ZM101.2 122A5.4 6.8 0 1 1 112 122A5.4 6.8 0 1 1 101.2 122Z",
    ],
    rear: [
      "M448.4 119A7.2 9 0 1 0 462.8 119A7.2 9 0 1 0 448.4 119ZM450.6 119A5 6.8 0 1 1 460.6 119A5 6.8 0 1 1 450.6 119Z",
    ],
  },
};

const xiu: Shape = {
  ends: [27, 534],
  light: { top: 27, belt: 81, shoulder: 92, crease: 154 },
  outline: {
    start: "40 179",
    nose: "C32 177 28 170 27.5 160C26.5 144 26.5 126 28 113C29 103 33 97.5 42 95.5",
    hood: "C78 88 130 84 186 82",
    screen: "C208 66 232 50 256 39",
    roof: "C274 31 300 27.5 336 27.5C396 27.5 446 29 490 36",
    tail: "C501 38 507 41 510 48L524 84",
    rear: "C530 92 533 104 533.5 118C534 147 531 177 511 179",
  },
  axles: [121, 429],
  tyre: 41,
  arch: 45,
  sill: 179,
  cladding: { sill: 9, arch: 3.5 },
  glass:
    "M203 82C222 67 244 53 266 44C280 37.5 304 35 338 35C396 35 440 37 480 43C489 45 494 48 495.5 54L500 70C501 76 497 79 489 79.5C400 81.5 300 82 203 82Z",
  rearGlass: "M510.5 49L523.6 83L519.6 82.4L508 53Z",
  pillars: ["M318 32L326 86", "M418 33L426 84", "M234 56L230 86"],
  seats: [[304, 55], [402, 56], [476, 58]],
  shoulder: "M26 108C80 95 160 92 290 91.5C400 91 470 90 537 94",
  crease: "M20 166C140 166 320 163 400 153C450 147 500 146 540 146",
  doors: [
    "M196 84C192 100 191 124 194 146C196 158 198 166 199 172",
    "M325 83C325 112 324 146 323 172",
    "M430 81C431 98 424 108 410 117C394 128 384 146 383 172",
  ],
  seams: [
    "M80 94.4C116 89.6 156 87 196 86",
    "M32 124C50 127 66 132 77 141",
    "M525 86C522 96 518 108 516 122C514 138 492 142 472 148",
  ],
  vents: [
    "M31 140C37 138 45 137.4 52 138C49 145 48 152 49 160C43 161 37 160 32.6 158.4C31 152 30.4 146 31 140Z",
    "M530 152C520 152 508 153 496 155C506 156.6 519 156.8 529.6 156Z",
  ],
  handles: [[294, 99], [398, 98]],
  mirror: [212, 77],
  lamps: {
    front: [
      "M30 106C42 100 58 96.6 78 94.4C60 98.8 46 103 31 108.8Z",
      "M29 112.6C39 107.6 50 104.8 64 102.8C52 106.4 40 110.4 29.4 115.2Z",
      "M28.4 119C36 115 44 112.8 53 111.4C45 114.4 37 117.4 28.6 121.4Z",
    ],
    rear: [
      "M532 97C520 95 506 94.4 488 95C506 95.9 520 97.2 532.4 99.6Z",
      "M533 103.4C523 101.9 514 101.5 502 102C514 102.8 524 103.8 533.2 106Z",
      "M533.5 110C527 109 521 108.8 513 109.2C521 109.9 527 110.7 533.7 112.4Z",
    ],
  },
};

const fan: Shape = {
  ends: [31, 530],
  light: { top: 56, belt: 101, shoulder: 113, crease: 166 },
  outline: {
    start: "44 185",
    nose: "C36 183 32 177 31 170C30 161 30.5 152 33 145C36 136 42 131 52 127",
    hood: "C86 114 142 106 198 102.5",
    screen: "C222 88 250 72 276 64",
    roof: "C294 58.5 312 56 332 56C384 56 432 68 478 87",
    tail: "C493 93 507 96 520 96.5L523.5 98",
    rear: "C527 104 529.5 114 530 126C531 151 527 183 505 185",
  },
  axles: [121, 424],
  tyre: 37,
  arch: 39.8,
  sill: 185,
  cladding: { sill: 5, arch: 0 },
  glass:
    "M216 102C234 90 256 78.5 280 71C296 66 314 63.5 334 63.5C374 63.5 412 72 446 85.5C450 87.5 450.5 89.5 446.5 91C430 95.5 400 97.5 370 98.5C320 100.5 270 101.5 216 102Z",
  rearGlass: "M424 68C446 73.5 464 81 486 90C470 87.5 448 80 424 68Z",
  pillars: ["M326 61L333 104", "M408 70L417 102", "M246 80L242 106"],
  seats: [[314, 80], [396, 83]],
  shoulder: "M30 139C90 122 180 115 290 113C380 111.5 450 109 532 111",
  crease: "M24 175C140 174 300 170 384 161C430 155 480 153 536 153",
  doors: [
    "M208 104C204 116 202 136 205 154C207 164 208 172 209 180",
    "M331 101C331 126 330 154 329 180",
    "M419 96C419 110 413 120 402 128C388 138 382 152 381 180",
  ],
  seams: [
    "M124 116.4C148 111.6 178 108 208 106.4",
    "M37 148C54 150 70 152 83 156",
    "M520 97C516 104 510 116 508 128C506 140 484 146 462 152",
  ],
  vents: [
    "M35 154C43 151 52 150.4 60 151C56 157 55 163 56 170C48 171 41 170 36.6 168C34.6 163 34.4 158 35 154Z",
  ],
  handles: [[302, 119], [394, 117.5]],
  mirror: [224, 97],
  lamps: {
    front: ["M34.4 142.5C52 130 80 121.6 122 116.4C86 124.6 58 133.4 35 145.6Z"],
    rear: ["M528.6 111C512 106.8 488 104.6 452 104.8C488 107 512 109.8 529 114Z"],
  },
};

export const SHAPES = { lu, ting, xiu, fan } as const;

export type ModelName = keyof typeof SHAPES;

export const modelNames = Object.keys(SHAPES) as ModelName[];
