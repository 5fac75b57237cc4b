import { page } from "fresh";
import { loyaltyProgramme } from "../../../actors/members/loyalty_programme.ts";
import { see } from "../../../lib/http/see.ts";
import { beijing } from "../../../lib/i18n/figures.ts";
import { fill } from "../../../lib/i18n/language.ts";
import { staffMembersText } from "../../../lib/i18n/staff_members.ts";
import type { Programme } from "../../../lib/loyalty/programme.ts";
import { draftOf } from "../../../lib/members/draft.ts";
import { type Effect, effectOf } from "../../../lib/members/effect.ts";
import { MAIN, programmeInForce } from "../../../lib/members/programme.ts";
import { startOfBeijingDay } from "../../../lib/time/beijing.ts";
import { Button } from "../../../lib/ui/Button.tsx";
import { Notice } from "../../../lib/ui/Notice.tsx";
import { define, type State } from "../../../lib/web/define.ts";
import { ConsolePage } from "../(_components)/ConsolePage.tsx";
import { EffectTables } from "../(_components)/EffectTables.tsx";
import { ProgrammeForm } from "../(_components)/ProgrammeForm.tsx";

interface PointsRules {
  readonly current: Programme;
  /** What was written into the form. */
  readonly values: ReadonlyMap<string, string>;
  /** What the form makes of it, where it was read. */
  readonly draft?: Programme;
  readonly last: number;
  readonly waiting: Programme | null;
  readonly effect?: Effect;
  readonly wrong?: string;
  readonly note?: "published" | "meanwhile";
}

async function load({ platform: { system, now } }: State) {
  const at = now();
  const current = await programmeInForce(system, at);
  const { last, waiting } = await system.view(
    loyaltyProgramme(MAIN),
    ({ last, versions }) => ({ last, waiting: versions.find(({ from }) => from > at) ?? null }),
  );
  return { current, last, waiting };
}

/** The effect is shown first, and only what was shown can be published. */
export const handler = define.handlers({
  async GET({ state, url }) {
    const loaded = await load(state);
    const note = url.searchParams.has("published") ? { note: "published" as const } : {};
    return page<PointsRules>({ ...loaded, values: new Map(), ...note });
  },
  async POST({ req, state }) {
    const form = await req.formData();
    const { platform: { system, now }, who } = state;
    const loaded = await load(state);
    const by = { by: { id: who!.memberId, role: "staff" } };
    const main = loyaltyProgramme(MAIN);
    if (form.get("do") === "withdraw" && loaded.waiting) {
      await system.ask(main, "withdraw", { version: loaded.waiting.version }, by);
      return see("/staff/points");
    }
    const begins = String(form.get("begins") ?? "");
    const from = startOfBeijingDay(begins) ?? 0;
    const values = new Map([...form].map(([name, value]) => [name, String(value)]));
    const draft = draftOf(loaded.current, form, from);
    if (typeof draft === "string") {
      return page<PointsRules>({ ...loaded, values, wrong: draft }, { status: 400 });
    }
    if (form.get("do") === "publish") {
      const after = Number(form.get("after"));
      const answer = await system.ask(main, "publish", { programme: draft, after }, by);
      if (answer.ok) return see("/staff/points?published");
      const data = { ...loaded, values, note: "meanwhile" as const };
      return page<PointsRules>(data, { status: 409 });
    }
    const effect = await effectOf(system, loaded.current, draft, now());
    return page<PointsRules>({ ...loaded, values, draft, effect });
  },
});

export default define.page<typeof handler>(({ data, state: { staff, language }, url }) => {
  const { points: text } = staffMembersText(language);
  const { current, values, draft, last, waiting, effect, wrong, note } = data;
  const { code } = staff;
  const since = (from: number) => from === 0 ? text.first : beijing(from, code, "moment");
  const version = (one: Programme, words: string) =>
    fill(words, { version: String(one.version), from: since(one.from) });
  return (
    <ConsolePage
      staff={staff}
      section="points"
      title={text.title}
      figures={<span class="quiet">{version(current, text.version)}</span>}
      url={url}
    >
      {note === "published" && (
        <Notice tone="good" live>{fill(text.published, { version: String(last) })}</Notice>
      )}
      {note === "meanwhile" && <Notice tone="bad" live>{text.meanwhile}</Notice>}
      {wrong && <Notice tone="bad" live>{fill(text.invalid, { field: wrong })}</Notice>}
      {waiting && (
        <form method="post" class="cluster">
          <input type="hidden" name="do" value="withdraw" />
          <span>{version(waiting, text.next)}</span>
          <Button size="small" type="submit">{text.withdraw}</Button>
        </form>
      )}
      <form method="post" class="console-section" action="/staff/points">
        <input type="hidden" name="after" value={last} />
        <ProgrammeForm programme={current} values={values} text={text} code={code} />
        {effect && draft && (
          <EffectTables effect={effect} programme={draft} text={text} code={code} />
        )}
        <div class="cluster">
          <Button name="do" value="preview" type="submit">{text.preview}</Button>
          {effect && (
            <Button kind="signal" name="do" value="publish" type="submit">
              {fill(text.publish, { version: String(last + 1) })}
            </Button>
          )}
        </div>
      </form>
    </ConsolePage>
  );
});
