import type { ComponentChildren } from "preact";
import type { Projection } from "../../../lib/dealers/projection.ts";
import type { Line, Water } from "../../../lib/dealers/sketch.ts";
import type { Language } from "../../../lib/i18n/language.ts";

/** A smooth way through points (Catmull-Rom as Bézier): rivers have no corners. */
export function smooth(line: Line, { point }: Projection, closed = false): string {
  const points = line.map(([longitude, latitude]) => point(longitude, latitude));
  const at = (index: number) =>
    closed
      ? points[(index + points.length) % points.length]!
      : points[Math.min(Math.max(index, 0), points.length - 1)]!;
  const one = (value: number) => Math.round(value * 10) / 10;
  const [x, y] = at(0);
  let path = `M${x} ${y}`;
  for (let index = 0; index < points.length - (closed ? 0 : 1); index++) {
    const [before, from, to, after] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
    const [x1, y1] = [from[0] + (to[0] - before[0]) / 6, from[1] + (to[1] - before[1]) / 6];
    const [x2, y2] = [to[0] - (after[0] - from[0]) / 6, to[1] - (after[1] - from[1]) / 6];
    path += `C${[x1, y1, x2, y2, to[0], to[1]].map(one).join(" ")}`;
  }
  return closed ? `${path}Z` : path;
}

interface WatersProps {
  readonly waters: readonly Water[];
  readonly projection: Projection;
  /** Units of the drawing for a breadth of one. */
  readonly broad: number;
  readonly language: Language;
}

export function Waters({ waters, projection, broad, language }: WatersProps) {
  return (
    <>
      {waters.map(({ line, breadth, closed }, index) => (
        <path
          key={index}
          class={closed ? "map__lake" : `map__river map__river--${breadth}`}
          d={smooth(line, projection, closed)}
          stroke-width={breadth * broad}
        />
      ))}
      {waters.map(({ name, nameAt }) => {
        if (!name || !nameAt) return null;
        const [x, y] = projection.point(...nameAt);
        return (
          <text key={name.en} class="map__water-name" x={x} y={y} lang={language}>
            {name[language]}
          </text>
        );
      })}
    </>
  );
}

interface MarkProps {
  readonly at: readonly [x: number, y: number];
  readonly label?: string;
  /** On which side of the mark its name stands. */
  readonly side?: "start" | "end";
  readonly kind?: "dealer" | "chosen" | "you" | "landmark";
  readonly href?: string;
  readonly size: number;
}

/** A point with its name; with a link, all of it can be pressed. */
export function Mark({ at: [x, y], label, side = "end", kind = "dealer", href, size }: MarkProps) {
  const away = size * (kind === "landmark" ? 1.2 : 2);
  const drawn = (
    <>
      {href && <circle class="map__touch" cx={x} cy={y} r={size * 3.4} />}
      {kind === "chosen" && <circle class="map__halo" cx={x} cy={y} r={size * 2.6} />}
      <circle class="map__dot" cx={x} cy={y} r={kind === "landmark" ? size * 0.5 : size} />
      {label && (
        <text
          class="map__name"
          x={side === "end" ? x + away : x - away}
          y={y}
          dy=".36em"
          text-anchor={side === "end" ? "start" : "end"}
        >
          {label}
        </text>
      )}
    </>
  );
  const className = `map__mark map__mark--${kind}`;
  // To the framework a link to this very path is the page we are on, whatever it asks for.
  return href
    ? <a class={className} href={href} aria-current="false">{drawn}</a>
    : <g class={className}>{drawn}</g>;
}

interface SheetProps {
  readonly projection: Projection;
  readonly label: string;
  readonly note: string;
  readonly children: ComponentChildren;
}

/** The paper that a map is drawn on. Its links are for the pointer and the keyboard; the list says it all. */
export function Sheet({ projection: { width, height }, label, note, children }: SheetProps) {
  return (
    <figure class="map">
      <svg class="map__sheet" viewBox={`0 0 ${width} ${height}`} role="group" aria-label={label}>
        {children}
      </svg>
      <figcaption class="small quiet">{note}</figcaption>
    </figure>
  );
}
