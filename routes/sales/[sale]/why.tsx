import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { NO_STORE } from "../../../lib/http/headers.ts";
import { see } from "../../../lib/http/see.ts";
import { beijing, count } from "../../../lib/i18n/figures.ts";
import { fill } from "../../../lib/i18n/language.ts";
import { saleTitle } from "../../../lib/i18n/sale_title.ts";
import { type WhyText, whyText } from "../../../lib/i18n/why.ts";
import { ButtonLink } from "../../../lib/ui/Button.tsx";
import { type Step, Timeline } from "../../../lib/ui/Timeline.tsx";
import { define } from "../../../lib/web/define.ts";
import { type History, readHistory } from "../../api/history.ts";
import { saleId } from "../../api/schemas.ts";

export const handler = define.handlers({
  async GET({ params, state, url }) {
    const id = saleId.safeParse(params.sale);
    const { platform, who } = state;
    const sale = id.success ? await platform.boards.view(id.data) : undefined;
    if (!sale) throw new HttpError(404);
    if (!who) return see(`/sign-in?next=/sales/${sale.id}/why`);
    const history = await readHistory(platform, sale.id, who.memberId);
    return page({ sale, history, origin: url.origin }, { headers: NO_STORE });
  },
});

export default define.page<typeof handler>(({ data, state: { shop } }) => {
  const { sale, history, origin } = data;
  const text = whyText(shop.code);
  const { code } = shop;
  const { events, soldOut, askedBefore, memberId } = history;
  const name = saleTitle(sale, code);
  const title = fill(text.of, { title: name.text });
  return (
    <div class="wrap section">
      <div class="proof-parts proof-parts--story">
        <Head>
          <title>{`${title} · ${shop.brand}`}</title>
          <meta name="robots" content="noindex" />
        </Head>
        <div class="stack">
          <p class="quiet">
            <a href={`/sales/${sale.id}`} lang={name.lang}>{name.text}</a>
          </p>
          <h1 class="type-2xl">{text.title}</h1>
          <p class="lead">{verdictOf(history, sale.mode, text, code)}</p>
          {askedBefore !== null && sale.mode === "first_come" && (
            <p>{fill(text.before, { n: count(askedBefore, code) })}</p>
          )}
          {soldOut && <p>{fill(text.soldOut, { time: beijing(soldOut.at, code, "moment") })}</p>}
        </div>
        {events.length > 0 && (
          <section class="stack">
            <h2 class="type-xl">{text.history}</h2>
            <p class="quiet">{text.intro}</p>
            <Timeline label={text.history} steps={stepsOf(history, text, code)} />
          </section>
        )}
        <section class="stack proof">
          <h2 class="type-xl">{text.self}</h2>
          <p>{text.selfText}</p>
          <pre class="proof__command" tabIndex={0}>
          <code>
            {`deno task verify ${origin}/api/sales/${sale.id}/journal \\\n  --member ${memberId}`}
          </code>
          </pre>
          <p>
            <a href={`/api/sales/${sale.id}/journal`}>{text.journal}</a>
          </p>
        </section>
        <p>
          <ButtonLink href={`/sales/${sale.id}`}>{text.back}</ButtonLink>
        </p>
      </div>
    </div>
  );
});

function verdictOf(
  { standing, events }: History,
  mode: "first_come" | "draw",
  { verdict, none }: WhyText,
  code: string,
): string {
  if (events.length === 0) return none;
  const { outcome, number, ahead } = standing;
  const key = outcome === "waiting" && mode === "draw" ? "waitingDrawn" : outcome;
  return fill(verdict[key], { number: String(number ?? ""), ahead: count(ahead ?? 0, code) });
}

interface Line {
  readonly at: number;
  readonly words: string;
  readonly entry: string;
  readonly ended: boolean;
}

function stepsOf({ events, soldOut }: History, text: WhyText, code: string): Step[] {
  const entry = (journal: keyof WhyText["entry"], seq: number) =>
    fill(text.entry[journal], { seq: count(seq, code) });
  const lines: Line[] = events.map(({ journal, seq, at, event, what }) => ({
    at,
    words: wordsOf(event, journal, what, text, code),
    entry: entry(journal, seq),
    ended: event === "released" || event === "left" || event === "reinstate_refused",
  }));
  // Where the member got the last one, their own line says so.
  if (soldOut && !events.some(({ journal, seq }) => journal === "sale" && seq === soldOut.seq)) {
    const gone = { at: soldOut.at, words: text.events.gone, ended: false };
    lines.push({ ...gone, entry: entry("sale", soldOut.seq) });
    lines.sort((a, b) => a.at - b.at);
  }
  return lines.map(({ at, words, entry, ended }, index) => ({
    key: String(index),
    title: words,
    state: ended ? "failed" : "done",
    stateWord: text.done,
    time: beijing(at, code, "moment"),
    detail: <span class="quiet small">{entry}</span>,
  }));
}

function wordsOf(
  event: string,
  journal: History["events"][number]["journal"],
  what: Readonly<Record<string, unknown>>,
  { events }: WhyText,
  code: string,
): string {
  const values: Record<string, string> = { event };
  for (const [name, value] of Object.entries(what)) {
    if (typeof value === "number") {
      values[name] = name === "payBy"
        ? beijing(value, code, "moment")
        : name === "round"
        ? String(value)
        : count(value, code);
    }
  }
  const key = event === "released"
    ? String(what.reason)
    : journal === "draw" && event === "cancelled"
    ? "draw_cancelled"
    : event;
  return fill(
    Object.hasOwn(events, key) ? events[key as keyof typeof events] : events.other,
    values,
  );
}
