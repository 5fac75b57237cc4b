import { HttpError, page } from "fresh";
import { type Model, modelName } from "../../../lib/configurator/priced.ts";
import { askApi, see, wordsFor } from "../../../lib/console/ask_api.ts";
import { type Colleague, colleagues } from "../../../lib/console/people.ts";
import {
  type Chosen,
  chosenName,
  type Fields,
  fieldsIn,
  fieldsOf,
  first,
  readChosen,
  readEdit,
  removal,
} from "../../../lib/console/template_form.ts";
import { TemplateWords } from "../../../lib/console/template_words.ts";
import { fromInput } from "../../../lib/console/times.ts";
import { fill } from "../../../lib/i18n/language.ts";
import { staffShowroomText } from "../../../lib/i18n/staff_showroom.ts";
import { shortId } from "../../../lib/ids/short_id.ts";
import { readTemplateDesk, type TemplateDesk } from "../../../lib/showroom/desk.ts";
import { Button } from "../../../lib/ui/Button.tsx";
import { Notice } from "../../../lib/ui/Notice.tsx";
import { SidePanel } from "../../../lib/ui/Staff.tsx";
import { define, type State } from "../../../lib/web/define.ts";
import { ConsolePage } from "../(_components)/ConsolePage.tsx";
import { DraftParts } from "../(_components)/showroom/DraftParts.tsx";
import { DraftState } from "../(_components)/showroom/DraftState.tsx";
import { PartForm } from "../(_components)/showroom/PartForm.tsx";

interface Editor {
  readonly desk: TemplateDesk;
  readonly editors: readonly Colleague[];
  readonly panel?: {
    readonly chosen: Chosen;
    readonly fields: Fields;
    readonly wrong: readonly string[];
  };
  /** The revision that a refused change was written on. */
  readonly overtaken?: number;
  readonly refused?: string;
  readonly written?: { readonly note: string; readonly when: string };
  readonly told?: "saved" | "published";
}

/** All who may have written what is shown. */
const editorsOf = ({ platform, who, staff }: State): Promise<Colleague[]> =>
  colleagues(platform, who!.memberId, staff, "content.edit");

const deskOf = ({ platform }: State, model: Model): Promise<TemplateDesk> =>
  readTemplateDesk(platform.system, model, platform.now());

function modelIn(name: string | undefined): Model {
  const parsed = modelName.safeParse(name);
  if (!parsed.success) throw new HttpError(404);
  return parsed.data;
}

export const handler = define.handlers({
  async GET({ params, state, url }) {
    const desk = await deskOf(state, modelIn(params.model));
    const chosen = desk.scheduled ? undefined : readChosen(url.searchParams.get("edit"));
    const fields = chosen && desk.draft && fieldsOf(desk.draft.template, chosen);
    const told = (["saved", "published"] as const).find((one) => url.searchParams.has(one));
    return page<Editor>({
      desk,
      editors: await editorsOf(state),
      ...(chosen && fields ? { panel: { chosen, fields, wrong: [] } } : {}),
      ...(told ? { told } : {}),
    });
  },
  async POST(ctx) {
    const { state } = ctx;
    const model = modelIn(ctx.params.model);
    const here = `/staff/showroom/${model}`;
    const fields = fieldsIn(await ctx.req.formData());
    const revision = Number(first(fields, "revision"));
    const ask = (method: "POST" | "PATCH", path: string, body: unknown = {}) =>
      askApi(ctx, method, `/api/staff/showroom/${model}${path}`, body);
    const back = async (more: Partial<Editor>, status: number) =>
      page<Editor>({
        desk: await deskOf(state, model),
        editors: await editorsOf(state),
        ...more,
      }, { status });
    switch (first(fields, "do")) {
      case "begin": {
        const { ok, code, status } = await ask("POST", "/draft", {
          from: Number(first(fields, "from")),
        });
        return ok ? see(here) : back({ refused: code }, status);
      }
      case "save":
      case "remove": {
        const chosen = readChosen(first(fields, "part"));
        if (!chosen) throw new HttpError(400);
        const gone = first(fields, "do") === "remove" ? removal(chosen) : undefined;
        const read = gone ? { edit: gone } : readEdit(chosen, fields);
        if ("wrong" in read) {
          return back({ panel: { chosen, fields, wrong: read.wrong } }, 400);
        }
        const { ok, code, status } = await ask("PATCH", "/draft", { revision, edits: [read.edit] });
        if (ok) return see(`${here}?saved`);
        const panel = { chosen, fields, wrong: [] };
        return code === "changed_meanwhile"
          ? back({ panel, overtaken: revision }, status)
          : back({ panel, refused: code }, status);
      }
      case "discard": {
        const { ok, code, status } = await ask("POST", "/draft/discard", { revision });
        return ok ? see(here) : back({ refused: code }, status);
      }
      case "publish": {
        const note = first(fields, "note");
        const when = first(fields, "when");
        const at = when === "" ? null : fromInput(when) ?? 0;
        const { ok, code, status } = await ask("POST", "/publications", { revision, note, at });
        if (ok) return see(at === null ? `${here}?published` : here);
        return back({ refused: code, written: { note, when } }, status);
      }
      case "call_off": {
        const { ok, code, status } = await ask("POST", "/publications/call-off");
        return ok ? see(here) : back({ refused: code }, status);
      }
      default:
        throw new HttpError(400);
    }
  },
});

/** A model's price list: what is on sale, the draft of the next, and every version there was. */
export default define.page<typeof handler>(({ data, state, url }) => {
  const { desk, editors, panel, overtaken, refused, written, told } = data;
  const { staff, language } = state;
  const { draft, latest, versions, scheduled, model } = desk;
  const text = staffShowroomText(language);
  const shown = draft?.template ?? latest;
  const words = new TemplateWords([shown, latest], text, language);
  const person = (id: string) => editors.find((one) => one.id === id)?.name ?? shortId(id);
  const title = shown.name[language];
  const said = (at: number, by: string) => fill(text.by, { who: person(by), at: words.at(at) });
  const since = overtaken === undefined || !draft
    ? []
    : draft.recent.filter((one) => one.revision > overtaken);
  return (
    <ConsolePage
      staff={staff}
      section="showroom"
      title={`${text.title} · ${title}`}
      heading={title}
      figures={
        <span class="quiet">
          {fill(text.list, { version: String(latest.version) })}
          {draft && (
            <>
              {" · "}
              {[
                `${text.draft} ${fill(text.revision, { revision: String(draft.revision) })}`,
                fill(text.basedOn, { version: String(draft.basedOn) }),
                said(draft.at, draft.by),
              ].join(" · ")}
            </>
          )}
        </span>
      }
      actions={!draft && <Begin from={latest.version} label={text.begin} kind="signal" />}
      panel={panel && draft && (
        <SidePanel
          id="panel"
          title={text.one[panel.chosen.part]}
          close={{ label: text.close, href: `/staff/showroom/${model}` }}
        >
          {overtaken !== undefined && (
            <Notice tone="warn" live title={text.overtaken}>
              <ul class="notice__list">
                {since.map(({ revision, at, by, edit }) => (
                  <li key={revision}>
                    {fill(text.overtakenBy, {
                      who: person(by),
                      at: words.at(at),
                      what: words.edit(edit),
                    })}
                  </li>
                ))}
              </ul>
            </Notice>
          )}
          <PartForm
            template={draft.template}
            revision={draft.revision}
            chosen={panel.chosen}
            fields={panel.fields}
            wrong={panel.wrong}
            words={words}
          />
        </SidePanel>
      )}
      url={url}
    >
      {refused && <Notice tone="bad" live>{wordsFor(text.refused, refused)}</Notice>}
      {told === "saved" && <Notice tone="good" live>{text.saved}</Notice>}
      {told === "published" && (
        <Notice tone="good" live>
          {fill(text.publishedNow, { version: String(latest.version) })}
        </Notice>
      )}
      <DraftState desk={desk} words={words} written={written} />
      {draft && !scheduled && (
        <p class="cluster part-words">
          {(["model", "story"] as const).map((part) => (
            <a key={part} href={`/staff/showroom/${model}?edit=${part}#panel`}>
              {text.lists[part]}
            </a>
          ))}
        </p>
      )}
      <DraftParts
        template={shown}
        words={words}
        open={panel && chosenName(panel.chosen)}
        changeable={draft !== null && scheduled === null}
      />
      <section class="console-section" aria-labelledby="versions">
        <h2 class="console-title" id="versions">{text.versions}</h2>
        <ul class="part-list">
          {versions.toReversed().map(({ template, at, by, note }) => (
            <li key={template.version} class="part-row">
              <span class="part-row__title">
                {fill(text.list, { version: String(template.version) })}
              </span>
              <span class="part-row__note">
                {at === null || by === null ? text.shipped : said(at, by)}
                {note && ` · ${note}`}
              </span>
              {!draft && (
                <span class="part-row__end">
                  <Begin
                    from={template.version}
                    label={fill(text.beginFrom, { version: String(template.version) })}
                    kind="quiet"
                  />
                </span>
              )}
            </li>
          ))}
        </ul>
      </section>
    </ConsolePage>
  );
});

function Begin(
  { from, label, kind }: {
    readonly from: number;
    readonly label: string;
    readonly kind: "signal" | "quiet";
  },
) {
  return (
    <form method="post">
      <input type="hidden" name="from" value={from} />
      <Button kind={kind} size="small" type="submit" name="do" value="begin">{label}</Button>
    </form>
  );
}
