import { DRAFT } from "../../../../lib/configurator/address.ts";
import { problemWords } from "../../../../lib/configurator/template_problems.ts";
import type { TemplateWords } from "../../../../lib/console/template_words.ts";
import { fill } from "../../../../lib/i18n/language.ts";
import type { TemplateDesk } from "../../../../lib/showroom/desk.ts";
import { Button } from "../../../../lib/ui/Button.tsx";
import { Input } from "../../../../lib/ui/Field.tsx";
import { Notice } from "../../../../lib/ui/Notice.tsx";

interface DraftStateProps {
  readonly desk: TemplateDesk;
  readonly words: TemplateWords;
  /** What was written when publishing was refused. */
  readonly written?: { readonly note: string; readonly when: string } | undefined;
}

/** The draft as a whole: is it sound, what does it change, and its publication. */
export function DraftState({ desk, words, written }: DraftStateProps) {
  const { draft, problems, changes, scheduled, model, latest } = desk;
  const { text } = words;
  if (!draft) return null;
  const version = String(latest.version + 1);
  return (
    <section class="console-section part-state" aria-labelledby="problems">
      {scheduled
        ? (
          <Notice
            tone="warn"
            action={
              <form method="post">
                <Button size="small" type="submit" name="do" value="call_off">
                  {text.callOff}
                </Button>
              </form>
            }
          >
            {fill(text.waiting, { version, at: words.at(scheduled.at) })} {scheduled.note}
          </Notice>
        )
        : null}
      {problems.length > 0
        ? (
          <div class="notice notice--bad" role="alert">
            <div class="notice__text">
              <h2 class="notice__title" id="problems">{text.problems}</h2>
              <ul class="notice__list">
                {problems.map((problem) => {
                  const said = problemWords(problem, words.language, words.name);
                  return <li key={said}>{said}</li>;
                })}
              </ul>
            </div>
          </div>
        )
        : <p class="quiet" id="problems">{text.sound}</p>}
      <Changes desk={desk} words={words} />
      <div class="cluster">
        <a class="button button--plain button--small" href={`/models/${model}?v=${DRAFT}`}>
          {text.previewModel}
        </a>
        <a
          class="button button--plain button--small"
          href={`/models/${model}/configure?v=${DRAFT}`}
        >
          {text.previewConfigure}
        </a>
        <span class="small quiet">{text.previewHint}</span>
      </div>
      {!scheduled && (
        <form method="post" class="part-publish" id="publish">
          <input type="hidden" name="revision" value={draft.revision} />
          <Input
            id="publish-note"
            name="note"
            label={text.note}
            hint={text.noteHint}
            maxLength={200}
            required
            value={written?.note ?? ""}
          />
          <Input
            id="publish-when"
            name="when"
            type="datetime-local"
            label={text.when}
            hint={text.whenHint}
            value={written?.when ?? ""}
          />
          <div class="cluster">
            <Button
              kind="signal"
              type="submit"
              name="do"
              value="publish"
              disabled={problems.length > 0 || changes.length === 0}
            >
              {fill(text.publish, { version })}
            </Button>
            <Button kind="quiet" type="submit" name="do" value="discard" formNoValidate>
              {text.discard}
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}

function Changes({ desk: { changes }, words }: Pick<DraftStateProps, "desk" | "words">) {
  const { text } = words;
  return (
    <div class="table-scroll" role="region" aria-labelledby="changes" tabIndex={0}>
      <table class="table table--dense part-changes">
        <caption id="changes" class="console-title">{text.changes}</caption>
        {changes.length === 0
          ? (
            <tbody>
              <tr>
                <td class="quiet">{text.nothing}</td>
              </tr>
            </tbody>
          )
          : (
            <>
              <thead>
                <tr>
                  {[text.what, text.field, text.before, text.after].map((title) => (
                    <th key={title} scope="col">{title}</th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {changes.flatMap((change) => {
                  const { list, code, kind, fields } = change;
                  const key = `${list} ${code} ${kind}`;
                  if (kind !== "changed") {
                    const price = fields.find(({ field }) => field === "priceFen");
                    return [
                      <tr key={key}>
                        <th scope="row">{words.subject(change)}</th>
                        <td>{text[kind]}</td>
                        <td class="figures">{price ? words.value(price, price.before) : ""}</td>
                        <td class="figures">{price ? words.value(price, price.after) : ""}</td>
                      </tr>,
                    ];
                  }
                  return fields.map((field, at) => (
                    <tr key={`${key} ${field.field}`}>
                      <th scope="row">{at === 0 ? words.subject(change) : ""}</th>
                      <td>{words.field(field.field)}</td>
                      <td class="figures">{words.value(field, field.before)}</td>
                      <td class="figures">{words.value(field, field.after)}</td>
                    </tr>
                  ));
                })}
              </tbody>
            </>
          )}
      </table>
    </div>
  );
}
