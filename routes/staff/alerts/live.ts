import { chatGroup } from "../../../actors/platform/chat_group.ts";
import { changesOf } from "../../../lib/web/changes.ts";
import { define } from "../../../lib/web/define.ts";

/** Tells that a group was told something, or that somebody took note of it. */
export const handler = define.handlers({
  GET({ state: { platform }, req, info }) {
    const followed = [...platform.chat.groups].map((group) => chatGroup(group));
    return changesOf(platform, followed, { req, info });
  },
});
