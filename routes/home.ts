/**
 * The front page: the launch sale as it stands. Whole without JavaScript; with it, the clock runs and
 * the count follows the live stream.
 */
import { type Markup, markup } from "../lib/http/markup.ts";
import { pageResponse } from "../lib/http/page.ts";
import { Problem } from "../lib/http/problem.ts";
import { fill, languageOf, type Messages, messagesIn } from "../lib/i18n/language.ts";
import type { SaleView } from "../lib/live/protocol.ts";
import { LAUNCH_SALE } from "../lib/showroom/seed.ts";
import type { ApiContext } from "./api/context.ts";
import { nightStyle } from "./home_style.ts";
import { nightCar } from "./night_car.ts";

const NIGHT = "#04090b";
/** Seconds until a page that could not be made is asked for again. */
const AWAY_S = 5;

export async function home({ boards, now }: ApiContext, request: Request): Promise<Response> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return new Problem("method_not_allowed", {
      detail: `${request.method} is not among GET, HEAD`,
      headers: { allow: "GET, HEAD" },
    }).toResponse();
  }
  const text = messagesIn(languageOf(request));
  let view: SaleView | undefined;
  try {
    view = await boards.view(LAUNCH_SALE);
  } catch (error) {
    console.error("Cannot read the sale for the front page", error);
    return awayPage(text);
  }
  return pageResponse({
    lang: text.code,
    title: view ? `${view.title} · ${text.brand}` : text.brand,
    description: view && sentence(text, view, shown(view)),
    themeColor: NIGHT,
    // Without JavaScript the page renews itself.
    head: markup`<noscript><meta http-equiv="refresh" content="15"></noscript>\n`,
    style: nightStyle + (view ? `.stock i { transform: scaleX(${share(view)}); }\n` : ""),
    ...(view ? { script: live(view), attributes: markup`data-state="${shown(view)}"` } : {}),
    body: markup`${view ? stage(text, view, now()) : nothing(text)}
${more(text, new URL(request.url).origin)}`,
  });
}

/** While the store does not answer; it looks again by itself. */
const awayPage = (text: Messages): Response =>
  pageResponse({
    lang: text.code,
    title: text.brand,
    themeColor: NIGHT,
    head: markup`<meta http-equiv="refresh" content="${AWAY_S}">\n`,
    style: nightStyle,
    body: markup`<div class="missing">${top(text)}<main><h1>${text.away}</h1></main></div>`,
  }, { status: 503, headers: { "retry-after": String(AWAY_S) } });

/** What the page of nothing looks like. */
export function missingPage(request: Request): Response {
  const text = messagesIn(languageOf(request));
  const path = new URL(request.url).pathname;
  const { title, text: line, home, docs } = text.missing;
  return pageResponse({
    lang: text.code,
    title: `${title} · ${text.brand}`,
    themeColor: NIGHT,
    style: nightStyle,
    body: markup`<div class="missing">${top(text)}
<main><h1>${title}</h1>
<p class="sentence quiet">${
      fill(line, { path: path.length > 60 ? `${path.slice(0, 60)}…` : path })
    }</p>
<div class="stock"></div>
<p><a href="/">${home}</a> <a href="/api/docs">${docs}</a></p></main></div>`,
  }, { status: 404 });
}

type Shown = SaleView["state"] | "gone";

/** An open sale without a car left is a state of its own to whoever looks. */
const shown = ({ state, capacity, allocated }: SaleView): Shown =>
  state === "open" && allocated >= capacity ? "gone" : state;

/** Of all cars, what is left: 0 to 1. */
const share = ({ capacity, allocated }: SaleView): number =>
  Math.max(0, capacity - allocated) / capacity;

const top = (text: Messages): Markup =>
  markup`<header class="top"><a class="brand" href="/?lang=${
    text.code.slice(0, 2)
  }">${text.brand}</a>
<a class="quiet" href="?lang=${text.other.code}" lang="${text.other.code}" hreflang="${text.other.code}">${text.other.name}</a></header>`;

const STATES: readonly Shown[] = ["scheduled", "open", "gone", "paused", "closed"];

function stage(text: Messages, view: SaleView, now: number): Markup {
  const left = Math.max(0, view.capacity - view.allocated);
  return markup`<div class="stage">${top(text)}
<main class="words"><h1>${view.title}</h1>
<p class="sentence quiet" role="status">${
    STATES.map((state) => markup`<span data-when="${state}">${sentence(text, view, state)}</span>`)
  }</p></main>
<div class="car">${nightCar(text.carLabel)}</div>
<div class="stock" role="img" aria-label="${
    fill(text.lineLabel, { left: String(left), cars: String(view.capacity) })
  }"><i></i></div>
<div class="figures">
<div class="figure"><p><span data-when="scheduled">${text.untilOpening}</span><span data-when="open gone paused closed">${text.now}</span></p>
<b><time id="clock">${clock(view, now)}</time></b></div>
<div class="figure"><p>${text.left}</p>
<b id="left">${left}</b>
<small>${
    fill(text.ofCars, { cars: String(view.capacity) })
  }<span data-live="live"> · <i class="dot"></i>${text.live}</span><span data-live="lost"> · <i class="dot"></i>${text.reconnecting}</span></p></div>
</div></div>`;
}

const nothing = (text: Messages): Markup =>
  markup`<div class="missing">${top(text)}<main><h1>${text.sentence.none}</h1></main></div>`;

function sentence(text: Messages, view: SaleView, state: Shown): string {
  const date = new Intl.DateTimeFormat(text.code === "en" ? "en-GB" : "zh-CN", {
    timeZone: "Asia/Shanghai",
    month: "long",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(view.opensAt);
  return fill(text.sentence[state], { date, cars: String(view.capacity) });
}

const HOUR_MS = 3_600_000;
const SHANGHAI_OFFSET_MS = 8 * HOUR_MS;

/** Until the opening; after it, the time of day in Shanghai. */
function clock({ state, opensAt }: SaleView, now: number): string {
  const ms = state === "scheduled"
    ? Math.ceil(Math.max(0, opensAt - now) / 1000) * 1000
    : (now + SHANGHAI_OFFSET_MS) % (24 * HOUR_MS);
  const two = (n: number) => String(Math.floor(n)).padStart(2, "0");
  return `${two(ms / HOUR_MS)}:${two(ms / 60_000 % 60)}:${two(ms / 1000 % 60)}`;
}

function more(text: Messages, origin: string): Markup {
  const journal = `/api/sales/${LAUNCH_SALE}/journal`;
  const { sms } = text;
  return markup`<footer class="more">
<section><h2>${text.journal.title}</h2><p>${text.journal.text}<code>deno task verify ${origin}${journal}</code></p><div class="go"><a href="${journal}">${text.journal.link}</a></div></section>
<section><h2>${text.api.title}</h2><p>${text.api.text}</p><div class="go"><a href="/api/docs">${text.api.link}</a></div></section>
<section><h2>${sms.title}</h2><p>${sms.text}</p><form action="/sandbox/sms"><input name="phone" type="tel" inputmode="tel" autocomplete="tel" required aria-label="${sms.label}" placeholder="${sms.label}"><button>${sms.button}</button></form></section>
<section><h2>${text.staff.title}</h2><p>${text.staff.text}</p><div class="go"><a href="/api/docs#staff">${text.staff.link}</a></div></section>
</footer>`;
}

/**
 * Follows the live stream. An `EventSource` reconnects by itself after a lost connection, but not
 * after an answer that is no stream, such as a proxy's 502: then it is made anew.
 */
function live(view: SaleView): string {
  return `
let sale = ${JSON.stringify(view).replaceAll("<", "\\u003c")};
let ahead = sale.now - Date.now();
const root = document.documentElement, byId = (id) => document.getElementById(id);
const two = (n) => String(Math.floor(n)).padStart(2, "0");
function tick() {
  const now = Date.now() + ahead;
  const ms = sale.state === "scheduled" ? Math.ceil(Math.max(0, sale.opensAt - now) / 1000) * 1000
    : (now + ${SHANGHAI_OFFSET_MS}) % ${24 * HOUR_MS};
  const text = two(ms / 3.6e6) + ":" + two(ms / 6e4 % 60) + ":" + two(ms / 1e3 % 60);
  if (byId("clock").textContent !== text) byId("clock").textContent = text;
}
function show() {
  const left = Math.max(0, sale.capacity - sale.allocated);
  root.dataset.state = sale.state === "open" && left === 0 ? "gone" : sale.state;
  byId("left").textContent = left;
  document.querySelector(".stock i").style.transform = "scaleX(" + left / sale.capacity + ")";
  tick();
}
function follow() {
  const stream = new EventSource("/api/sales/${LAUNCH_SALE}/live");
  stream.addEventListener("sale", ({ data }) => {
    sale = JSON.parse(data);
    ahead = sale.now - Date.now();
    show();
  });
  stream.onopen = () => root.dataset.link = "live";
  stream.onerror = () => {
    root.dataset.link = "lost";
    if (stream.readyState === EventSource.CLOSED) setTimeout(follow, 1000 + 4000 * Math.random());
  };
}
show();
setInterval(tick, 200);
follow();
`;
}
