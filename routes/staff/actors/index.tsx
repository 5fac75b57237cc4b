import { page } from "fresh";
import { see } from "../../../lib/http/see.ts";
import { define } from "../../../lib/web/define.ts";
import { ActorForm } from "../(_components)/ActorForm.tsx";
import { ConsolePage } from "../(_components)/ConsolePage.tsx";

export const handler = define.handlers({
  GET({ state: { platform }, url }) {
    const kind = url.searchParams.get("kind");
    const id = url.searchParams.get("id")?.trim();
    if (kind && id) {
      return see(`/staff/actors/${encodeURIComponent(kind)}/${encodeURIComponent(id)}`);
    }
    return page({ kinds: [...platform.system.kinds.keys()].sort() });
  },
});

export default define.page<typeof handler>(({ data: { kinds }, state: { staff }, url }) => (
  <ConsolePage staff={staff} section="actors" title={staff.actors.title} url={url}>
    <p class="quiet">{staff.actors.lead}</p>
    <div class="console-section">
      <ActorForm staff={staff} kinds={kinds} />
    </div>
  </ConsolePage>
));
