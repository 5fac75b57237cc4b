/**
 * A template as it is offered at a moment. What is not on sale stays where it is, so that share codes
 * count it on, but no trim has it: it cannot be chosen.
 */
import type { Template, Trim } from "./template.ts";

interface Span {
  readonly from: number;
  readonly until: number;
  readonly offered: Template;
}

const known = new WeakMap<Template, Span>();

/** The same object as long as nothing comes on sale or goes off, so that its rules are worked out once. */
export function offeredAt(template: Template, at: number): Template {
  const span = known.get(template);
  if (span && span.from <= at && at < span.until) return span.offered;
  const turns = turningPoints(template);
  const found = {
    from: turns.findLast((turn) => turn <= at) ?? -Infinity,
    until: turns.find((turn) => turn > at) ?? Infinity,
    offered: turns.length === 0 ? template : offer(template, at),
  };
  known.set(template, found);
  return found.offered;
}

/** When something comes on sale or goes off, the earliest first. */
export function turningPoints({ options, trims }: Template): number[] {
  const turns = [...options, ...trims].flatMap(({ onSale }) =>
    [onSale?.from, onSale?.until].filter((turn) => turn !== undefined)
  );
  return [...new Set(turns)].sort((a, b) => a - b);
}

/** The trims that can be ordered. */
export const trimsOnSale = ({ trims }: Template): Trim[] => trims.filter(({ off }) => !off);

type OnSale = {
  readonly onSale?: { from?: number | undefined; until?: number | undefined } | undefined;
};

const isOn = ({ onSale }: OnSale, at: number): boolean =>
  (onSale?.from ?? -Infinity) <= at && at < (onSale?.until ?? Infinity);

function offer(template: Template, at: number): Template {
  const off = new Set(template.options.filter((one) => !isOn(one, at)).map(({ code }) => code));
  // What brings along something that is off cannot be had either.
  for (let before = -1; before < off.size;) {
    before = off.size;
    for (const { when, kind, options } of template.rules) {
      if (kind !== "excludes" && options.some((code) => off.has(code))) off.add(when);
    }
  }
  return {
    ...template,
    options: template.options.map((one) => off.has(one.code) ? { ...one, trims: [] } : one),
    trims: template.trims.map((trim) => isOn(trim, at) ? trim : { ...trim, off: true }),
  };
}
