import type { ComponentChildren } from "preact";
import { configure } from "../configurator/price.ts";
import { ruleBook } from "../configurator/rule_book.ts";
import { Car } from "../ui/cars/Car.tsx";
import { paintStyle } from "../ui/cars/live.ts";
import { areSeen, optionsOf } from "./Choices.tsx";
import { dressOf } from "./dress.ts";
import { FOOT, isSeated, Part, type Shown, TRIMS } from "./Part.tsx";

interface LayoutProps {
  readonly shown: Shown;
  /** Where the car stands. */
  readonly children: ComponentChildren;
}

/** The configurator as the server renders it; `takeOver` makes its parts live. */
export function Layout({ shown, children }: LayoutProps) {
  const { template, words, asked } = shown;
  const book = ruleBook(template, asked.trim)!;
  const dress = dressOf(template, configure(template, asked)!.options, words);
  return (
    <div class="configurator">
      <div class="configurator__view">
        <div class="configurator__scene">
          {children}
          <div class="configurator__car" data-roof={dress.roof} style={paintStyle(dress.paint)}>
            <Car model={template.model} {...dress} lamps live />
          </div>
        </div>
      </div>
      <div class="configurator__choices">
        <header class="configurator__head">
          <h1 class="type-2xl">{words.of(template.name)}</h1>
          <p class="quiet">{words.of(template.line)}</p>
        </header>
        <div data-part={TRIMS}>
          <Part name={TRIMS} shown={shown} />
        </div>
        {template.groups.map((group) => {
          const options = optionsOf(book, group);
          return (
            <div
              key={group.code}
              class={isSeated(group.code) ? "with-seat" : undefined}
              data-part={group.code}
              // How high it will be, for as long as it is not laid out.
              style={`--rows:${areSeen(options) ? 2 : options.length}`}
            >
              <Part name={group.code} shown={shown} />
            </div>
          );
        })}
      </div>
      <div class="configurator__foot" data-part={FOOT}>
        <Part name={FOOT} shown={shown} />
      </div>
    </div>
  );
}
