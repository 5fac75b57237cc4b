/** The look of the cashier: paper and water, the amount, and the time left as one line. */
import { sandboxStyle } from "./sandbox_style.ts";

export const cashierStyle = `
${sandboxStyle}.till { min-height: 100svh; display: grid; grid-template-columns: minmax(0, 7fr) minmax(0, 5fr); }
.bill {
  background: var(--mist); padding: 24px var(--edge) clamp(28px, 6vh, 72px);
  display: flex; flex-direction: column;
}
.top { display: flex; justify-content: space-between; align-items: baseline; gap: 24px; }
.top a { text-decoration: none; white-space: nowrap; }
.top b { font-weight: 400; font-size: 18px; letter-spacing: 0.14em; }
.sum { margin: auto 0; padding: 48px 0; }
.sum p { font-size: 14px; }
h1 {
  font: 200 clamp(52px, 8.4vw, 112px)/1.12 "Helvetica Neue", "Segoe UI", "PingFang SC",
    "Noto Sans CJK SC", system-ui, sans-serif;
  letter-spacing: -0.03em; margin-left: -0.03em; white-space: nowrap;
}
h1.words {
  font-weight: 300; font-size: clamp(34px, 5vw, 64px); letter-spacing: 0.02em; white-space: normal;
  text-wrap: balance; margin-bottom: 12px;
}
h1 small { font-size: 0.44em; letter-spacing: 0; margin-right: 0.14em; vertical-align: 0.5em; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 6px 28px; font-size: 15px; }
dd { margin: 0; overflow-wrap: anywhere; }
.clock {
  display: flex; justify-content: space-between; align-items: baseline; gap: 8px 24px;
  flex-wrap: wrap; padding-top: 12px; font-size: 14px;
}
.clock time { font-size: 26px; font-weight: 300; line-height: 1.3; margin-left: 12px; }
.left { margin-top: clamp(28px, 5vh, 56px); height: 1px; background: var(--line); position: relative; }
.left i {
  position: absolute; left: 0; top: -0.5px; height: 2px; width: 100%; background: var(--water);
  transform-origin: left; transition: transform 1s linear;
}
.ways { padding: 24px var(--edge); display: flex; flex-direction: column; justify-content: center; }
.ways h2 { font-weight: 400; font-size: 15px; margin: 40px 0 8px; color: var(--ink-quiet); }
button { font: inherit; color: inherit; cursor: pointer; border-radius: 2px; }
.pay {
  display: block; width: 100%; min-height: 60px; padding: 12px 24px; border: 0; font-size: 19px;
  background: var(--water); color: var(--on-water); transition: filter 150ms ease-out;
}
.pay:hover { filter: brightness(1.12); }
.way {
  display: flex; justify-content: space-between; align-items: baseline; width: 100%;
  min-height: 48px; padding: 11px 0; text-align: left;
  background: none; border: 0; border-top: 1px solid var(--line); border-radius: 0;
}
.way::after { content: "→"; color: var(--ink-quiet); transition: transform 150ms ease-out; }
.way:hover { color: var(--water); }
.way:hover::after { transform: translateX(4px); color: inherit; }
.back { padding: 14px 0; border-top: 1px solid var(--line); margin-top: 32px; }
@media (max-width: 820px) {
  .till { display: block; }
  .bill { padding-block: 18px 24px; }
  .sum { padding: 36px 0 28px; }
  h1 { font-size: clamp(52px, 17.5vw, 84px); }
  .ways { padding-block: 24px 40px; }
  .ways h2 { margin-top: 32px; }
}
@media (prefers-reduced-motion: reduce) { .left i, .pay, .way::after { transition: none; } }
`;
