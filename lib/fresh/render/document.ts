import { Fragment, h, type VNode } from "preact";
import { jsxTemplate } from "preact/jsx-runtime";
import { renderToString } from "preact-render-to-string";
import type { ResolvedFreshConfig } from "../app/config.ts";
import type { Snapshot } from "../app/snapshot.ts";
import { SLOT_TEMPLATE, STATE_ID } from "../wire/marks.ts";
import { serialize } from "../wire/serialize.ts";
import { BODY_END, HEAD_END } from "./hooks.ts";
import { isSlot } from "./islands.ts";
import { bare } from "./links.ts";
import { type RenderState, withRenderState } from "./state.ts";

export interface DocumentInput {
  readonly page: VNode | null;
  /** `_app`, around the page that has been rendered before it. */
  readonly wrap?: (page: VNode) => VNode;
  readonly url: URL;
  readonly config: ResolvedFreshConfig;
  readonly css: readonly string[];
  readonly snapshot: Snapshot;
}

export interface RenderedDocument {
  readonly html: string;
  readonly nonce: string;
  /** Scripts that the browser had better fetch at once. */
  readonly preloads: readonly string[];
}

/**
 * Renders a page to a whole document. The page comes before `_app`, so that what it puts into the
 * head is known when the head is written.
 */
export function renderDocument(input: DocumentInput): RenderedDocument {
  const { page, wrap, url, config, snapshot } = input;
  const state: RenderState = {
    snapshot,
    basePath: config.basePath,
    here: bare(url.pathname),
    nonce: crypto.randomUUID().replaceAll("-", ""),
    head: new Map(),
    islands: [],
    props: [],
    owners: [],
    slots: [],
    seen: new Set(),
  };
  const html = withRenderState(state, () => {
    const inner = renderToString(page ?? h(Fragment, null));
    // A long text is put in at last: searching and cutting it would cost as much as rendering.
    const content = state.seen.size > 0 ? inner : mark(PAGE);
    const body = wrap ? renderToString(wrap(jsxTemplate([content]))) : content;
    const templates = hiddenSlots(state);
    const outer = withOuterElements(body, state);
    // From the end: the first mark in a document is the head's, the last one the body's.
    const whole = insert(
      insert(outer, BODY_END, templates + scripts(state), "last"),
      HEAD_END,
      headElements(state, input.css),
      "first",
    );
    if (content === inner) return whole;
    // Added up and not joined: a long text is then written out once, when it is sent.
    return whole.split(mark(PAGE)).reduce((before, after) => before + inner + after);
  });
  return { html: `<!DOCTYPE html>${html}`, nonce: state.nonce, preloads: preloadsOf(state) };
}

const PAGE = "frsh:page";

function withOuterElements(html: string, { seen }: RenderState): string {
  const body = seen.has("body") || seen.has("html")
    ? html
    : `<body>${html}${mark(BODY_END)}</body>`;
  const head = `<head><meta charset="utf-8"/>${mark(HEAD_END)}</head>`;
  if (seen.has("html")) {
    const withHead = seen.has("head") ? body : body.replace(/<html[^>]*>/, (tag) => tag + head);
    return seen.has("body") ? withHead : withHead.replace(/<\/html>$/, `${mark(BODY_END)}</html>`);
  }
  return `<html>${seen.has("head") ? "" : head}${body}</html>`;
}

const mark = (text: string): string => `<!--${text}-->`;

function insert(html: string, at: string, text: string, which: "first" | "last"): string {
  const place = which === "first" ? html.indexOf(mark(at)) : html.lastIndexOf(mark(at));
  return place < 0 ? html : html.slice(0, place) + text + html.slice(place + mark(at).length);
}

/** What islands were given and have not shown; rendering it may bring further islands. */
function hiddenSlots({ slots }: RenderState): string {
  let html = "";
  for (let id = 0; id < slots.length; id++) {
    const slot = slots[id]!;
    if (slot.shown) continue;
    html += `<template id="${SLOT_TEMPLATE}${id}">${
      renderToString(
        h(Fragment, null, slot.vnode as VNode),
      )
    }</template>`;
  }
  return html;
}

function headElements({ head, basePath, islands, nonce }: RenderState, css: readonly string[]) {
  const sheets = new Set([...css, ...islands.flatMap((island) => island.css)]);
  return (
    renderToString(h(Fragment, null, ...head.values())) +
    [...sheets]
      .map(
        (href) =>
          `<link rel="stylesheet" href="${escapeAttribute(basePath + href)}" nonce="${nonce}"/>`,
      )
      .join("")
  );
}

/** No script at all stands on a page without islands. */
function scripts(state: RenderState): string {
  const { islands, props, basePath, nonce, snapshot } = state;
  const own = snapshot.pageScripts.map((src) => moduleScript(basePath + src, nonce)).join("");
  if (islands.length === 0) return own;
  const modules = islands.map(({ file, exportName }) => [basePath + file, exportName]);
  const wire = serialize(props, {
    slot: (value) => (isSlot(value) ? value.props.id : undefined),
    describe: ([index, ...path]) =>
      `the props of the island ${state.owners[Number(index)]?.name}: ${path.join(".")}`,
  });
  // A closing tag inside a string would end the element.
  const data = `{"modules":${JSON.stringify(modules)},"props":${wire}}`.replaceAll("<", "\\u003c");
  return (
    `<script id="${STATE_ID}" type="application/json" nonce="${nonce}">${data}</script>` +
    moduleScript(basePath + snapshot.clientEntry, nonce) +
    own
  );
}

const moduleScript = (src: string, nonce: string): string =>
  `<script type="module" src="${escapeAttribute(src)}" nonce="${nonce}"></script>`;

const escapeAttribute = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

function preloadsOf({ islands, snapshot, basePath }: RenderState): string[] {
  if (islands.length === 0) return [];
  const urls = [snapshot.clientEntry, ...islands.map(({ file }) => file)];
  const chunks = urls.flatMap((url) => snapshot.imports?.get(url) ?? []);
  return [...new Set([...urls, ...chunks])].map((url) => basePath + url);
}
