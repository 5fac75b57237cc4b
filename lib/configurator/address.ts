/** A selection as a page's query: every state of the configurator has an address of its own. */
import { trimsOnSale } from "./offered.ts";
import type { Selection } from "./resolve.ts";
import type { Template } from "./template.ts";

export interface Asked extends Selection {
  /** The option whose consequences are shown, to be confirmed. */
  readonly ask?: string;
  /** What undoing leads back to. */
  readonly was?: Selection;
}

/** Names the draft in place of a version: staff see it. */
export const DRAFT = "draft";

const written = ({ trim, wishes }: Selection): string => [trim, ...wishes].join(".");

/** Says by which version, so that who is choosing goes on with the price list they began with. */
export function addressOf(
  { model, version, draft }: Pick<Template, "model" | "version" | "draft">,
  { ask, was, ...selection }: Asked,
): string {
  const query = new URLSearchParams({
    car: written(selection),
    v: draft ? DRAFT : String(version),
  });
  if (ask !== undefined) query.set("ask", ask);
  if (was) query.set("was", written(was));
  return `/models/${model}/configure?${query}`;
}

/** What an address says; the first trim as it comes where it says nothing that is known. */
export function readAddress(template: Template, query: URLSearchParams): Asked {
  const selection = (text: string | null): Selection | undefined => {
    const [trim, ...wishes] = text?.split(".") ?? [];
    return template.trims.some(({ code, off }) => code === trim && !off)
      ? { trim: trim!, wishes: wishes.slice(0, template.options.length) }
      : undefined;
  };
  const ask = query.get("ask");
  const was = selection(query.get("was"));
  return {
    ...(selection(query.get("car")) ??
      { trim: (trimsOnSale(template)[0] ?? template.trims[0]!).code, wishes: [] }),
    ...(ask !== null && template.options.some(({ code }) => code === ask) ? { ask } : {}),
    ...(was ? { was } : {}),
  };
}
