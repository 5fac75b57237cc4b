import { coupons } from "../../actors/members/coupons.ts";
import { garage } from "../../actors/members/garage.ts";
import { inbox } from "../../actors/members/inbox.ts";
import { points } from "../../actors/members/points.ts";
import { privacy } from "../../actors/members/privacy.ts";
import { changesOf } from "../../lib/web/changes.ts";
import { define } from "../../lib/web/define.ts";

/** Tells that something of the member's has changed. */
export const handler = define.handlers({
  GET({ state: { platform, who }, req, info }) {
    const { memberId } = who!;
    const followed = [
      points(memberId),
      inbox(memberId),
      garage(memberId),
      privacy(memberId),
      coupons(memberId),
    ];
    return changesOf(platform, followed, { req, info });
  },
});
