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
import { newerList } from "./newer_list.ts";

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

/** The page once somebody has touched it. */
class LivePage {
  readonly #template: Template;
  readonly #places: Places;
  readonly #car: HTMLElement | null;

  constructor(root: HTMLElement, first: Shown) {
    this.#template = first.template;
    this.#places = new Places(root, first);
    this.#car = root.querySelector<HTMLElement>(".configurator__car");
  }

  touched({ target }: Event): void {
    this.#places.bringUp(this.#places.around(target));
    this.#places.bringUpRest();
  }

  clicked(event: MouseEvent): void {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    const link = (event.target as Element).closest<HTMLElement>("[data-go]");
    if (!link) return;
    const place = this.#places.around(link);
    // What it says may be behind what has been clicked since.
    this.#places.bringUp(place);
    const next = nextState(this.#template, this.#places.shown.asked, link.dataset.go ?? "");
    if (!next) return;
    event.preventDefault();
    history.pushState(null, "", addressOf(this.#template, next));
    this.#move(next, place);
  }

  wentBack(): void {
    this.#move(readAddress(this.#template, new URLSearchParams(location.search)));
  }

  /** Nothing changes under the customer's hands: a newer price list is told of. */
  async lookForNewer(): Promise<void> {
    const { asked } = this.#places.shown;
    const newer = await newerList(this.#template, asked);
    // For something else that was chosen meanwhile it is asked again.
    if (newer && asked === this.#places.shown.asked) this.#show({ ...this.#places.shown, newer });
  }

  end(): void {
    this.#places.end();
  }

  #move(asked: Asked, from?: Place): void {
    const { ask } = asked;
    const group = this.#template.options.find(({ code }) => code === ask)?.group;
    this.#show({ ...this.#places.shown, asked });
    this.#places.bringUp(from);
    this.#places.bringUp(this.#places.named(group));
    if (ask) document.getElementById("ask")?.focus();
    // By the newer list every click costs something else; while there is none, now and then is enough.
    if (this.#places.shown.newer) void this.lookForNewer();
  }

  #show(next: Shown): void {
    if (next.asked !== this.#places.shown.asked && this.#car) {
      const { options } = configure(this.#template, next.asked)!;
      dress(this.#car, dressOf(this.#template, options, next.words));
    }
    this.#places.shown = next;
    this.#places.bringUp(this.#places.named(FOOT));
    this.#places.bringUpRest();
  }
}

/** How often an open page asks whether its price list still holds. */
const ASK_EVERY_MS = 60_000;

/**
 * @param first what the server rendered into `root`, read when it is needed
 * @returns lets go of the page
 */
export function takeOver(root: HTMLElement, first: () => Shown): () => void {
  let live: LivePage | undefined;
  const page = () => live ??= new LivePage(root, first());
  const ended = new AbortController();
  const { signal } = ended;
  const touched = (event: Event) => page().touched(event);
  root.addEventListener("pointerdown", touched, { signal });
  root.addEventListener("focusin", touched, { signal });
  root.addEventListener("click", (event) => page().clicked(event), { signal });
  addEventListener("popstate", () => page().wentBack(), { signal });
  const look = () => void (document.hidden || page().lookForNewer());
  document.addEventListener("visibilitychange", look, { signal });
  const timer = setInterval(look, ASK_EVERY_MS);
  return () => {
    ended.abort();
    clearInterval(timer);
    live?.end();
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
