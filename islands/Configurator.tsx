import { useEffect } from "preact/hooks";
import type { Asked } from "../lib/configurator/address.ts";
import { unpackTemplate } from "../lib/configurator/packed_template.ts";
import type { Newer } from "../lib/configurator_ui/NewerList.tsx";
import type { Shown } from "../lib/configurator_ui/Part.tsx";
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
export default function Configurator(props: ConfiguratorProps) {
  useEffect(() => {
    const root = document.querySelector<HTMLElement>(".configurator");
    return root ? takeOver(root, () => shownBy(props)) : undefined;
  }, []);
  return null;
}

function shownBy({ asked, newer, text, ...sent }: ConfiguratorProps): Shown {
  const template = unpackTemplate(sent.template);
  return { template, asked, newer, words: new Words(template, text) };
}
