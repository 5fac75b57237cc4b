/** A model's template as its editors see it: what is published, the draft, what is wrong and what changes. */
import { template as templateActor, type TemplateState } from "../../actors/catalogue/template.ts";
import { templateProblems } from "../configurator/check_template.ts";
import type { Model } from "../configurator/priced.ts";
import type { Template } from "../configurator/template.ts";
import { type TemplateChange, templateChanges } from "../configurator/template_changes.ts";
import type { TemplateProblem } from "../configurator/template_problems.ts";
import type { ActorSystem, Asker } from "../kernel/mod.ts";
import { shippedTemplate } from "./shipped.ts";

export interface TemplateDesk {
  readonly model: Model;
  /** The oldest first. */
  readonly versions: TemplateState["versions"];
  readonly draft: TemplateState["draft"];
  readonly scheduled: TemplateState["scheduled"];
  readonly latest: Template;
  /** Of the draft; none where there is none. */
  readonly problems: readonly TemplateProblem[];
  /** What the draft changes of the latest version. */
  readonly changes: readonly TemplateChange[];
}

export async function readTemplateDesk(
  system: ActorSystem,
  model: Model,
  now: number,
): Promise<TemplateDesk> {
  const state = await system.view(templateActor(model), (state) => structuredClone(state));
  const shipped = { template: shippedTemplate(model), at: null, by: null, note: "", basedOn: null };
  const versions = state.versions.length > 0 ? state.versions : [shipped];
  const latest = versions.at(-1)!.template;
  const { draft, scheduled } = state;
  return {
    model,
    versions,
    draft,
    scheduled,
    latest,
    problems: draft ? templateProblems(draft.template, scheduled?.at ?? now) : [],
    changes: draft ? templateChanges(latest, draft.template) : [],
  };
}

/** A draft from a version; the shipped one is taken up first where nothing was published yet. */
export async function beginDraft(system: ActorSystem, model: Model, from: number, by: Asker) {
  const address = templateActor(model);
  await system.ask(address, "seed", { template: shippedTemplate(model) }, { by });
  return await system.ask(address, "begin", { from }, { by });
}
