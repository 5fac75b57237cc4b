/**
 * Makes the configurator's page live. Nothing is done while it loads: every choice is a link. A part
 * is taken over when somebody touches it, the others one by one after that, each as a task of its own,
 * so that no phone is busy for long.
 */
import { hydrate, render } from "preact";
import { addressOf, type Asked, readAddress } from "../configurator/address.ts";
import { choose, chooseTrim } from "../configurator/choose.ts";
import { configure } from "../configurator/price.ts";
import { ruleBook } from "../configurator/rule_book.ts";
import type { Template } from "../configurator/template.ts";
import { dress } from "../ui/cars/live.ts";
import { dressOf } from "./dress.ts";
import { FOOT, Part, type Shown } from "./Part.tsx";
import { watchPriceList } from "./watch_price_list.ts";

interface Place {
  readonly element: HTMLElement;
  readonly name: string;
  /** What it shows; undefined as long as it is the server's. */
  shown?: Shown;
}

/** The page's parts, brought up to what is shown now when it is their turn. */
class Places {
  shown: Shown;
  readonly #first: Shown;
  readonly #all: readonly Place[];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(root: HTMLElement, first: Shown) {
    this.shown = this.#first = first;
    this.#all = [...root.querySelectorAll<HTMLElement>("[data-part]")]
      .map((element) => ({ element, name: element.dataset.part! }));
  }

  bringUp(place: Place | undefined): void {
    const { shown } = this;
    if (!place || place.shown === shown) return;
    const { name, element } = place;
    // Taking over changes nothing: it must be with what the server rendered.
    if (!place.shown) hydrate(<Part name={name} shown={this.#first} />, element);
    if (shown !== this.#first) render(<Part name={name} shown={shown} />, element);
    place.shown = shown;
  }

  /** What is in sight comes first. */
  bringUpRest(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const behind = this.#all.filter((place) => place.shown !== this.shown);
      this.bringUp(behind.find(({ element }) => isInSight(element)) ?? behind[0]);
      if (behind.length > 1) this.bringUpRest();
    });
  }

  named(name: string | undefined): Place | undefined {
    return this.#all.find((place) => place.name === name);
  }

  around(target: EventTarget | null): Place | undefined {
    const part = (target as Element | null)?.closest("[data-part]");
    return this.#all.find(({ element }) => element === part);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

/** @param first what the server rendered into `root`; the answer lets go of the page. */
export function takeOver(root: HTMLElement, first: Shown): () => void {
  const { template } = first;
  const places = new Places(root, first);
  const car = root.querySelector<HTMLElement>(".configurator__car");
  const ended = new AbortController();
  const { signal } = ended;

  const show = (next: Shown) => {
    if (next.asked !== places.shown.asked && car) {
      const { options } = configure(template, next.asked)!;
      dress(car, dressOf(template, options, next.words));
    }
    places.shown = next;
    places.bringUp(places.named(FOOT));
    places.bringUpRest();
  };
  const list = watchPriceList(
    template,
    () => places.shown,
    (newer) => show({ ...places.shown, newer }),
  );
  const move = (asked: Asked, from?: Place) => {
    const { ask } = asked;
    show({ ...places.shown, asked });
    places.bringUp(from);
    places.bringUp(places.named(template.options.find(({ code }) => code === ask)?.group));
    if (ask) document.getElementById("ask")?.focus();
    list.moved();
  };

  for (const touch of ["pointerdown", "focusin"] as const) {
    root.addEventListener(touch, ({ target }) => {
      places.bringUp(places.around(target));
      places.bringUpRest();
    }, { signal });
  }
  root.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    const link = (event.target as Element).closest<HTMLElement>("[data-go]");
    if (!link) return;
    const place = places.around(link);
    // What it says may be behind what has been clicked since.
    places.bringUp(place);
    const next = nextState(template, places.shown.asked, link.dataset.go ?? "");
    if (!next) return;
    event.preventDefault();
    history.pushState(null, "", addressOf(template, next));
    move(next, place);
  }, { signal });
  const back = () => move(readAddress(template, new URLSearchParams(location.search)));
  addEventListener("popstate", back, { signal });
  return () => {
    ended.abort();
    places.end();
    list.end();
  };
}

function isInSight(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
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
