import { HttpError, page } from "fresh";
import { askApi, see, wordsFor } from "../../lib/console/ask_api.ts";
import { fromInput, stamp } from "../../lib/console/times.ts";
import { pagesText } from "../../lib/i18n/console_pages.ts";
import { shortId } from "../../lib/ids/short_id.ts";
import type { Json } from "../../lib/kernel/mod.ts";
import { Button } from "../../lib/ui/Button.tsx";
import { Input, Select } from "../../lib/ui/Field.tsx";
import { Notice } from "../../lib/ui/Notice.tsx";
import { Empty } from "../../lib/ui/States.tsx";
import { define } from "../../lib/web/define.ts";
import { ConsolePage } from "./(_components)/ConsolePage.tsx";
import { withParams } from "./(_components)/sorting.ts";

interface Letter {
  readonly id: string;
  readonly at: number;
  readonly reason: string;
  readonly to?: { readonly kind: string; readonly id: string; readonly command: string };
  readonly port?: string;
  readonly payload: Json;
  readonly lost: boolean;
}

const PAGE = 50;
const WHATS: ReadonlySet<string> = new Set(["command", "call"]);
const FILTERS = ["what", "where", "reason"] as const;
const ID = /^[A-Za-z0-9_-]{1,80}$/;

export const handler = define.handlers({
  async GET(ctx) {
    const { searchParams } = ctx.url;
    const said = (name: string) => (searchParams.get(name) ?? "").trim().slice(0, 64);
    const filter = {
      what: WHATS.has(said("what")) ? said("what") : "",
      where: said("where"),
      reason: said("reason"),
      since: said("since"),
    };
    const asked = new URLSearchParams({ limit: String(PAGE) });
    if (ID.test(said("after"))) asked.set("after", said("after"));
    for (const name of FILTERS) if (filter[name] !== "") asked.set(name, filter[name]);
    const since = fromInput(filter.since);
    if (since !== undefined) asked.set("since", String(since));
    const { ok, body } = await askApi<{ deadLetters: Letter[]; next: string | null }>(
      ctx,
      "GET",
      `/api/staff/dead-letters?${asked}`,
    );
    if (!ok) throw new HttpError(503);
    const { system } = ctx.state.platform;
    return page({
      letters: body.deadLetters,
      next: body.next,
      filter,
      isFiltered: Object.values(filter).some((value) => value !== ""),
      places: [...system.kinds.keys(), ...system.ports].sort(),
      after: said("after"),
      done: searchParams.get("done"),
      refused: searchParams.get("refused"),
    });
  },
  async POST(ctx) {
    const form = await ctx.req.formData();
    const act = form.get("do");
    const id = String(form.get("letter") ?? "");
    if ((act !== "replay" && act !== "discard") || !ID.test(id)) {
      throw new HttpError(400, `cannot "${act}"`);
    }
    const reason = String(form.get("reason") ?? "").trim();
    if (act === "discard" && reason === "") {
      return see(withParams(ctx.url, { refused: "reason_missing", done: undefined }));
    }
    const path = `/api/staff/dead-letters/${id}/${act}`;
    const { ok, code } = act === "replay"
      ? await askApi(ctx, "POST", path)
      : await askApi(ctx, "POST", path, { reason });
    return see(withParams(ctx.url, {
      done: ok ? act : undefined,
      refused: ok ? undefined : code,
    }));
  },
});

export default define.page<typeof handler>(({ data, state: { staff }, url }) => {
  const { letters, next, filter, isFiltered, places, after, done, refused } = data;
  const text = staff.dead;
  const pages = pagesText(staff.code);
  const words = pages.letters;
  const any = { value: "", label: words.all };
  return (
    <ConsolePage staff={staff} section="dead" title={text.title} url={url}>
      {(done === "replay" || done === "discard") && (
        <Notice tone="good" live>{text.done[done]}</Notice>
      )}
      {refused && <Notice tone="bad" live>{wordsFor(text.refused, refused)}</Notice>}
      <form method="get" class="console-filters" role="search">
        <Select
          id="by-what"
          name="what"
          label={words.what}
          value={filter.what}
          options={[
            any,
            ...(["command", "call"] as const).map((value) => ({
              value,
              label: words.whats[value],
            })),
          ]}
        />
        <Select
          id="by-where"
          name="where"
          label={words.where}
          value={filter.where}
          options={[any, ...places.map((value) => ({ value, label: value }))]}
        />
        <Input
          id="by-reason"
          name="reason"
          type="search"
          label={words.reason}
          value={filter.reason}
        />
        <Input
          id="by-since"
          name="since"
          type="datetime-local"
          label={words.since}
          value={filter.since}
        />
        <div class="console-filters__end">
          <Button size="small" type="submit">{words.show}</Button>
          {isFiltered && <a href="/staff/dead-letters">{words.clear}</a>}
        </div>
      </form>
      {letters.length > 0
        ? <p class="quiet console-title">{text.caption}</p>
        : next !== null
        ? <p class="quiet">{words.partial}</p>
        : isFiltered || after
        ? <Empty title={words.none} text={words.noneText} />
        : <Empty title={text.none} text={text.noneText} />}
      {letters.map((letter) => (
        <article key={letter.id} class="console-letter" aria-label={letter.reason}>
          <p class="figures">{stamp(letter.at)}</p>
          <div>
            <p>{letter.reason}</p>
            <p class="quiet small">
              {letter.to
                ? (
                  <a href={`/staff/actors/${letter.to.kind}/${encodeURIComponent(letter.to.id)}`}>
                    {`${letter.to.kind} ${shortId(letter.to.id)} · ${letter.to.command}`}
                  </a>
                )
                : letter.port}
            </p>
          </div>
          <pre class="console-code console-code--small" tabIndex={0}>
            {JSON.stringify(letter.payload, null, 2)}
          </pre>
          <div class="console-letter__acts">
            {letter.lost ? <p class="quiet small">{text.lost}</p> : (
              <form method="post">
                <input type="hidden" name="letter" value={letter.id} />
                <input type="hidden" name="do" value="replay" />
                <Button size="small" type="submit">{text.replay}</Button>
              </form>
            )}
            <details class="fold">
              <summary>{text.discard}</summary>
              <form method="post">
                <input type="hidden" name="letter" value={letter.id} />
                <input type="hidden" name="do" value="discard" />
                <Input
                  id={`reason-${letter.id}`}
                  name="reason"
                  label={text.why}
                  maxLength={200}
                  required
                />
                <Button size="small" kind="danger" type="submit">{text.discard}</Button>
              </form>
            </details>
          </div>
        </article>
      ))}
      <p class="console-pages">
        {after && <a href={withParams(url, { after: undefined })} rel="first">{pages.first}</a>}
        {next !== null && <a href={withParams(url, { after: next })} rel="next">{pages.next}</a>}
      </p>
    </ConsolePage>
  );
});
