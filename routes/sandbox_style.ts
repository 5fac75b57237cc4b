/** What the sandboxes' pages share: paper, ink and water, light and dark. */
export const sandboxStyle = `
:root {
  color-scheme: light dark;
  --ink: oklch(0.24 0.02 225);
  --ink-quiet: oklch(0.46 0.022 220);
  --paper: oklch(0.985 0.004 200);
  --mist: oklch(0.945 0.014 205);
  --line: oklch(0.24 0.03 220 / 0.16);
  --water: oklch(0.43 0.075 212);
  --on-water: oklch(0.985 0.01 200);
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
@media (prefers-color-scheme: dark) {
  :root {
    --ink: oklch(0.95 0.008 200);
    --ink-quiet: oklch(0.74 0.022 210);
    --paper: oklch(0.165 0.014 220);
    --mist: oklch(0.205 0.018 218);
    --line: oklch(0.95 0.02 200 / 0.16);
    --water: oklch(0.83 0.075 200);
    --on-water: oklch(0.18 0.03 220);
  }
}
* { box-sizing: border-box; margin: 0; }
body { background: var(--paper); color: var(--ink); }
a { color: inherit; text-decoration-color: var(--line); text-underline-offset: 0.3em; }
a:hover { text-decoration-color: currentColor; }
:focus-visible { outline: 2px solid var(--water); outline-offset: 3px; border-radius: 2px; }
.quiet, dt { color: var(--ink-quiet); }
`;
