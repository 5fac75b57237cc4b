/** A selection as a page's query: every state of the configurator has an address of its own. */
import type { Selection } from "./resolve.ts";
import type { Template } from "./template.ts";

export interface Asked extends Selection {
  /** The option whose consequences are shown, to be confirmed. */
  readonly ask?: string;
  /** What undoing leads back to. */
  readonly was?: Selection;
}

const written = ({ trim, wishes }: Selection): string => [trim, ...wishes].join(".");

export function addressOf(model: string, { ask, was, ...selection }: Asked): string {
  const query = new URLSearchParams({ car: written(selection) });
  if (ask !== undefined) query.set("ask", ask);
  if (was) query.set("was", written(was));
  return `/models/${model}/configure?${query}`;
}

/** What an address says; the first trim as it comes where it says nothing that is known. */
export function readAddress(template: Template, query: URLSearchParams): Asked {
  const selection = (text: string | null): Selection | undefined => {
    const [trim, ...wishes] = text?.split(".") ?? [];
    return template.trims.some(({ code }) => code === trim)
      ? { trim: trim!, wishes: wishes.slice(0, template.options.length) }
      : undefined;
  };
  const ask = query.get("ask");
  const was = selection(query.get("was"));
  return {
    ...(selection(query.get("car")) ?? { trim: template.trims[0]!.code, wishes: [] }),
    ...(ask !== null && template.options.some(({ code }) => code === ask) ? { ask } : {}),
    ...(was ? { was } : {}),
  };
}
