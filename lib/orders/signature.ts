/** A signature for a handover: drawn with a finger, or the name in writing where nothing can be drawn. */
import * as z from "zod";

export const SIGNATURE_WIDTH = 600;
export const SIGNATURE_HEIGHT = 200;

const coordinate = z.int().min(0).max(SIGNATURE_WIDTH);

export const signature = z.union([
  z.object({
    kind: z.literal("drawn"),
    /** Each a line of points: x, y, x, y and so on. */
    strokes: z.array(z.array(coordinate).min(4).max(800)).min(1).max(40),
  }),
  z.object({ kind: z.literal("typed"), name: z.string().trim().min(2).max(60) }),
]);
export type Signature = z.infer<typeof signature>;

/** What a form sends: "x y x y;x y x y". Undefined where nothing was drawn. */
export function readStrokes(written: string): Signature | undefined {
  const strokes = written.split(";").filter((stroke) => stroke !== "")
    .map((stroke) => stroke.split(" ").map(Number));
  const { data } = signature.safeParse({ kind: "drawn", strokes });
  return data;
}
