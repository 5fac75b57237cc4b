import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { addressOf, type Asked, readAddress } from "../lib/configurator/address.ts";
import { choose, chooseTrim } from "../lib/configurator/choose.ts";
import { configure } from "../lib/configurator/price.ts";
import { ruleBook } from "../lib/configurator/rule_book.ts";
import type { Selection } from "../lib/configurator/resolve.ts";
import type { Template } from "../lib/configurator/template.ts";
import { Choices, Trims } from "../lib/configurator_ui/Choices.tsx";
import { type Newer, NewerList } from "../lib/configurator_ui/NewerList.tsx";
import { PriceBar } from "../lib/configurator_ui/PriceBar.tsx";
import { CarView, InteriorView } from "../lib/configurator_ui/View.tsx";
import { Words } from "../lib/configurator_ui/words.ts";
import type { ConfiguratorText } from "../lib/i18n/configurator.ts";

interface ConfiguratorProps {
  readonly template: Template;
  readonly asked: Asked;
  /** The price list that has come out since this one. */
  readonly newer?: Newer | undefined;
  readonly text: ConfiguratorText;
  /** Where the car stands. */
  readonly children: ComponentChildren;
}

/** Every choice is a link to the next state; with script the state changes in place. */
export default function Configurator(
  { template, asked, newer, text, children }: ConfiguratorProps,
) {
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

  const list = useNewer(template, selection, newer);

  const go = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    const { go = "" } = (event.currentTarget as HTMLElement).dataset;
    const next = nextState(template, state, go);
    if (!next) return;
    event.preventDefault();
    moved.current = true;
    history.pushState(null, "", addressOf(template, next));
    setState(next);
  };
  const shared = { book, selection, ask, words, onGo: go };
  const undo = was && { href: addressOf(template, was), onGo: go };
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
      <div class="configurator__foot">
        {list && (
          <NewerList
            template={template}
            selection={selection}
            newer={list}
            priced={priced}
            words={words}
          />
        )}
        <PriceBar template={template} priced={priced} words={words} undo={undo} />
      </div>
    </div>
  );
}

/** How often an open page asks whether its price list still holds. */
const ASK_EVERY_MS = 60_000;

/** The newer price list, if there is one, with what the car costs by it. */
function useNewer(
  { model, version, draft }: Template,
  { trim, wishes }: Selection,
  known: Newer | undefined,
): Newer | undefined {
  const [newer, setNewer] = useState(known);
  const car = JSON.stringify({ trim, wishes });
  const first = useRef(true);
  useEffect(() => {
    if (draft) return;
    const ask = async () => {
      if (document.hidden) return;
      const response = await fetch(`/api/models/${model}/resolve`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: car,
      }).catch(() => undefined);
      if (!response?.ok) return;
      const { configuration } = await response.json();
      if (configuration.templateVersion <= version) return;
      setNewer({ version: configuration.templateVersion, priceFen: configuration.priceFen });
    };
    // By the newer list every click costs something else; while there is none, now and then is enough.
    if (newer && !first.current) void ask();
    first.current = false;
    const timer = setInterval(ask, ASK_EVERY_MS);
    document.addEventListener("visibilitychange", ask);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", ask);
    };
  }, [model, version, draft, car]);
  return newer;
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
