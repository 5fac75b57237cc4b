import { addressOf } from "../configurator/address.ts";
import { choose, chooseTrim } from "../configurator/choose.ts";
import { trimsOnSale } from "../configurator/offered.ts";
import { priceOf } from "../configurator/price.ts";
import { resolve, type Selection } from "../configurator/resolve.ts";
import type { RuleBook } from "../configurator/rule_book.ts";
import type { Group, Option } from "../configurator/template.ts";
import { Swatch } from "../ui/configurator/Swatch.tsx";
import { ForcedChange } from "./ForcedChange.tsx";
import type { Words } from "./words.ts";

export interface ChoicesProps {
  readonly book: RuleBook;
  readonly selection: Selection;
  readonly ask?: string | undefined;
  readonly words: Words;
}

/** Each choice is a link to the next state; with script, `data-go` says what a click on it does. */
export function Trims({ book, selection, words }: ChoicesProps) {
  const { template } = book;
  return (
    <section class="choices" aria-labelledby="choices-trim">
      <h2 class="choices__title" id="choices-trim">{words.text.trims}</h2>
      <ul class="choices__list">
        {trimsOnSale(template).map(({ code, name, note, priceFen }) => {
          const chosen = code === selection.trim;
          const next = chosen ? selection : chooseTrim(template, selection, code)!.next;
          return (
            <li key={code}>
              <a
                class={chosen ? "choice choice--chosen" : "choice"}
                href={addressOf(template, { ...next, was: selection })}
                aria-current={chosen ? "true" : "false"}
                data-go={`trim ${code}`}
                rel="nofollow"
              >
                <span class="choice__words">
                  <span class="choice__name">{words.of(name)}</span>
                  <span class="choice__note">{words.of(note)}</span>
                </span>
                <span class="choice__price figures">{words.price(priceFen)}</span>
              </a>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

export function Choices(props: ChoicesProps & { readonly group: Group }) {
  const { book, group, selection, words } = props;
  const options = optionsOf(book, group);
  const car = resolve(book, selection.wishes);
  const chosen = options.filter(({ code }) => car.includes(code));
  const seen = areSeen(options);
  const id = `choices-${group.code}`;
  return (
    <section class="choices" aria-labelledby={id}>
      <h2 class="choices__title" id={id}>{words.of(group.name)}</h2>
      {seen && chosen[0] && (
        <p class="choices__chosen">
          <span>
            {words.name(chosen[0].code)}
            {chosen[0].note && <small>{words.of(chosen[0].note)}</small>}
          </span>
          <span class="figures quiet">{priceNow(props, chosen[0], car, 0)}</span>
        </p>
      )}
      <ul class={seen ? "choices__row" : "choices__list"}>
        {options.map((option) => (
          <li key={option.code}>
            <OptionLink {...props} option={option} car={car} seen={seen} />
          </li>
        ))}
      </ul>
      {options.some(({ code }) => code === props.ask) && <ForcedChange {...props} />}
    </section>
  );
}

/** What a trim offers of a group. */
export const optionsOf = (book: RuleBook, { code: group }: Group): Option[] =>
  book.template.options.filter((option) => option.group === group && book.has(option.code));

/** Colours and wheels are told apart by looking: small pictures in a row, the chosen one's name above. */
export const areSeen = (options: readonly Option[]): boolean =>
  options.every(({ look }) => look && (look.paint || look.wheels || look.interior));

/** What it costs in this car, or would: what a click on it changes. */
function priceNow(
  { book, words }: ChoicesProps,
  { code, priceFen }: Option,
  car: readonly string[],
  differenceFen: number,
) {
  if (book.isStandard(code)) return words.text.standard;
  if (!car.includes(code)) return words.difference(differenceFen);
  const part = priceOf(book, car).parts.find((part) => part.code === code);
  return part && part.fen === 0 && priceFen > 0 ? words.text.included : words.price(priceFen);
}

interface OptionLinkProps extends ChoicesProps {
  readonly option: Option;
  readonly car: readonly string[];
  readonly seen: boolean;
}

function OptionLink(props: OptionLinkProps) {
  const { book, option, selection, words, car, seen } = props;
  const { code, name, note, look } = option;
  const chosen = car.includes(code);
  const { next, adds, removes, differenceFen } = choose(book, selection.wishes, code);
  const forced = adds.length + removes.length > 0;
  const price = priceNow(props, option, car, differenceFen);
  const { template } = book;
  return (
    <a
      class={`choice${seen ? " choice--seen" : ""}${chosen ? " choice--chosen" : ""}`}
      href={forced
        ? `${addressOf(template, { ...selection, ask: code })}#ask`
        : addressOf(template, { ...next, was: selection })}
      aria-current={chosen ? "true" : "false"}
      aria-label={seen ? `${words.of(name)}, ${price}` : undefined}
      title={seen ? words.of(name) : undefined}
      data-go={`${forced ? "ask" : "take"} ${code}`}
      rel="nofollow"
    >
      {look && <Swatch look={look} />}
      {!seen && (
        <>
          <span class="choice__words">
            <span class="choice__name">{words.of(name)}</span>
            {note && <span class="choice__note">{words.of(note)}</span>}
          </span>
          <span class="choice__price figures">{price}</span>
        </>
      )}
    </a>
  );
}
