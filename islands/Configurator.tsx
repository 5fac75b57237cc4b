import { useEffect } from "preact/hooks";
import type { Asked } from "../lib/configurator/address.ts";
import { unpackTemplate } from "../lib/configurator/packed_template.ts";
import type { Newer } from "../lib/configurator_ui/NewerList.tsx";
import { takeOver } from "../lib/configurator_ui/take_over.tsx";
import { Words, type WordsText } from "../lib/configurator_ui/words.ts";

interface ConfiguratorProps {
  /** As `packTemplate` gives it. */
  readonly template: string;
  readonly asked: Asked;
  /** The price list that has come out since this one. */
  readonly newer?: Newer | undefined;
  readonly text: WordsText;
}

/** Shows nothing itself: it makes the page's own parts live. */
export default function Configurator({ asked, newer, text, ...sent }: ConfiguratorProps) {
  useEffect(() => {
    const root = document.querySelector<HTMLElement>(".configurator");
    if (!root) return;
    const template = unpackTemplate(sent.template);
    return takeOver(root, { template, asked, newer, words: new Words(template, text) });
  }, []);
  return null;
}
