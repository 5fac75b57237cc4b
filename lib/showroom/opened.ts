/** What a share code stands for, by the template of its own version. */
import { configure } from "../configurator/price.ts";
import type { PricedConfiguration } from "../configurator/priced.ts";
import type { Selection } from "../configurator/resolve.ts";
import { openShareCode, readShareCode } from "../configurator/share_code.ts";
import type { Template } from "../configurator/template.ts";
import { templateOf } from "./showroom.ts";

export interface Opened {
  readonly template: Template;
  readonly selection: Selection;
  readonly priced: PricedConfiguration;
  /** Whether today's catalogue is a later one. */
  readonly outdated: boolean;
}

/** Undefined where nobody was given such a code. */
export function openConfiguration(code: string): Opened | undefined {
  const read = readShareCode(code);
  const template = read && templateOf(read.model, read.version);
  const selection = template && openShareCode(template, read.code);
  const priced = selection && configure(template, selection);
  if (!priced) return undefined;
  return {
    template,
    selection,
    priced,
    outdated: template.version !== templateOf(template.model)!.version,
  };
}
