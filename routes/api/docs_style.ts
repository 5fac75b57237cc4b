/** The look of the documentation page: paper by day, deep water by night. */
export const docsStyle = `
:root {
  color-scheme: light dark;
  --ink: light-dark(oklch(0.24 0.02 220), oklch(0.93 0.008 200));
  --ink-quiet: light-dark(oklch(0.48 0.02 220), oklch(0.71 0.02 210));
  --paper: light-dark(oklch(0.99 0.003 200), oklch(0.16 0.014 220));
  --mist: light-dark(oklch(0.962 0.006 205), oklch(0.2 0.017 220));
  --line: light-dark(oklch(0.24 0.02 220 / 0.13), oklch(0.95 0.02 200 / 0.13));
  --water: light-dark(oklch(0.47 0.075 215), oklch(0.8 0.075 200));
  --signal: light-dark(oklch(0.52 0.13 45), oklch(0.8 0.11 62));
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font: 16px/1.6 system-ui, "Helvetica Neue", "Segoe UI", "Noto Sans", "PingFang SC",
    "Noto Sans CJK SC", sans-serif;
  font-variant-numeric: tabular-nums;
  scroll-padding-top: 24px;
  -webkit-text-size-adjust: 100%;
}
* { box-sizing: border-box; margin: 0; }
body { background: var(--paper); color: var(--ink); }
a { color: inherit; text-decoration-color: var(--line); text-underline-offset: 0.25em; }
a:hover { text-decoration-color: currentColor; }
:focus-visible { outline: 2px solid var(--water); outline-offset: 3px; border-radius: 2px; }
code, pre { font-family: var(--mono); font-size: 0.875em; }
.quiet, .type, small { color: var(--ink-quiet); }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 16px; top: 8px; }

nav { padding: 20px 20px 4px; font-size: 14px; }
nav summary { font-size: 16px; cursor: pointer; }
nav h2 { font: inherit; margin: 18px 0 2px; color: var(--ink-quiet); }
nav ul { list-style: none; padding: 0; }
nav summary + ul { margin-top: 18px; }
nav a { display: block; padding: 3px 0; text-decoration: none; }
nav a:hover { text-decoration: underline; text-decoration-color: var(--line); }

main { padding: 24px 20px 120px; max-width: 1240px; min-width: 0; }
h1 { font-weight: 300; font-size: clamp(34px, 4vw, 52px); line-height: 1.2; }
section { margin-top: 88px; }
section > h2 {
  font-weight: 300; font-size: clamp(24px, 2.4vw, 32px); line-height: 1.25; padding-bottom: 10px;
}
h3 { font-weight: 500; font-size: 19px; line-height: 1.35; }
h3 a { text-decoration: none; }
h4 { font-weight: 400; font-size: 14px; color: var(--ink-quiet); margin: 22px 0 4px; }
p { max-width: 40em; }
p + p, header p { margin-top: 12px; }
.lead { max-width: 40em; }
article, #use, #operating { border-top: 1px solid var(--line); }
article { padding: 40px 0; margin-top: 28px; }
article + article { margin-top: 0; }
#use > h2, #operating > h2 { padding-top: 36px; }
.route { margin: 4px 0 12px; overflow-wrap: anywhere; }
.route b { font: 500 13px var(--mono); letter-spacing: 0.04em; color: var(--water); }
.route b.post { color: var(--signal); }
.route b.delete { color: var(--signal); }
.route i { font-style: normal; color: var(--water); }
table { border-collapse: collapse; width: 100%; font-size: 14px; line-height: 1.5; }
th, td { text-align: left; vertical-align: top; padding: 8px 0; border-top: 1px solid var(--line); }
th { font-weight: 400; width: 13em; padding-right: 16px; }
td { overflow-wrap: anywhere; }
.type { font: 13px/1.6 var(--mono); }
dl.answers { display: grid; grid-template-columns: 3.2em 1fr; font-size: 14px; line-height: 1.5; }
dl.answers > * { padding: 6px 0; border-top: 1px solid var(--line); margin: 0; }
dt.fine { color: var(--water); }
dt.problem { color: var(--ink-quiet); }
dl.answers a { text-decoration: none; }
dl.answers a:hover { text-decoration: underline; }
dl.routes dt { margin-top: 18px; }
dl.routes dd { margin: 2px 0 0; color: var(--ink-quiet); max-width: 40em; }
pre {
  background: var(--mist); padding: 14px 16px; line-height: 1.65; font-size: 13px;
  white-space: pre-wrap; overflow-wrap: anywhere; border-radius: 3px;
}
.shown { margin-top: 24px; min-width: 0; }
.told { min-width: 0; }
.caption { font-size: 13px; color: var(--ink-quiet); margin: 14px 0 4px; }
.shown > .caption:first-child { margin-top: 0; }
.problems td:first-child { width: 3.2em; color: var(--ink-quiet); }
.problems th { width: 15em; }
.problems a { text-decoration: none; }
.problems tr:target { background: var(--mist); }
.problems tr:target th { box-shadow: inset 0 -2px var(--water); }

@media (max-width: 719px) {
  table, tbody, tr, th, td { display: block; }
  th, .problems th { width: auto; padding-bottom: 0; }
  th + td { border: 0; padding-top: 0; }
  .problems tr { border-top: 1px solid var(--line); padding: 8px 0; display: grid; grid-template-columns: 3.2em 1fr; }
  .problems :is(th, td) { border: 0; padding: 0; }
  .problems td:last-child { grid-column: 2; }
}
@media (min-width: 960px) {
  body { display: grid; grid-template-columns: 264px minmax(0, 1fr); }
  nav {
    position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 40px 24px 40px 32px;
    border-right: 1px solid var(--line);
  }
  nav details::details-content { content-visibility: visible; block-size: auto; }
  nav summary { list-style: none; }
  nav summary::-webkit-details-marker { display: none; }
  main { padding: 56px clamp(40px, 5vw, 80px) 160px; }
}
@media (min-width: 1180px) {
  article, #use, #operating { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); column-gap: 56px; }
  #use > h2, #operating > h2 { grid-column: 1 / -1; }
  .shown { margin-top: 0; }
}
@media print { nav, .skip { display: none; } }
`;
