/**
 * What the kernel tells a tracer: a span for each turn, below whatever asked for it; the commit below
 * its turns; what couriers carry, and turns that mail leads to, below the turn that sent it. Without a
 * tracer none of this costs anything.
 */
import type { Unit } from "./commit_unit.ts";
import type { Plan } from "./plan.ts";

/** A place in a trace, for spans that begin elsewhere or later. The tracer's own; opaque here. */
export type TracePoint = unknown;

export interface Span {
  setAttribute(name: string, value: string | number | boolean): unknown;
  recordException(error: Error): void;
  end(): void;
  /** Where spans go that belong below this one. */
  readonly point: TracePoint;
}

export interface SpanOptions {
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
  readonly under?: TracePoint;
  /** What else led to it. */
  readonly links?: readonly TracePoint[];
}

export interface Tracer {
  /** Where the caller is: below a request, as a rule. Undefined outside of any trace. */
  current(): TracePoint | undefined;
  startSpan(name: string, options?: SpanOptions): Span;
}

/** A span that could not be begun. */
const NO_SPAN: Span = {
  point: undefined,
  setAttribute() {},
  recordException() {},
  end() {},
};

/**
 * `tracer`, for turns and calls that must not fail with it: what it throws is told to `report` once,
 * and its spans are missing.
 */
export function harmless(tracer: Tracer, report: (cause: unknown) => void): Tracer {
  let told = false;
  const safely = <T>(job: () => T, otherwise: T): T => {
    try {
      return job();
    } catch (cause) {
      if (!told) report(cause);
      told = true;
      return otherwise;
    }
  };
  return {
    current: () => safely(() => tracer.current(), undefined),
    startSpan(name, options) {
      const span = safely(() => tracer.startSpan(name, options), NO_SPAN);
      return {
        point: span.point,
        setAttribute: (name, value) => void safely(() => span.setAttribute(name, value), undefined),
        recordException: (error) => safely(() => span.recordException(error), undefined),
        end: () => safely(() => span.end(), undefined),
      };
    },
  };
}

/** Callers of one turn that its span links to; a hot turn has thousands. */
const LINKS = 16;

/** The spans of the turns that share a commit, and of the commit. */
export class CommitTrace {
  readonly #turns = new Map<Plan, Span>();
  readonly #commit: Span | undefined;

  constructor(tracer: Tracer, units: readonly Unit[]) {
    for (const { parts } of units) {
      for (const { activation, plan } of parts) {
        const [under, ...links] = askersOf(plan);
        const { kind } = activation.kind.actor;
        const attributes = {
          "forecourt.actor": `${kind}/${activation.id}`,
          "forecourt.commands": plan.items.length,
          "forecourt.entries": plan.entries.length,
        };
        this.#turns.set(plan, tracer.startSpan(`turn ${kind}`, { attributes, under, links }));
      }
    }
    const [first, ...others] = [...this.#turns].filter(([{ head }]) => head);
    if (!first) return;
    this.#commit = tracer.startSpan("commit", {
      attributes: { "forecourt.turns": others.length + 1 },
      under: first[1].point,
      links: others.slice(0, LINKS).map(([, { point }]) => point),
    });
  }

  /** Where what follows from a turn belongs. */
  pointOf(plan: Plan): TracePoint {
    return this.#turns.get(plan)?.point;
  }

  failed(cause: unknown): void {
    if (cause instanceof Error) this.#commit?.recordException(cause);
  }

  end(): void {
    this.#commit?.end();
    for (const span of this.#turns.values()) span.end();
  }
}

function askersOf({ items }: Plan): TracePoint[] {
  const points = new Set<TracePoint>();
  for (const item of items) {
    if ("trace" in item && item.trace !== undefined) points.add(item.trace);
    if (points.size > LINKS) break;
  }
  return [...points];
}
