import { addressOf, type Asked } from "../configurator/address.ts";
import { appearanceOf } from "../configurator/appearance.ts";
import { configure } from "../configurator/price.ts";
import type { PricedConfiguration } from "../configurator/priced.ts";
import { ruleBook } from "../configurator/rule_book.ts";
import type { Template } from "../configurator/template.ts";
import { Seat } from "../ui/configurator/Seat.tsx";
import { Choices, Trims } from "./Choices.tsx";
import { type Newer, NewerList } from "./NewerList.tsx";
import { PriceBar } from "./PriceBar.tsx";
import type { Words } from "./words.ts";

/** All that the configurator shows at a moment. */
export interface Shown {
  readonly template: Template;
  readonly asked: Asked;
  /** The price list that has come out since this one. */
  readonly newer?: Newer | undefined;
  readonly words: Words;
}

/** No group can be called so. */
export const TRIMS = "#trims";
export const FOOT = "#foot";

/**
 * One part of the page: the trims, a group of options by its code, or the foot. Server and browser
 * render it alike, and the browser takes over one by one: the page as a whole kept a phone busy for
 * 0.4 s before it could be used.
 */
export function Part({ name, shown }: { readonly name: string; readonly shown: Shown }) {
  const { template, words, newer } = shown;
  const { ask, was, ...selection } = shown.asked;
  const choices = { book: ruleBook(template, selection.trim)!, selection, ask, words };
  if (name === TRIMS) return <Trims {...choices} />;
  const priced = configure(template, selection)!;
  if (name !== FOOT) {
    const group = template.groups.find(({ code }) => code === name)!;
    return (
      <>
        {isSeated(name) && <Interior shown={shown} priced={priced} />}
        <Choices {...choices} group={group} />
      </>
    );
  }
  return (
    <>
      {newer && (
        <NewerList
          template={template}
          selection={selection}
          newer={newer}
          priced={priced}
          words={words}
        />
      )}
      <PriceBar
        template={template}
        priced={priced}
        words={words}
        undo={was && addressOf(template, was)}
      />
    </>
  );
}

/** Whether the chosen seat is shown beside a group's options. */
export const isSeated = (group: string): boolean => group === "interior";

function Interior(
  { shown: { template, words }, priced: { options } }: {
    readonly shown: Shown;
    readonly priced: PricedConfiguration;
  },
) {
  const { interior } = appearanceOf(template, options);
  const code = options.find((option) =>
    template.options.some((one) => one.code === option && one.look?.interior)
  );
  return interior && code ? <Seat colours={interior} label={words.name(code)} /> : null;
}
