import type { ComponentChildren } from "preact";

interface PlaceLineProps {
  /** My place, from 1. */
  readonly place: number;
  /** How many stood in line when I came, so that the way behind me is seen. */
  readonly from: number;
  readonly label: string;
  /** Place and wait in words: "第 128 位，大约 6 分钟". */
  readonly text: string;
  readonly start?: ComponentChildren;
  readonly end?: ComponentChildren;
}

/** A place in line, as a line: behind me what I have come, before me who is still ahead. */
export function PlaceLine({ place, from, label, text, start, end }: PlaceLineProps) {
  const first = Math.max(from, place, 1);
  const done = first === 1 ? 100 : ((first - place) / (first - 1)) * 100;
  const x = `${(1 + done * 0.98).toFixed(2)}%`;
  return (
    <div
      class="place"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={first - 1}
      aria-valuenow={first - place}
      aria-valuetext={text}
    >
      <svg class="place__line" height="32" width="100%" aria-hidden="true">
        <line class="place__ahead" x1="0" x2="100%" y1="16" y2="16" />
        <line class="place__behind" x1="0" x2={x} y1="16" y2="16" />
        <circle class="place__halo" cx={x} cy="16" r="11" />
        <circle class="place__me" cx={x} cy="16" r="4.5" />
      </svg>
      {(start || end) && (
        <div class="place__ends" aria-hidden="true">
          <span>{start}</span>
          <span>{end}</span>
        </div>
      )}
    </div>
  );
}

/** How much of something is left, as a line that grows shorter. */
export function StockLine({ left, total, label }: { left: number; total: number; label: string }) {
  const share = total === 0 ? 0 : (left / total) * 100;
  return (
    <svg class="stock-line" height="3" width="100%" role="img" aria-label={label}>
      <line class="place__ahead" x1="0" x2="100%" y1="1.5" y2="1.5" />
      <line class="place__behind" x1="0" x2={`${share.toFixed(2)}%`} y1="1.5" y2="1.5" />
    </svg>
  );
}
