/**
 * The embedded payment provider's cashier: what a payer sees, and the ways in which a provider can
 * fail a merchant, to choose from. Only mounted where sandboxes are shown. Whole without JavaScript.
 */
import type { Context, Env, Hono } from "hono";
import { type Cashier, cashierPath } from "../lib/adapters/payments/sandbox.ts";
import { type Behaviour, behaviour } from "../lib/adapters/payments/sandbox/behaviour.ts";
import type { Trade } from "../lib/adapters/payments/sandbox/trade.ts";
import type { Deadlines } from "../lib/http/deadlines.ts";
import { NO_STORE } from "../lib/http/headers.ts";
import { type Markup, markup } from "../lib/http/markup.ts";
import { pageResponse } from "../lib/http/page.ts";
import { Problem } from "../lib/http/problem.ts";
import { readAnyText } from "../lib/http/read_json.ts";
import { type CashierText, cashierText } from "../lib/i18n/cashier.ts";
import { fill, languageOf, type Messages, messagesIn } from "../lib/i18n/language.ts";
import { beijingClock } from "../lib/time/beijing.ts";
import { cashierStyle } from "./sandbox_pay_style.ts";

export interface CashierOptions {
  readonly cashier: Cashier;
  readonly now: () => number;
  readonly deadlines: Deadlines;
}

const PATH = "/sandbox/pay/:payment";
const MAX_BODY_BYTES = 4 * 1024;
const BODY_TIMEOUT_MS = 10_000;
const LATE_MS = 30_000;

/** `GET` shows the payment, `POST` pays it. Programs that accept JSON are told how it stands. */
export function addCashier<E extends Env>(app: Hono<E>, options: CashierOptions): void {
  app.get(PATH, (c) => look(options, c));
  app.post(PATH, (c) => pay(options, c));
}

async function look({ cashier, now }: CashierOptions, c: Context): Promise<Response> {
  const request = c.req.raw;
  const trade = await cashier.look(paymentOf(c));
  if (wantsJson(request)) {
    if (!trade) throw new Problem("unknown_payment");
    return c.json({ status: trade.status }, 200, NO_STORE);
  }
  return cashierPage(request, trade, now());
}

async function pay({ cashier, deadlines }: CashierOptions, c: Context): Promise<Response> {
  const request = c.req.raw;
  const id = paymentOf(c);
  const trade = await cashier.look(id);
  if (!trade) throw new Problem("unknown_payment");
  const form = new URLSearchParams(
    await readAnyText(request, { maxBytes: MAX_BODY_BYTES, timeoutMs: BODY_TIMEOUT_MS, deadlines }),
  );
  const outcome = await cashier.pay(id, chosen(form, trade));
  if (wantsJson(request)) {
    return c.json({ status: outcome }, 200, NO_STORE);
  }
  // Only to our own pages by itself: anywhere else the payer goes by a link that he can read.
  const back = outcome === "paid" && isOwnPath(trade.returnUrl);
  return c.redirect(back ? trade.returnUrl : cashierPath(id), 303);
}

/** What the page's buttons say in one word. */
const IN_A_WORD: ReadonlyMap<string, Behaviour> = new Map([
  ["twice", { kind: "repeated", times: 2 }],
  ["ten_times", { kind: "repeated", times: 10 }],
]);

/** `notify` names how the payment is told of; a load test adds the numbers. */
function chosen(form: URLSearchParams, { totalFen }: Trade): Behaviour | undefined {
  const kind = form.get("notify");
  if (kind === null) return undefined;
  const known = IN_A_WORD.get(kind);
  if (known) return known;
  const number = (name: string, otherwise: number) => Number(form.get(name) ?? otherwise);
  const wanted = {
    kind,
    delayMs: number("delay_ms", LATE_MS),
    times: number("times", 2),
    // Never the right amount by accident: what costs one fen is overcharged.
    amountFen: number("amount_fen", totalFen > 1 ? totalFen - 1 : 2),
  };
  const parsed = behaviour.safeParse(wanted);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Problem("invalid_request", { detail: `notify: ${issue?.message}` });
}

function cashierPage(request: Request, trade: Trade | undefined, now: number): Response {
  const language = languageOf(request);
  const page = { text: cashierText[language], site: messagesIn(language), now };
  const { text, site } = page;
  const title = !trade || trade.status === "pending" ? text.cashier : text[trade.status].title;
  const pending = trade?.status === "pending";
  return pageResponse({
    lang: site.code,
    title: `${title} · ${site.brand}`,
    themeColor: "#eaf0f1",
    // Without JavaScript the time left renews itself.
    head: pending && markup`<noscript><meta http-equiv="refresh" content="30"></noscript>\n`,
    style: cashierStyle +
      (pending ? `.left i { transform: scaleX(${share(trade, now)}); }\n` : ""),
    ...(pending ? { script: ticking(trade, now) } : {}),
    body: !trade
      ? notice(page, text.missing, "/")
      : trade.status === "pending"
      ? till(page, trade)
      : notice(page, text[trade.status], homeOf(trade), trade),
  }, { status: trade ? 200 : 404 });
}

interface PageContext {
  readonly text: CashierText;
  readonly site: Messages;
  readonly now: number;
}

function till(page: PageContext, trade: Trade): Markup {
  const { text, now } = page;
  const way = (value: string, label: string) =>
    markup`<button class="way" name="notify" value="${value}">${label}</button>`;
  return markup`<div class="till">
<section class="bill">${top(page)}
${bill(page, trade)}
<div class="left"><i></i></div>
<p class="clock"><span class="quiet">${text.timeLeft}<time id="left" role="timer">${
    minutes(trade.expiresAt - now)
  }</time></span><span class="quiet">${
    fill(text.until, { time: beijingClock(trade.expiresAt) })
  }</span></p>
</section>
<main class="ways">
<form method="post"><button class="pay" name="notify" value="prompt">${
    fill(text.pay, { amount: yuan(trade.totalFen) })
  }</button></form>
<h2>${text.rehearse}</h2>
<form method="post">
${way("late", text.late)}
${way("twice", text.twice)}
${way("ten_times", text.ten)}
${way("never", text.never)}
${way("wrong_amount", text.wrongAmount)}
${way("out_of_order", text.outOfOrder)}
${way("refund_fails", text.refundFails)}
</form>
<p class="back"><a href="${homeOf(trade)}">${text.back}</a></p>
</main></div>`;
}

function bill({ text, site }: PageContext, { totalFen, subject, no }: Trade): Markup {
  const [whole, part] = (totalFen / 100).toFixed(2).split(".");
  return markup`<div class="sum"><p class="quiet">${text.due}</p>
<h1><small>¥</small>${grouped(whole!)}.${part!}</h1></div>
<dl><dt>${text.payee}</dt><dd>${site.brand}</dd>
<dt>${text.subject}</dt><dd>${subject}</dd>
<dt>${text.number}</dt><dd>${no}</dd></dl>`;
}

const top = ({ text, site }: PageContext): Markup =>
  markup`<header class="top"><p><b>${text.cashier}</b> <span class="quiet">${text.rehearsal}</span></p>
<a class="quiet" href="?lang=${
    site.other.code.slice(0, 2)
  }" lang="${site.other.code}" hreflang="${site.other.code}">${site.other.name}</a></header>`;

/** What is over, or never was. */
function notice(
  page: PageContext,
  words: CashierText["missing"],
  href: string,
  trade?: Trade,
): Markup {
  return markup`<div class="till">
<section class="bill">${top(page)}
<div class="sum"><h1 class="words">${words.title}</h1><p class="quiet">${words.text}</p></div>
</section>
<main class="ways">${
    trade &&
    markup`<dl><dt>${page.text.amount}</dt><dd>${yuan(trade.totalFen)}</dd>
<dt>${page.text.subject}</dt><dd>${trade.subject}</dd><dt>${page.text.number}</dt><dd>${trade.no}</dd></dl>`
  }
<p class="back"><a href="${href}">${words.go}</a></p></main></div>`;
}

/** The clock runs, and at its end the page is asked for again. */
const ticking = ({ expiresAt, createdAt }: Trade, now: number): string => `
const end = Date.now() + ${expiresAt - now}, whole = ${expiresAt - createdAt};
const clock = document.getElementById("left"), line = document.querySelector(".left i");
const two = (n) => String(Math.floor(n)).padStart(2, "0");
const timer = setInterval(() => {
  const ms = Math.max(0, end - Date.now());
  clock.textContent = two(ms / 60000) + ":" + two(ms / 1000 % 60);
  line.style.transform = "scaleX(" + ms / whole + ")";
  if (ms === 0) { clearInterval(timer); location.reload(); }
}, 500);
`;

const share = ({ expiresAt, createdAt }: Trade, now: number): number =>
  Math.max(0, Math.min(1, (expiresAt - now) / (expiresAt - createdAt)));

const two = (n: number): string => String(Math.floor(n)).padStart(2, "0");

const minutes = (ms: number): string => `${two(ms / 60_000)}:${two(ms / 1000 % 60)}`;

const grouped = (whole: string): string => whole.replace(/\B(?=(\d{3})+$)/g, ",");

const yuan = (fen: number): string => {
  const [whole, part] = (fen / 100).toFixed(2).split(".");
  return `¥${grouped(whole!)}.${part}`;
};

const isOwnPath = (url: string): boolean => /^\/(?![/\\])/.test(url);

/** Where a merchant wants its payers back: our own path, or a web address; never a script. */
const homeOf = ({ returnUrl }: Trade): string =>
  isOwnPath(returnUrl) || /^https?:\/\//i.test(returnUrl) ? returnUrl : "/";

const paymentOf = (c: Context): string => c.req.param("payment") ?? "";

const wantsJson = (request: Request): boolean =>
  /\bapplication\/json\b/.test(request.headers.get("accept") ?? "");
