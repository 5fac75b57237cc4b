/** The settings of the ERP. */
import * as z from "zod";

const NEEDS = ["ERP_URL", "ERP_DATABASE", "ERP_USER", "ERP_PASSWORD"] as const;

export const erpSettings = {
  ERP: z.enum(["sandbox", "tryton"], {
    error: ({ input }) => `expected sandbox or tryton, got "${input}"`,
  }).default("sandbox"),
  ERP_URL: z.string().regex(/^https?:\/\/[^/\s]+$/, {
    error: ({ input }) => `expected an address such as http://erp.example:8000, got "${input}"`,
  }).optional(),
  ERP_DATABASE: z.string().min(1).optional(),
  ERP_USER: z.string().min(1).optional(),
  ERP_PASSWORD: z.string().min(1).optional(),
};

/** Names what is missing of the ERP that was chosen. */
export function expectErp(
  settings: { readonly ERP: string } & Partial<Record<(typeof NEEDS)[number], unknown>>,
  context: z.core.$RefinementCtx,
): void {
  if (settings.ERP !== "tryton") return;
  for (const name of NEEDS) {
    if (settings[name] !== undefined) continue;
    const message = "expected a value, since ERP is tryton";
    context.addIssue({ code: "custom", path: [name], message });
  }
}
