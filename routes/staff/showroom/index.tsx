import { page } from "fresh";
import { trimsOnSale } from "../../../lib/configurator/offered.ts";
import { beijing, yuan } from "../../../lib/i18n/figures.ts";
import { fill } from "../../../lib/i18n/language.ts";
import { staffShowroomText } from "../../../lib/i18n/staff_showroom.ts";
import { readTemplateDesk } from "../../../lib/showroom/desk.ts";
import { type Column, Table } from "../../../lib/ui/Table.tsx";
import { define } from "../../../lib/web/define.ts";
import { ConsolePage } from "../(_components)/ConsolePage.tsx";

export const handler = define.handlers({
  async GET({ state: { platform: { system, showroom, now } } }) {
    const desks = showroom.all().map(async (template) => ({
      desk: await readTemplateDesk(system, template.model, now()),
      fromFen: Math.min(...trimsOnSale(template).map(({ priceFen }) => priceFen)),
    }));
    return page({ rows: await Promise.all(desks) });
  },
});

/** The models, what is on sale of each, and who is at work on the next price list. */
export default define.page<typeof handler>(({ data: { rows }, state, url }) => {
  const { staff, language } = state;
  const text = staffShowroomText(language);
  const at = (ms: number) => beijing(ms, staff.code, "moment");
  const columns: Column<typeof rows[number]>[] = [
    {
      key: "model",
      title: text.model,
      heading: true,
      cell: ({ desk: { model, latest } }) => (
        <a href={`/staff/showroom/${model}`}>{latest.name[language]}</a>
      ),
    },
    {
      key: "list",
      title: text.published,
      cell: ({ desk: { latest, versions } }) => {
        const since = versions.at(-1)!.at;
        return (
          <>
            {fill(text.list, { version: String(latest.version) })}{" "}
            <span class="quiet">
              {since === null ? text.shipped : fill(text.since, { at: at(since) })}
            </span>
          </>
        );
      },
    },
    {
      key: "price",
      title: text.fields.priceFen,
      numeric: true,
      cell: ({ fromFen }) => yuan(fromFen, staff.code),
    },
    {
      key: "draft",
      title: text.draft,
      cell: ({ desk: { draft, scheduled, changes, problems } }) => {
        if (!draft) return <span class="quiet">{text.noDraft}</span>;
        const count = { changes: String(changes.length), problems: String(problems.length) };
        return (
          <>
            {fill(problems.length > 0 ? text.draftFlaws : text.draftState, count)}
            {scheduled && `, ${fill(text.scheduledFor, { at: at(scheduled.at) })}`}
          </>
        );
      },
    },
  ];
  return (
    <ConsolePage staff={staff} section="showroom" title={text.title} url={url}>
      <Table
        id="templates"
        caption={text.caption}
        hideCaption
        columns={columns}
        rows={rows}
        rowKey={({ desk }) => desk.model}
      />
    </ConsolePage>
  );
});
