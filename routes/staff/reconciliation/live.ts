import { reconciliation } from "../../../actors/sales/reconciliation.ts";
import { changesOf } from "../../../lib/web/changes.ts";
import { define } from "../../../lib/web/define.ts";

/** Tells that a day was compared, or a difference settled. */
export const handler = define.handlers({
  GET({ state: { platform }, req, info }) {
    const followed = [...platform.gateways.keys()].map((provider) => reconciliation(provider));
    return changesOf(platform, followed, { req, info });
  },
});
