import { page } from "fresh";
import { Head } from "fresh/runtime";
import { addressOf } from "../lib/configurator/address.ts";
import { findCars, NEEDS } from "../lib/configurator/find.ts";
import { resolve } from "../lib/configurator/resolve.ts";
import { ruleBook } from "../lib/configurator/rule_book.ts";
import { CarView } from "../lib/configurator_ui/View.tsx";
import { Words } from "../lib/configurator_ui/words.ts";
import { configuratorText } from "../lib/i18n/configurator.ts";
import { yuan } from "../lib/i18n/figures.ts";
import { fill } from "../lib/i18n/language.ts";
import { Button, ButtonLink } from "../lib/ui/Button.tsx";
import { define } from "../lib/web/define.ts";

const BUDGETS_FEN = [10_000_000, 20_000_000, 30_000_000, 40_000_000];
const ENERGIES = ["any", "electric", "range_extended"] as const;

export const handler = define.handlers({
  GET({ url, state: { platform } }) {
    const query = url.searchParams;
    const need = NEEDS.find((need) => need === query.get("need")) ?? "city";
    const budgetFen = BUDGETS_FEN.find((fen) => String(fen) === query.get("budget"));
    const energy = ENERGIES.find((energy) => energy === query.get("energy")) ?? "any";
    const wanted = { need, budgetFen, energy: energy === "any" ? undefined : energy };
    return page({ need, budgetFen, energy, ...findCars(platform.showroom.all(), wanted) });
  },
});

interface AskProps {
  readonly title: string;
  readonly name: string;
  readonly value: string;
  readonly answers: readonly (readonly [string, string])[];
}

function Ask({ title, name, value, answers }: AskProps) {
  return (
    <fieldset class="find__ask">
      <legend>{title}</legend>
      <div class="cluster">
        {answers.map(([code, label]) => (
          <label key={code} class="find__answer">
            <input type="radio" name={name} value={code} checked={code === value} />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export default define.page<typeof handler>(({ data, state }) => {
  const { need, budgetFen, energy, finds, overBudget } = data;
  const text = configuratorText(state.language);
  return (
    <>
      <Head>
        <title>{`${text.find} · ${state.shop.brand}`}</title>
      </Head>
      <div class="wrap section stack stack--wide">
        <header class="stack stack--tight">
          <h1 class="type-3xl">{text.find}</h1>
          <p class="quiet">{text.findText}</p>
        </header>
        <form class="stack" method="get">
          <Ask
            title={text.need}
            name="need"
            value={need}
            answers={NEEDS.map((need) => [need, text.needs[need]])}
          />
          <Ask
            title={text.budget}
            name="budget"
            value={budgetFen === undefined ? "" : String(budgetFen)}
            answers={[
              ["", text.anyBudget],
              ...BUDGETS_FEN.map((fen) =>
                [String(fen), fill(text.budgetTo, { price: yuan(fen, text.code) })] as const
              ),
            ]}
          />
          <Ask
            title={text.energy}
            name="energy"
            value={energy}
            answers={ENERGIES.map((energy) => [energy, text.energies[energy]])}
          />
          <p>
            <Button type="submit" kind="signal">{text.findDo}</Button>
          </p>
        </form>
        {overBudget && <p>{text.none}</p>}
        <ol class="finds">
          {finds.map(({ template, trim }) => {
            const words = new Words(template, text);
            const options = resolve(ruleBook(template, trim.code)!, []);
            return (
              <li key={template.model} class="find">
                <CarView template={template} options={options} words={words} />
                <div class="stack stack--tight">
                  <h2 class="type-2xl">{words.of(template.name)} {words.of(trim.name)}</h2>
                  <p class="quiet">
                    {words.of(template.line)} ·{" "}
                    {fill(text.seats, { count: String(template.seats) })}
                    {" · "}
                    {trim.specs.range && words.of(trim.specs.range)}
                  </p>
                  <p>{words.of(trim.note)}</p>
                  <p class="figures type-xl">{words.price(trim.priceFen)}</p>
                  <p>
                    <ButtonLink href={addressOf(template, { trim: trim.code, wishes: [] })}>
                      {text.configureThis}
                    </ButtonLink>
                  </p>
                </div>
              </li>
            );
          })}
        </ol>
      </div>
    </>
  );
});
