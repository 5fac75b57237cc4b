import type { Selection } from "../configurator/resolve.ts";
import type { Template } from "../configurator/template.ts";
import type { Newer } from "./NewerList.tsx";

/** Asks for a price list newer than the template's, and what the car costs by it. */
export async function newerList(
  { model, version, draft }: Template,
  { trim, wishes }: Selection,
): Promise<Newer | undefined> {
  if (draft) return undefined;
  const response = await fetch(`/api/models/${model}/resolve`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ trim, wishes }),
  }).catch(() => undefined);
  if (!response?.ok) return undefined;
  const { configuration: { templateVersion, priceFen } } = await response.json();
  return templateVersion > version ? { version: templateVersion, priceFen } : undefined;
}
