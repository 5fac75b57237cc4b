import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { render } from "preact-render-to-string";
import { Car } from "./Car.tsx";
import { hours } from "./hours.ts";
import { Landscape } from "./Landscape.tsx";
import { paintStyle } from "./live.ts";
import { luminance } from "./oklch.ts";
import { paintNames, PAINTS, paintStops } from "./paints.ts";
import { ridgePath, RIDGES } from "./ridges.ts";
import { upperLine } from "./outlines.ts";
import { BOX, GROUND, modelNames, SHAPES } from "./shapes.ts";
import { LineUp, Stage } from "./Stage.tsx";
import { Teaser } from "./Teaser.tsx";
import { wheelDesigns } from "./Wheel.tsx";

/** Every reference within a picture leads to a definition in it. */
function assertWhole(html: string): void {
  assert(!/NaN|undefined|null|Infinity/.test(html), "a number is missing in the picture");
  const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  const wanted = [...html.matchAll(/url\(#([^)]+)\)|href="#([^"]+)"/g)].map(([, a, b]) => a ?? b);
  assertEquals(wanted.filter((id) => !ids.has(id)), []);
}

for (const model of modelNames) {
  Deno.test(`Car: ${model} renders in every paint, wheel and roof, whole by itself`, () => {
    for (const paint of paintNames) {
      for (const wheels of wheelDesigns) {
        for (const roof of ["paint", "night"] as const) {
          const html = render(
            <Car
              model={model}
              paint={paint}
              wheels={wheels}
              roof={roof}
              lamps
              reflection
              label="A car"
            />,
          );
          assertWhole(html);
          assertStringIncludes(html, 'role="img" aria-label="A car"');
          assertStringIncludes(html, paintStops(paint).base);
        }
      }
    }
  });

  Deno.test(`Car: ${model} that changes in place is whole, its paint left to what holds it`, () => {
    const html = render(<Car model={model} wheels="aero" lamps live label="A car" />);
    assertWhole(html);
    for (const design of wheelDesigns) assertStringIncludes(html, ` id="live-${design}-wheel"`);
    assertEquals(html.match(/href="#live-aero-wheel"/g)?.length, 2);
    assert(!html.includes(paintStops("mist").base));
    for (const name of Object.keys(paintStops("mist"))) {
      assertStringIncludes(html, `"var(--car-${name})"`);
      assertStringIncludes(paintStyle("maple"), `--car-${name}:#`);
    }
  });

  Deno.test(`Car: ${model} has the proportions that make a car`, () => {
    const { axles: [front, rear], tyre, ends: [nose, tail], light: { top } } = SHAPES[model];
    const height = GROUND - top;
    const wheel = (2 * tyre) / height;
    assert(wheel > 0.42 && wheel < 0.53, `wheel is ${wheel.toFixed(2)} of the height`);
    const between = (rear - front) / (2 * tyre) - 1;
    assert(between > 2.5 && between < 3.3, `${between.toFixed(2)} wheels between the wheels`);
    assert(front - nose < tail - rear + 8, "the front overhang is the short one");
    assert(nose > 0 && tail < BOX.width, "it stands within its box");
  });

  Deno.test(`Teaser: ${model} shows its lines and stays a whole picture`, () => {
    const html = render(<Teaser model={model} label="In the dark" />);
    assertWhole(html);
    assertStringIncludes(html, upperLine(SHAPES[model]));
    assertStringIncludes(html, 'aria-label="In the dark"');
  });
}

Deno.test("Car: without a label it is decoration", () => {
  const html = render(<Car model="lu" />);
  assertStringIncludes(html, 'aria-hidden="true"');
  assert(!html.includes('role="img"'));
});

Deno.test("Car: cars that differ share no definition", () => {
  const idsOf = (html: string) => [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!);
  const one = new Set(idsOf(render(<Car model="lu" paint="snow" />)));
  const others = [
    render(<Car model="lu" paint="ink" />),
    render(<Car model="fan" paint="snow" />),
    render(<Car model="lu" paint="snow" roof="night" />),
    render(<Car model="lu" paint="snow" wheels="aero" />),
  ].flatMap(idsOf);
  assertEquals(others.filter((id) => one.has(id)), []);
});

Deno.test("Car: only presentation attributes, so that a strict policy lets it through", () => {
  for (const model of modelNames) {
    assert(!/ style="|<style|<script/.test(render(<Car model={model} lamps reflection />)));
  }
});

Deno.test("Car: a picture stays small enough to be sent in a page", () => {
  for (const model of modelNames) {
    const size = render(<Car model={model} lamps reflection />).length;
    assert(size < 24_000, `${model} has ${size} characters`);
  }
});

Deno.test("paintStops: light falls from the sky to the floor in every paint", () => {
  for (const paint of paintNames) {
    const { sky, shoulder, base, flank, floor } = paintStops(paint);
    const brightness = [sky, shoulder, base, flank, floor].map((hex) =>
      [1, 3, 5].reduce((sum, at) => sum + parseInt(hex.slice(at, at + 2), 16), 0)
    );
    assertEquals(brightness, brightness.toSorted((a, b) => b - a), paint);
  }
  assert(luminance(PAINTS.snow) > luminance(PAINTS.ink));
});

Deno.test("Landscape: every hour is whole, and no two hours share a definition", () => {
  const pictures = hours.map((hour) => render(<Landscape hour={hour} />));
  pictures.forEach(assertWhole);
  const ids = pictures.flatMap((html) => [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  assertEquals(new Set(ids).size, ids.length);
});

Deno.test("ridgePath: hills rise above their foot and are the same each time", () => {
  for (const ridge of RIDGES) {
    const path = ridgePath(ridge);
    assertEquals(path, ridgePath(ridge));
    assert(!path.includes("NaN"));
    const [, begin] = /V([\d.]+)/.exec(path)!;
    const pieces = [...path.matchAll(/[cs][^csVZ]*/g)].map(([piece]) =>
      piece.split(" ").map(Number)
    );
    const tops = pieces.reduce((at, piece) => [...at, at.at(-1)! + piece.at(-1)!], [Number(begin)]);
    assertEquals(pieces.reduce((sum, piece) => sum + piece.at(-2)!, 0), 1600);
    assert(tops.every((top) => top < ridge.foot && top > ridge.foot - 1.1 * ridge.rise));
  }
});

Deno.test("Stage and LineUp: theme by the hour, links with names", () => {
  assertStringIncludes(
    render(<Stage hour="night" car={<Teaser model="lu" />}>x</Stage>),
    'data-theme="dark"',
  );
  assertStringIncludes(
    render(<Stage hour="dawn" car={<Car model="lu" />}>x</Stage>),
    'data-theme="light"',
  );
  const html = render(
    <LineUp
      label="Models"
      models={[{ model: "fan", name: "Fan", text: "Saloon", href: "/fan" }]}
    />,
  );
  assertStringIncludes(html, 'aria-label="Models"');
  assertStringIncludes(html, '<a href="/fan">Fan</a>');
});
