import { calendar } from "../../../actors/appointments/calendar.ts";
import { dealerById } from "../../../lib/dealers/dealers.ts";
import { Problem } from "../../../lib/http/problem.ts";
import { changesOf } from "../../../lib/web/changes.ts";
import { define } from "../../../lib/web/define.ts";

/** Tells that a dealer's calendar has changed; how it is now, the page itself says. */
export const handler = define.handlers({
  GET({ state: { platform, may }, req, info, url }) {
    const dealer = dealerById(url.searchParams.get("dealer") ?? "");
    if (!dealer) return new Problem("unknown_dealer").toResponse();
    if (!may("day.see", dealer.id)) return new Problem("dealer_not_yours").toResponse();
    return changesOf(platform, [calendar(dealer.id)], { req, info });
  },
});
