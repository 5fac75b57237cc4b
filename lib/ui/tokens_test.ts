import { assert, assertEquals } from "@std/assert";
import { contrast, luminance, type Oklch, toHex } from "./cars/oklch.ts";
import { stylesheet } from "./stylesheet.ts";

type Theme = "light" | "dark";

const COLOUR = String.raw`oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)`;

/** Roles with a colour for each theme, as the stylesheet that is served has them. */
const ROLES = new Map(
  [...stylesheet.matchAll(new RegExp(`--([a-z-]+): light-dark\\(${COLOUR},${COLOUR}\\)`, "g"))]
    .map(([, role, ...numbers]) => {
      const [l1, c1, h1, l2, c2, h2] = numbers.map(Number) as [
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      return [role!, { light: { l: l1, c: c1, h: h1 }, dark: { l: l2, c: c2, h: h2 } }] as const;
    }),
);

const colour = (role: string, theme: Theme): Oklch => {
  const found = ROLES.get(role);
  assert(found, `no role ${role} in the stylesheet`);
  return found[theme];
};

/** Text, its ground, and the contrast it must reach. */
const PAIRS: readonly (readonly [text: string, ground: string, least: number])[] = [
  ["ink", "paper", 7],
  ["ink", "mist", 7],
  ["ink", "raised", 7],
  ["ink-quiet", "paper", 4.5],
  ["ink-quiet", "mist", 4.5],
  ["ink-quiet", "raised", 4.5],
  ["ink-quiet", "water-wash", 4.5],
  ["water", "paper", 4.5],
  ["water", "mist", 4.5],
  ["water", "water-wash", 4.5],
  ["on-signal", "signal", 4.5],
  ["on-signal", "signal-deep", 4.5],
  ["ink", "good-wash", 7],
  ["ink", "warn-wash", 7],
  ["ink", "bad-wash", 7],
  ["ink", "water-wash", 7],
  ["good", "paper", 4.5],
  ["good", "good-wash", 4.5],
  ["warn", "paper", 4.5],
  ["warn", "warn-wash", 4.5],
  ["bad", "paper", 4.5],
  ["bad", "bad-wash", 4.5],
  ["bad", "raised", 4.5],
  // Lines that a person must see to find a control.
  ["line-strong", "paper", 3],
  ["line-strong", "raised", 3],
  ["signal", "paper", 3],
];

for (const theme of ["light", "dark"] as const) {
  for (const [text, ground, least] of PAIRS) {
    Deno.test(`tokens: ${text} on ${ground} reaches ${least} to 1 in the ${theme} theme`, () => {
      const found = contrast(colour(text, theme), colour(ground, theme));
      assert(found >= least, `${found.toFixed(2)} to 1`);
    });
  }
}

Deno.test("oklch: white, black and a known colour become the sRGB that browsers show", () => {
  assertEquals(toHex({ l: 1, c: 0, h: 0 }), "#ffffff");
  assertEquals(toHex({ l: 0, c: 0, h: 0 }), "#000000");
  // CSS Color 4: rebeccapurple is oklch(0.44027 0.1603 303.373).
  assertEquals(toHex({ l: 0.44027, c: 0.1603, h: 303.373 }), "#663399");
  assertEquals(Math.round(contrast({ l: 1, c: 0, h: 0 }, { l: 0, c: 0, h: 0 })), 21);
  assert(luminance({ l: 0.5, c: 0, h: 0 }) < 0.2);
});

Deno.test("stylesheet: layers come in their order, and every rule lies in one", () => {
  assert(stylesheet.startsWith("@layer reset,tokens,base,components,utilities;"));
  const outside = stylesheet.slice(stylesheet.indexOf(";") + 1);
  let depth = 0;
  let top = "";
  const heads: string[] = [];
  for (const sign of outside) {
    if (sign === "{") {
      if (depth++ === 0) heads.push(top.trim());
      top = "";
    } else if (sign === "}") {
      depth--;
      top = "";
    } else if (depth === 0) top += sign;
  }
  assertEquals(depth, 0);
  assertEquals(heads.filter((head) => !head.startsWith("@layer ")), []);
});

Deno.test("stylesheet: every custom property that is used is defined", () => {
  const defined = new Set([...stylesheet.matchAll(/(--[a-z0-9-]+):/g)].map(([, name]) => name));
  const used = [...stylesheet.matchAll(/var\((--[a-z0-9-]+)/g)].map(([, name]) => name);
  assertEquals(used.filter((name) => !defined.has(name)), []);
});

Deno.test("stylesheet: motion has an answer for those who want none", () => {
  assert(stylesheet.includes("prefers-reduced-motion: reduce"));
  assert(stylesheet.includes("@media print"));
});
