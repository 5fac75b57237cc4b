import { csvLine, csvResponse } from "../../../lib/console/csv.ts";
import { filterIn, readLeads, waited, wanted } from "../../../lib/console/lead_list.ts";
import { define } from "../../../lib/web/define.ts";

/** All leads that the filters of the page leave, however many; ids, nothing personal. */
export const handler = define.handlers({
  GET({ state: { platform, who }, url }) {
    const filter = filterIn(url);
    const fits = wanted(filter, platform, who!.memberId);
    async function* lines() {
      yield csvLine([
        "lead",
        "sale",
        "city",
        "source",
        "channel",
        "outcome",
        "position",
        "entered_at",
        "assignee",
        "first_response_seconds",
      ]);
      for await (const line of readLeads(platform, filter.sale)) {
        if (!fits(line)) continue;
        const { memberId, saleId, from, outcome, position, enteredAt, assignee } = line;
        yield csvLine([
          memberId,
          saleId,
          from?.city,
          from?.source,
          from?.channel,
          outcome,
          position,
          new Date(enteredAt).toISOString(),
          assignee,
          line.firstResponseAt === undefined ? undefined : Math.round(waited(line, 0) / 1_000),
        ]);
      }
    }
    return csvResponse("leads", lines());
  },
});
