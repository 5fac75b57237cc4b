import type { MyText } from "../../../lib/i18n/my.ts";
import { count } from "../../../lib/i18n/figures.ts";
import { fill } from "../../../lib/i18n/language.ts";
import type { TierProgress } from "../../../lib/loyalty/programme.ts";

interface TierLineProps {
  readonly progress: TierProgress;
  readonly my: MyText;
  readonly code: string;
}

export const tierName = (name: { zh: string; en: string }, code: string): string =>
  code === "en" ? name.en : name.zh;

/** How far it is to the next tier, and where the year ends at this pace, as one line. */
export function TierLine({ progress, my, code }: TierLineProps) {
  const { tier, next, points, pointsToNext, projected, projectedPoints } = progress;
  const top = next?.from ?? Math.max(points, 1);
  const percent = (value: number) => `${Math.min(100, (value / top) * 100).toFixed(2)}%`;
  const text = next
    ? fill(my.points.to_next, {
      points: count(pointsToNext, code),
      tier: tierName(next.name, code),
    })
    : my.points.top;
  return (
    <div
      class="tier"
      role="progressbar"
      aria-label={my.points.tier}
      aria-valuemin={0}
      aria-valuemax={top}
      aria-valuenow={Math.min(points, top)}
      aria-valuetext={text}
    >
      <svg class="tier__line" height="12" width="100%" aria-hidden="true">
        <line class="tier__way" x1="0" x2="100%" y1="6" y2="6" />
        <line class="tier__foreseen" x1="0" x2={percent(projectedPoints)} y1="6" y2="6" />
        <line class="tier__gone" x1="0" x2={percent(points)} y1="6" y2="6" />
      </svg>
      <div class="tier__ends small">
        <span>{tierName(tier.name, code)}</span>
        <span class="quiet">{text}</span>
      </div>
      {projected.id !== tier.id && (
        <p class="small quiet">
          {fill(my.points.projected, {
            tier: tierName(projected.name, code),
            points: count(projectedPoints, code),
          })}
        </p>
      )}
    </div>
  );
}
