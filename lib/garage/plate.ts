/** Number plates of mainland China, read to their type (GA 36). */

export type PlateType =
  | "ordinary"
  | "new_energy_small"
  | "new_energy_large"
  | "trailer"
  | "learner"
  | "police"
  | "hong_kong"
  | "macau"
  | "embassy"
  | "consulate";

export interface Plate {
  /** As it is kept: no spaces, no dot. */
  readonly text: string;
  /** As it is shown: `浙A·12345`. */
  readonly shown: string;
  readonly type: PlateType;
  readonly province: string | null;
}

const PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
const BODY = "[A-HJ-NP-Z0-9]";
const AREA = `([${PROVINCES}])([A-HJ-NP-Z])`;

const KINDS: readonly [PlateType, RegExp][] = [
  // Six places: the small type begins, the large type ends with its letter.
  ["new_energy_small", new RegExp(`^${AREA}[A-HJK]${BODY}\\d{4}$`)],
  ["new_energy_large", new RegExp(`^${AREA}\\d{5}[A-HJK]$`)],
  ["trailer", new RegExp(`^${AREA}${BODY}{4}挂$`)],
  ["learner", new RegExp(`^${AREA}${BODY}{4}学$`)],
  ["police", new RegExp(`^${AREA}${BODY}{4}警$`)],
  ["hong_kong", new RegExp(`^粤Z${BODY}{4}港$`)],
  ["macau", new RegExp(`^粤Z${BODY}{4}澳$`)],
  ["embassy", /^(?:使\d{6}|\d{6}使)$/],
  ["consulate", new RegExp(`^${AREA}${BODY}{4}领$`)],
  ["ordinary", new RegExp(`^${AREA}${BODY}{5}$`)],
];

/** The plate, however it was written, or undefined where there is no such plate. */
export function parsePlate(written: string): Plate | undefined {
  const text = written.normalize("NFKC").toUpperCase().replace(/[\s·•.\-]/g, "");
  for (const [type, pattern] of KINDS) {
    if (!pattern.test(text)) continue;
    const province = PROVINCES.includes(text[0]!) ? text[0]! : null;
    const shown = province ? `${text.slice(0, 2)}·${text.slice(2)}` : text;
    return { text, shown, type, province };
  }
  return undefined;
}
