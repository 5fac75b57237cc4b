/**
 * What is on show, in memory at every node: each model's published versions, the shipped one first. A
 * node follows the templates' journals, so that a publication takes effect everywhere at once and a
 * page reads without asking anyone.
 */
import { template } from "../../actors/catalogue/template.ts";
import type { TemplateVersion } from "../../actors/catalogue/template.ts";
import { offeredAt, trimsOnSale } from "../configurator/offered.ts";
import { configure } from "../configurator/price.ts";
import type { Model, PricedConfiguration } from "../configurator/priced.ts";
import type { Selection } from "../configurator/resolve.ts";
import { ruleBook } from "../configurator/rule_book.ts";
import { openShareCode, readShareCode } from "../configurator/share_code.ts";
import type { Template } from "../configurator/template.ts";
import type { ActorSystem, Clock } from "../kernel/mod.ts";
import { brand, shippedTemplate } from "./shipped.ts";

/** How long after a store that could not be read the next look is taken. */
const AGAIN_MS = 1_000;

export interface Opened {
  /** As it was published. */
  readonly template: Template;
  readonly selection: Selection;
  readonly priced: PricedConfiguration;
  /** Whether it can no longer be ordered so: a later version is out, or a part of it is off sale. */
  readonly outdated: boolean;
}

export interface Published {
  readonly template: Template;
  /** Epoch milliseconds; null for what was shipped with the software. */
  readonly at: number | null;
}

export class Showroom {
  readonly #system: ActorSystem;
  readonly #clock: Clock;
  readonly #shelves: Map<Model, readonly Published[]>;
  readonly #stops: (() => void)[] = [];
  /** How to end the next look at a model whose template could not be read. */
  readonly #looks = new Map<Model, () => void>();
  #stopped = false;

  constructor(system: ActorSystem, clock: Clock) {
    this.#system = system;
    this.#clock = clock;
    this.#shelves = new Map(
      brand.models.map((model) => [model, [{ template: shippedTemplate(model), at: null }]]),
    );
  }

  /** Learns what was published, and from now on each version as it is published, on whatever node. */
  async follow(): Promise<void> {
    await Promise.all([...this.#shelves.keys()].map(async (model) => {
      const stop = await this.#system.follow(template(model), {
        entry: ({ events }) => {
          if (events.some(([name]) => name === "published")) void this.#refreshUntilDone(model);
        },
      });
      this.#stops.push(stop);
      await this.refresh(model);
    }));
  }

  stop(): void {
    this.#stopped = true;
    for (const stop of [...this.#stops.splice(0), ...this.#looks.values()]) stop();
  }

  /** Reads what a model's template has published since; for whoever has just published. */
  async refresh(model: Model): Promise<void> {
    const versions = await this.#system.view(
      template(model),
      ({ versions }) => versions.map(({ template, at }: TemplateVersion) => ({ template, at })),
    );
    const shelf = this.#shelves.get(model)!;
    // What is known keeps its identity: its rules are worked out already.
    const fresh = versions.slice(shelf.length).map((one) => structuredClone(one));
    if (fresh.length > 0) this.#shelves.set(model, [...shelf, ...fresh]);
  }

  /** The latest template of a model, as it is offered now. */
  current(model: Model): Template {
    return offeredAt(this.latest(model).template, this.#clock.now());
  }

  /** The latest templates as they are offered now, in the brand's order. */
  all(): Template[] {
    return brand.models.map((model) => this.current(model));
  }

  latest(model: Model): Published {
    return this.#shelf(model).at(-1)!;
  }

  /** A version as it was published; undefined where there is none. */
  version(model: Model, version: number): Published | undefined {
    return this.#shelf(model).find(({ template }) => template.version === version);
  }

  /** What a share code stands for, by the template of its own version. Undefined where nobody was given such a code. */
  open(code: string): Opened | undefined {
    const read = readShareCode(code);
    const template = read && this.version(read.model, read.version)?.template;
    const selection = template && openShareCode(template, read.code);
    const priced = selection && configure(template, selection);
    return priced && { template, selection, priced, outdated: !this.#offers(priced) };
  }

  /** The same wishes by today's price list; undefined where the trim is no longer on sale. */
  today({ priced: { model }, selection }: Opened): PricedConfiguration | undefined {
    const current = this.current(model);
    const on = trimsOnSale(current).some(({ code }) => code === selection.trim);
    return on ? configure(current, selection) : undefined;
  }

  #offers({ model, templateVersion, trim, options }: PricedConfiguration): boolean {
    const current = this.current(model);
    const book = current.version === templateVersion ? ruleBook(current, trim) : undefined;
    return book !== undefined && !book.trim.off && options.every((code) => book.has(code));
  }

  #shelf(model: Model): readonly Published[] {
    const shelf = this.#shelves.get(model);
    if (!shelf) throw new Error(`Cannot show model "${model}": brand.json does not name it`);
    return shelf;
  }

  async #refreshUntilDone(model: Model): Promise<void> {
    if (this.#stopped) return;
    await this.refresh(model).catch(() => {
      // A node that stops gives its reads up; nobody looks again.
      if (this.#stopped) return;
      const again = () => void this.#refreshUntilDone(model);
      this.#looks.get(model)?.();
      this.#looks.set(model, this.#clock.after(AGAIN_MS, again));
    });
  }
}
