import { NO_STORE } from "../../../lib/http/headers.ts";
import { exportMember } from "../../../lib/members/export.ts";
import { define } from "../../../lib/web/define.ts";

/** Everything, as a file. */
export const handler = define.handlers({
  async GET({ state: { platform, who } }) {
    const { memberId } = who!;
    return new Response(JSON.stringify(await exportMember(platform, memberId), null, 2), {
      headers: {
        "content-type": "application/json; charset=utf-8",
        "content-disposition": `attachment; filename="qingchuan-${memberId}.json"`,
        ...NO_STORE,
        "x-content-type-options": "nosniff",
      },
    });
  },
});
