import { addressOf } from "../configurator/address.ts";
import { choose } from "../configurator/choose.ts";
import { resolve } from "../configurator/resolve.ts";
import { fill } from "../i18n/language.ts";
import type { ChoicesProps } from "./Choices.tsx";

/** What a choice would change beside itself and why, before it is made. */
export function ForcedChange({ book, selection, ask, words }: ChoicesProps) {
  if (ask === undefined || !book.has(ask)) return null;
  const choice = choose(book, selection.wishes, ask);
  const { text } = words;
  const { template } = book;
  const group = (code: string) => book.isOneOf(code) ? book.option(code)!.group : undefined;
  const swaps = choice.adds.flatMap((to) => {
    const from = choice.removes.find(({ code }) =>
      group(code) !== undefined && group(code) === group(to.code)
    );
    return from ? [{ from, to }] : [];
  });
  const paired = new Set(swaps.flatMap(({ from, to }) => [from, to]));
  const leaves = !resolve(book, choice.next.wishes).includes(ask);
  return (
    <div class="forced" id="ask" role="group" aria-label={words.name(ask)} tabIndex={-1}>
      <p class="forced__title">
        {fill(leaves ? text.askOut : text.ask, { name: words.name(ask) })}
      </p>
      <ul class="forced__list">
        {swaps.map(({ from, to }) => (
          <li key={to.code}>
            <span>
              <b>{text.swaps}</b> {words.name(from.code)} → {words.name(to.code)}
            </span>
            <small>{words.reason(to, choice)}</small>
          </li>
        ))}
        {([["adds", choice.adds], ["removes", choice.removes]] as const).flatMap((
          [kind, changes],
        ) =>
          changes.filter((change) => !paired.has(change)).map((change) => (
            <li key={change.code}>
              <span>
                <b>{text[kind]}</b> {words.name(change.code)}
              </span>
              <small>{words.reason(change, choice)}</small>
            </li>
          ))
        )}
      </ul>
      <p class="cluster">
        <a
          class="button button--plain button--small"
          href={addressOf(template, { ...choice.next, was: selection })}
          data-go={`take ${ask}`}
          rel="nofollow"
        >
          {fill(text.accept, { difference: words.difference(choice.differenceFen) })}
        </a>
        <a
          class="button button--quiet button--small"
          href={addressOf(template, selection)}
          data-go="keep"
          rel="nofollow"
        >
          {text.keep}
        </a>
      </p>
    </div>
  );
}
