/** What whoever looks at a page of the console may do: nothing else is offered. */
import { type ComponentChildren, createContext } from "preact";
import { useContext } from "preact/hooks";
import { mayOpen } from "../../../lib/console/places.ts";
import type { Permission } from "../../../lib/staff/roles.ts";
import type { May } from "../../../lib/web/define.ts";

export const Allowed = createContext<May>(() => false);

/** Shows what is in it to those who may do it. The server refuses the others all the same. */
export function IfAllowed(
  { to, children }: { to: Permission; children: ComponentChildren },
) {
  return useContext(Allowed)(to) ? <>{children}</> : null;
}

interface PlaceLinkProps {
  readonly href: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** What somebody or something is called, which leads to its page for those who may open that. */
export function PlaceLink({ href, class: look, children }: PlaceLinkProps) {
  return mayOpen(href, useContext(Allowed))
    ? <a href={href} {...(look ? { class: look } : {})}>{children}</a>
    : <>{children}</>;
}
