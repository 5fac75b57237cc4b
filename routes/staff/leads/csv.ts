import { type StaffAct, staffLog } from "../../../actors/platform/staff_log.ts";
import { csvLine, csvResponse } from "../../../lib/console/csv.ts";
import {
  filterIn,
  type LeadLine,
  readLeads,
  waited,
  wanted,
} from "../../../lib/console/lead_list.ts";
import { see } from "../../../lib/http/see.ts";
import {
  type LeadPerson,
  LEAST_REASON,
  MOST_TAKEN,
  takePeople,
  withMasked,
} from "../../../lib/members/lead_people.ts";
import { define, type State } from "../../../lib/web/define.ts";

const HEAD = [
  ...["lead", "name", "phone", "sale", "city", "source", "channel", "outcome", "position"],
  ...["entered_at", "assignee", "first_response_seconds"],
];

function lineOf({ memberId, name, phone, ...line }: LeadLine & LeadPerson): string {
  const { saleId, from, outcome, position, enteredAt, assignee, firstResponseAt } = line;
  return csvLine([
    ...[memberId, name, phone, saleId, from?.city, from?.source, from?.channel],
    ...[outcome, position, new Date(enteredAt).toISOString(), assignee],
    firstResponseAt === undefined
      ? undefined
      : Math.round(waited({ ...line, memberId }, 0) / 1_000),
  ]);
}

type Asked = Pick<State, "platform" | "who">;

/** The leads that the filters of the page leave. */
async function* filtered({ platform, who }: Asked, url: URL): AsyncGenerator<LeadLine> {
  const filter = filterIn(url);
  const fits = wanted(filter, platform, who!.memberId);
  for await (const line of readLeads(platform, filter.sale)) if (fits(line)) yield line;
}

/** STAFF-1: what is taken away is recorded first, with who does it. */
const record = ({ platform: { system }, who }: Asked, act: StaffAct) =>
  system.ask(staffLog("all"), "record", act, { by: { id: who!.memberId, role: "staff" } });

export const handler = define.handlers({
  /** However many; names and phones are masked. */
  async GET({ state, url }) {
    await record(state, {
      action: "leads_exported",
      target: `console ${url.search}`.slice(0, 200),
    });
    async function* lines() {
      yield csvLine(HEAD);
      for await (const line of withMasked(state.platform.vault, filtered(state, url))) {
        yield lineOf(line);
      }
    }
    return csvResponse("leads", lines());
  },
  /** With names and phones, for a reason that each member reads. */
  async POST({ state, url, req }) {
    const why = String((await req.formData()).get("reason") ?? "").trim().slice(0, 200);
    const refuse = (code: string) => {
      const back = new URLSearchParams(url.search);
      back.set("refused", code);
      return see(`/staff/leads?${back}`);
    };
    if (why.length < LEAST_REASON) return refuse("reason_missing");
    const found: LeadLine[] = [];
    for await (const line of filtered(state, url)) {
      found.push(line);
      if (found.length > MOST_TAKEN) return refuse("too_many_people");
    }
    const target = `console ${url.search}`.slice(0, 200);
    await record(state, { action: "people_exported", target, reason: why });
    const by = { id: state.who!.memberId, role: "staff" };
    const ids = found.map(({ memberId }) => memberId);
    const people = await takePeople(state.platform, ids, { why, by });
    if (!people) return refuse("reason_missing");
    async function* lines() {
      yield csvLine(HEAD);
      for (const line of found) yield lineOf({ ...line, ...people!.get(line.memberId)! });
    }
    return csvResponse("people", lines());
  },
});
