/** Who registered beforehand for a first-come sale. */
import { guestList } from "../../actors/sales/guest_list.ts";
import type { ApiContext } from "./context.ts";

/** A member's registration; else why there is none. */
export const readGuest = (
  { system }: Pick<ApiContext, "system">,
  saleId: string,
  memberId: string,
) =>
  system.view(guestList(saleId), ({ status, numbers, opensAt }) => {
    if (status === "none") return "unknown_sale" as const;
    const number = numbers.get(memberId);
    return number === undefined ? "not_registered" as const : { number, opensAt };
  });
