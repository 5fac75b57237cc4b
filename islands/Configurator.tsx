import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { addressOf, type Asked, readAddress } from "../lib/configurator/address.ts";
import { choose, chooseTrim } from "../lib/configurator/choose.ts";
import { configure } from "../lib/configurator/price.ts";
import { ruleBook } from "../lib/configurator/rule_book.ts";
import type { Template } from "../lib/configurator/template.ts";
import { Choices, Trims } from "../lib/configurator_ui/Choices.tsx";
import { PriceBar } from "../lib/configurator_ui/PriceBar.tsx";
import { CarView, InteriorView } from "../lib/configurator_ui/View.tsx";
import { Words } from "../lib/configurator_ui/words.ts";
import type { ConfiguratorText } from "../lib/i18n/configurator.ts";

interface ConfiguratorProps {
  readonly template: Template;
  readonly asked: Asked;
  readonly text: ConfiguratorText;
  /** Where the car stands. */
  readonly children: ComponentChildren;
}

/** Every choice is a link to the next state; with script the state changes in place. */
export default function Configurator({ template, asked, text, children }: ConfiguratorProps) {
  const [state, setState] = useState<Asked>(asked);
  const words = useMemo(() => new Words(template, text), [template, text]);
  const moved = useRef(false);
  const { ask, was, ...selection } = state;
  const book = ruleBook(template, selection.trim)!;
  const priced = configure(template, selection)!;

  useEffect(() => {
    const back = () => setState(readAddress(template, new URLSearchParams(location.search)));
    addEventListener("popstate", back);
    return () => removeEventListener("popstate", back);
  }, [template]);
  useEffect(() => {
    if (moved.current && ask) document.getElementById("ask")?.focus();
  }, [ask]);

  const go = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    const { go = "" } = (event.currentTarget as HTMLElement).dataset;
    const next = nextState(template, state, go);
    if (!next) return;
    event.preventDefault();
    moved.current = true;
    history.pushState(null, "", addressOf(template.model, next));
    setState(next);
  };
  const shared = { book, selection, ask, words, onGo: go };
  const undo = was && { href: addressOf(template.model, was), onGo: go };
  return (
    <div class="configurator">
      <div class="configurator__view">
        <div class="configurator__scene">
          {children}
          <div class="configurator__car">
            <CarView template={template} options={priced.options} words={words} />
          </div>
        </div>
      </div>
      <div class="configurator__choices">
        <header class="configurator__head">
          <h1 class="type-2xl">{words.of(template.name)}</h1>
          <p class="quiet">{words.of(template.line)}</p>
        </header>
        <Trims {...shared} />
        {template.groups.map((group) => (
          <div key={group.code} class={group.code === "interior" ? "with-seat" : undefined}>
            {group.code === "interior" && (
              <InteriorView template={template} options={priced.options} words={words} />
            )}
            <Choices {...shared} group={group} />
          </div>
        ))}
      </div>
      <PriceBar priced={priced} words={words} undo={undo} />
    </div>
  );
}

function nextState(template: Template, state: Asked, go: string): Asked | undefined {
  const { trim, wishes, was } = state;
  const here = { trim, wishes };
  const [act, code = ""] = go.split(" ");
  switch (act) {
    case "trim":
      return code === trim ? here : { ...chooseTrim(template, here, code)!.next, was: here };
    case "ask":
      return { ...state, ask: code };
    case "take":
      return { ...choose(ruleBook(template, trim)!, wishes, code).next, was: here };
    case "keep":
      return here;
    case "undo":
      return was;
    default:
      return undefined;
  }
}
