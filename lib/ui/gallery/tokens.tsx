import { Specimen } from "./Specimen.tsx";

const ROLES = [
  ["paper", "mist", "raised", "line", "line-strong", "ink", "ink-quiet"],
  ["water", "water-wash", "signal", "signal-deep"],
  ["good", "good-wash", "warn", "warn-wash", "bad", "bad-wash"],
] as const;

const SCALE = [
  ["4xl", "晴川 Clear river"],
  ["3xl", "水面以上，一切从简"],
  ["2xl", "鹭，一辆安静的车"],
  ["xl", "续航 612 公里 Range 612 km"],
  ["lg", "从江边到山口，一次充电。"],
  ["md", "正文十六像素，行长二十八到三十六字。"],
  ["sm", "说明与次要的话 Secondary text"],
  ["xs", "图表与脚注 0123456789"],
] as const;

/** Colours and type as they stand in the theme around them. */
export function Tokens() {
  return (
    <>
      <Specimen title="颜色" note="一套角色，日夜两用。朱色只给此刻该做的那一件事。">
        {ROLES.map((row) => (
          <ul key={row[0]} class="swatches">
            {row.map((role) => (
              <li key={role}>
                <span class={`swatch swatch--${role}`} />
                <code>{role}</code>
              </li>
            ))}
          </ul>
        ))}
      </Specimen>
      <Specimen title="字" note="标题轻而大，从不粗而大。数字等宽。">
        {SCALE.map(([step, text]) => (
          <p key={step} class={`type-${step}`}>
            {text}
          </p>
        ))}
        <p class="figures type-2xl">¥ 189,900 · 20:00:00 · 1,284</p>
      </Specimen>
    </>
  );
}
