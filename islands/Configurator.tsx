import { useEffect } from "preact/hooks";
import type { Asked } from "../lib/configurator/address.ts";
import type { Template } from "../lib/configurator/template.ts";
import type { Newer } from "../lib/configurator_ui/NewerList.tsx";
import { takeOver } from "../lib/configurator_ui/take_over.tsx";
import { Words } from "../lib/configurator_ui/words.ts";
import type { ConfiguratorText } from "../lib/i18n/configurator.ts";

interface ConfiguratorProps {
  readonly template: Template;
  readonly asked: Asked;
  /** The price list that has come out since this one. */
  readonly newer?: Newer | undefined;
  readonly text: ConfiguratorText;
}

/** Shows nothing itself: it makes the page's own parts live. */
export default function Configurator({ template, asked, newer, text }: ConfiguratorProps) {
  useEffect(() => {
    const root = document.querySelector<HTMLElement>(".configurator");
    if (!root) return;
    return takeOver(root, { template, asked, newer, words: new Words(template, text) });
  }, []);
  return null;
}
