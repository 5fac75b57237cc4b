/** What the sandbox's chat groups were told, as a page and for programs. Only where sandboxes are shown. */
import type { Env, Hono } from "hono";
import type { DingTalkSandbox, SandboxChatMessage } from "../lib/adapters/chat/sandbox.ts";
import { NO_STORE } from "../lib/http/headers.ts";
import { type Markup, markup } from "../lib/http/markup.ts";
import { pageResponse } from "../lib/http/page.ts";
import { languageOf, messagesIn } from "../lib/i18n/language.ts";
import { type SandboxChatText, sandboxChatText } from "../lib/i18n/sandbox_chat.ts";
import { beijingTime } from "../lib/time/beijing.ts";
import { sandboxStyle } from "./sandbox_style.ts";

const PATH = "/sandbox/chat";

/** `GET` shows the messages of all groups, or of `?group=`; to programs that accept JSON as data. */
export function addChatSandbox<E extends Env>(app: Hono<E>, sandbox: DingTalkSandbox): void {
  app.get(PATH, (c) => {
    const asked = c.req.query("group");
    const groups = sandbox.groups.filter((name) => asked === undefined || name === asked)
      .map((name) => ({ name, messages: [...sandbox.messages(name)].reverse() }));
    if (/\btext\/html\b/.test(c.req.header("accept") ?? "")) return page(c.req.raw, groups);
    return c.json({ groups }, 200, NO_STORE);
  });
}

interface Group {
  readonly name: string;
  readonly messages: readonly SandboxChatMessage[];
}

function page(request: Request, groups: readonly Group[]): Response {
  const language = languageOf(request);
  const text = sandboxChatText(language);
  const site = messagesIn(language);
  const spoken = groups.filter(({ messages }) => messages.length > 0);
  return pageResponse({
    lang: site.code,
    title: `${text.title} · ${site.brand}`,
    themeColor: "#eaf0f1",
    style: sandboxStyle + STYLE,
    body: markup`<main class="chat">
<header><h1>${text.title}</h1><p class="quiet">${text.lead}</p></header>
${spoken.length === 0 && markup`<p class="none">${text.none}</p>`}${
      spoken.map((group) => section(group, text))
    }</main>`,
  });
}

const section = ({ name, messages }: Group, text: SandboxChatText): Markup =>
  markup`<section aria-label="${name}">
<h2>${groupName(name, text)} <span class="quiet">${name}</span></h2>
${messages.map((message) => bubble(message, text))}</section>`;

function groupName(name: string, { groups }: SandboxChatText): string {
  const [topic = ""] = name.split(".");
  return Object.hasOwn(groups, topic) ? groups[topic as keyof typeof groups] : name;
}

const bubble = (
  { title, text, actions, everybody, at }: SandboxChatMessage,
  words: SandboxChatText,
) =>
  markup`<article>
<p class="quiet when"><time>${beijingTime(at)}</time>${
    everybody && markup` <b>${words.everybody}</b>`
  }</p>
<h3>${title}</h3>
${
    text.split("\n").filter((line) => line !== "" && !line.startsWith("### ")).map((line) =>
      markup`<p>${linked(line.replace(/^(?:- |> )/, ""))}</p>\n`
    )
  }${
    actions.length > 0 &&
    markup`<p class="acts">${
      actions.map(({ title, url }) => markup`<a href="${here(url)}">${title}</a>`)
    }</p>`
  }</article>
`;

/** Markdown's links, and nothing else of it: that is all we send. */
function linked(line: string): Markup[] {
  const parts: Markup[] = [];
  let from = 0;
  for (const found of line.matchAll(/\[([^\]]*)\]\(([^)\s]*)\)/g)) {
    const [whole, title = "", url = ""] = found;
    parts.push(markup`${line.slice(from, found.index)}<a href="${here(url)}">${title}</a>`);
    from = found.index + whole.length;
  }
  return [...parts, markup`${line.slice(from)}`];
}

/** Our own pages are on this server, whatever its address is called outside. */
const here = (url: string): string => {
  const { pathname, search } = new URL(url);
  return pathname + search;
};

const STYLE = `
.chat { max-width: 880px; margin: 0 auto; padding: 48px var(--edge) 96px; }
.chat h1 { font-size: clamp(34px, 5vw, 56px); font-weight: 300; letter-spacing: 0; white-space: normal; }
.chat header p { margin-top: 8px; }
.chat .none { margin-top: 64px; font-size: 18px; }
.chat section { margin-top: 56px; }
.chat h2 { font-weight: 400; font-size: 19px; }
.chat h2 span { font-size: 14px; margin-left: 8px; }
.chat article { border-top: 1px solid var(--line); padding: 16px 0 20px; margin-top: 12px; }
.chat h3 { font-weight: 500; font-size: 17px; margin: 2px 0 6px; }
.chat .when { font-size: 13px; }
.chat .when b { color: var(--ink); font-weight: 500; margin-left: 12px; }
.chat .acts { display: flex; gap: 12px; margin-top: 14px; flex-wrap: wrap; }
.chat .acts a {
  display: inline-block; padding: 9px 18px; border: 1px solid var(--line); border-radius: 2px;
  text-decoration: none;
}
.chat .acts a:first-child { background: var(--water); color: var(--on-water); border-color: transparent; }
`;
