import { HttpError, page } from "fresh";
import { askApi, see, wordsFor } from "../../lib/console/ask_api.ts";
import { short } from "../../lib/console/people.ts";
import { stamp } from "../../lib/console/times.ts";
import type { Json } from "../../lib/kernel/mod.ts";
import { Button } from "../../lib/ui/Button.tsx";
import { Input } from "../../lib/ui/Field.tsx";
import { Notice } from "../../lib/ui/Notice.tsx";
import { Empty } from "../../lib/ui/States.tsx";
import { define } from "../../lib/web/define.ts";
import { ConsolePage } from "./(_components)/ConsolePage.tsx";

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
const ID = /^[A-Za-z0-9_-]{1,80}$/;

export const handler = define.handlers({
  async GET(ctx) {
    const { searchParams } = ctx.url;
    const after = searchParams.get("after") ?? "";
    const query = ID.test(after) ? `&after=${after}` : "";
    const { ok, body } = await askApi<{ deadLetters: Letter[] }>(
      ctx,
      "GET",
      `/api/staff/dead-letters?limit=${PAGE}${query}`,
    );
    if (!ok) throw new HttpError(503);
    return page({
      letters: body.deadLetters,
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
      return see("/staff/dead-letters?refused=reason_missing");
    }
    const path = `/api/staff/dead-letters/${id}/${act}`;
    const { ok, code } = act === "replay"
      ? await askApi(ctx, "POST", path)
      : await askApi(ctx, "POST", path, { reason });
    return see(`/staff/dead-letters?${ok ? `done=${act}` : `refused=${code}`}`);
  },
});

export default define.page<typeof handler>(({ data, state: { staff }, url }) => {
  const { letters, done, refused } = data;
  const text = staff.dead;
  const last = letters.at(-1);
  return (
    <ConsolePage staff={staff} section="dead" title={text.title} url={url}>
      {(done === "replay" || done === "discard") && (
        <Notice tone="good" live>{text.done[done]}</Notice>
      )}
      {refused && <Notice tone="bad" live>{wordsFor(text.refused, refused)}</Notice>}
      {letters.length === 0
        ? <Empty title={text.none} text={text.noneText} />
        : <p class="quiet console-title">{text.caption}</p>}
      {letters.map((letter) => (
        <article key={letter.id} class="console-letter" aria-label={letter.reason}>
          <p class="figures">{stamp(letter.at)}</p>
          <div>
            <p>{letter.reason}</p>
            <p class="quiet small">
              {letter.to
                ? (
                  <a href={`/staff/actors/${letter.to.kind}/${encodeURIComponent(letter.to.id)}`}>
                    {`${letter.to.kind} ${short(letter.to.id)} · ${letter.to.command}`}
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
      {last && letters.length === PAGE && (
        <p class="console-pages">
          <a href={`/staff/dead-letters?after=${last.id}`}>{text.more}</a>
        </p>
      )}
    </ConsolePage>
  );
});
