/** The look of the front page and of its 404: night, one line of light. */
export const nightStyle = `
:root {
  color-scheme: dark;
  --ink: oklch(0.95 0.008 200);
  --ink-quiet: oklch(0.72 0.022 210);
  --paper: oklch(0.135 0.014 220);
  --line: oklch(0.95 0.02 200 / 0.14);
  --water: oklch(0.83 0.075 200);
  --signal: oklch(0.8 0.12 62);
  --edge: clamp(20px, 5vw, 80px);
  font: 16px/1.6 "PingFang SC", "Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", system-ui,
    sans-serif;
  font-variant-numeric: tabular-nums;
  text-spacing-trim: trim-start;
  -webkit-text-size-adjust: 100%;
}
:root:lang(en) {
  font-family: system-ui, "Helvetica Neue", "Segoe UI", "Noto Sans", Arial, sans-serif;
}
* { box-sizing: border-box; margin: 0; }
body { background: var(--paper); color: var(--ink); }
a { color: inherit; text-decoration-color: var(--line); text-underline-offset: 0.3em; }
a:hover { text-decoration-color: currentColor; }
:focus-visible { outline: 2px solid var(--water); outline-offset: 4px; border-radius: 2px; }
.quiet { color: var(--ink-quiet); }
.top {
  display: flex; justify-content: space-between; align-items: baseline;
  padding: 24px var(--edge); letter-spacing: 0.02em;
}
.top a { text-decoration: none; }
.brand { font-size: 18px; letter-spacing: 0.3em; }
.brand:lang(en) { letter-spacing: 0.14em; }
h1 {
  font-weight: 300; font-size: clamp(34px, 5vw, 64px); line-height: 1.2; letter-spacing: 0.02em;
  text-wrap: balance;
}
h2 { font-weight: 400; font-size: 17px; line-height: 1.6; }

/* The first screen: words, the car, the line, the figures. */
.stage { min-height: 100svh; display: flex; flex-direction: column; overflow-x: clip; }
.words { padding: clamp(8px, 3vh, 40px) var(--edge) 0; }
.sentence { margin-top: 10px; font-size: clamp(16px, 1.4vw, 20px); max-width: 22em; text-wrap: balance; }
.words { position: relative; z-index: 1; }
.car { flex: 1; min-height: 210px; position: relative; }
.car svg {
  position: absolute; left: 0; bottom: 0; width: 100%; overflow: visible; pointer-events: none;
  height: min(30.375vw, 100svh - 320px);
}
.stock { position: relative; height: 1px; background: var(--line); }
.stock i {
  position: absolute; left: 0; top: -0.5px; height: 2px; width: 100%; border-radius: 1px;
  background: linear-gradient(90deg, oklch(0.83 0.075 200 / 0.3), var(--water) 92%, white);
  box-shadow: 0 0 18px oklch(0.83 0.075 200 / 0.45);
  transform-origin: left; transition: transform 400ms cubic-bezier(0.2, 0.7, 0.2, 1);
}
.figures {
  display: grid; grid-template-columns: 7fr 5fr; column-gap: 24px;
  padding: clamp(20px, 4vh, 40px) var(--edge) clamp(28px, 5vh, 56px);
  position: relative;
}
.figure p { color: var(--ink-quiet); font-size: 14px; }
.figure b {
  display: block; font-weight: 200; font-size: clamp(52px, 8.4vw, 120px); line-height: 1.12;
  letter-spacing: -0.03em; white-space: nowrap; margin-left: -0.04em;
  font-family: "Helvetica Neue", "Segoe UI", "PingFang SC", "Noto Sans CJK SC", system-ui,
    sans-serif;
}
.figure small { color: var(--ink-quiet); font-size: 14px; }
.dot {
  display: inline-block; width: 6px; height: 6px; margin-right: 8px; border-radius: 3px;
  background: var(--water); vertical-align: 0.12em;
}
[data-link="lost"] .dot { background: var(--signal); }

/* What is shown goes by the sale's state, so that it can change without a new page. */
[data-when], [data-live] { display: none; }
[data-state="scheduled"] [data-when~="scheduled"], [data-state="open"] [data-when~="open"],
[data-state="gone"] [data-when~="gone"], [data-state="paused"] [data-when~="paused"],
[data-state="closed"] [data-when~="closed"], [data-link="live"] [data-live="live"],
[data-link="lost"] [data-live="lost"] { display: revert; }

/* Below: four quiet lines. */
.more { padding: clamp(64px, 10vw, 128px) var(--edge); }
.more section {
  display: grid; grid-template-columns: 3fr 6fr 3fr; column-gap: 24px; align-items: baseline;
  padding: 26px 0; border-top: 1px solid var(--line);
}
.more p { color: var(--ink-quiet); max-width: 34em; }
.more .go { text-align: right; }
code { font: 14px/1.7 ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
p code { display: block; margin-top: 8px; font-size: 13px; color: var(--ink); opacity: 0.8; }
form { display: flex; justify-content: flex-end; gap: 16px; }
input {
  width: 9.5em; background: none; color: inherit; font: inherit; border: 0; border-radius: 0;
  border-bottom: 1px solid var(--ink-quiet); padding: 2px 0;
}
input::placeholder { color: var(--ink-quiet); opacity: 0.8; }
button {
  background: none; border: 0; padding: 2px 0; color: inherit; font: inherit; cursor: pointer;
  text-decoration: underline; text-decoration-color: var(--line); text-underline-offset: 0.3em;
}
button:hover { text-decoration-color: currentColor; }

.missing { min-height: 100svh; display: flex; flex-direction: column; }
.missing main { padding: 0 var(--edge); margin: auto 0; }
.missing .stock { margin: 36px calc(-1 * var(--edge)); }
.missing a + a { margin-left: 28px; }

@media (max-width: 720px) {
  .top { padding-block: 18px; }
  .car svg { left: -14vw; width: 128vw; height: 38.9vw; }
  .figures { grid-template-columns: 1fr; row-gap: 18px; }
  .figure b { font-size: clamp(52px, 17.5vw, 84px); }
  .more section { grid-template-columns: 1fr; row-gap: 8px; padding: 22px 0; }
  .more .go, form { text-align: left; justify-content: flex-start; }
}
@media (prefers-reduced-motion: reduce) { .stock i { transition: none; } }
`;
