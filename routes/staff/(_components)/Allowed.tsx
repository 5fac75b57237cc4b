/** What whoever looks at a page of the console may do: nothing else is offered. */
import { type ComponentChildren, createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Permission } from "../../../lib/staff/roles.ts";
import type { May } from "../../../lib/web/define.ts";

export const Allowed = createContext<May>(() => false);

/** Shows what is in it to those who may do it. The server refuses the others all the same. */
export function IfAllowed(
  { to, children }: { to: Permission; children: ComponentChildren },
) {
  return useContext(Allowed)(to) ? <>{children}</> : null;
}
