/** The settings of the map service. */
import * as z from "zod";

export const mapsSettings = {
  MAPS: z.enum(["sandbox", "amap"], {
    error: ({ input }) => `expected sandbox or amap, got "${input}"`,
  }).default("sandbox"),
  AMAP_KEY: z.string().min(1).optional(),
  AMAP_SECRET: z.string().min(1).optional(),
  AMAP_API: z.string().regex(/^https?:\/\/[^/\s]+$/, {
    error: ({ input }) => `expected an address such as https://restapi.amap.com, got "${input}"`,
  }).default("https://restapi.amap.com"),
};

/** Names what is missing of the map service that was chosen. */
export function expectMaps(
  { MAPS, AMAP_KEY }: { readonly MAPS: string; readonly AMAP_KEY?: string | undefined },
  context: z.core.$RefinementCtx,
): void {
  if (MAPS !== "amap" || AMAP_KEY !== undefined) return;
  const message = "expected a value, since MAPS is amap";
  context.addIssue({ code: "custom", path: ["AMAP_KEY"], message });
}
