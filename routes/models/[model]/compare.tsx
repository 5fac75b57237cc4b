import { page } from "fresh";
import { Head } from "fresh/runtime";
import { addressOf } from "../../../lib/configurator/address.ts";
import { trimsOnSale } from "../../../lib/configurator/offered.ts";
import { resolve } from "../../../lib/configurator/resolve.ts";
import { ruleBook } from "../../../lib/configurator/rule_book.ts";
import { CarView } from "../../../lib/configurator_ui/View.tsx";
import { Words } from "../../../lib/configurator_ui/words.ts";
import { configuratorText } from "../../../lib/i18n/configurator.ts";
import { define } from "../../../lib/web/define.ts";
import { shownTemplate } from "../(_components)/shown.ts";

/** More columns than that cannot be read beside each other. */
const MOST = 3;

export const handler = define.handlers({
  async GET(ctx) {
    const shown = await shownTemplate(ctx);
    if (shown instanceof Response) return shown;
    const { template } = shown;
    const wanted = ctx.url.searchParams.getAll("trim");
    const all = trimsOnSale(template);
    const named = all.filter(({ code }) => wanted.includes(code));
    return page({ template, trims: (named.length > 0 ? named : all).slice(0, MOST) });
  },
});

export default define.page<typeof handler>(({ data: { template, trims }, state }) => {
  const text = configuratorText(state.language);
  const words = new Words(template, text);
  const rows = template.specs.map(({ code, name }) => ({
    code,
    name: words.of(name),
    cells: trims.map(({ specs }) => specs[code] ? words.of(specs[code]) : "–"),
  }));
  const standards = template.options.filter(({ code }) =>
    trims.some(({ standard }) => standard.includes(code))
  );
  return (
    <>
      <Head>
        <title>{`${text.compare} · ${words.of(template.name)} · ${state.shop.brand}`}</title>
      </Head>
      <div class="wrap section stack stack--wide">
        <header class="stack stack--tight">
          <h1 class="type-3xl">{words.of(template.name)}</h1>
          <p class="quiet">{text.compareText}</p>
        </header>
        <div class="compare__frame" tabIndex={0} role="region" aria-label={text.compare}>
          <table class="compare" role="table" style={`--trims: ${trims.length}`}>
            {/* Says how many columns there will be, so that none moves while the page comes in. */}
            <colgroup>
              <col />
              {trims.map(({ code }) => <col key={code} />)}
            </colgroup>
            <thead role="rowgroup">
              <tr role="row">
                <td />
                {trims.map(({ code, name, priceFen, standard }) => (
                  <th key={code} scope="col" role="columnheader">
                    <CarView
                      template={template}
                      options={resolve(ruleBook(template, code)!, standard)}
                      words={words}
                    />
                    <span class="compare__trim">{words.of(name)}</span>
                    <span class="figures">{words.price(priceFen)}</span>
                    <br />
                    <a href={addressOf(template, { trim: code, wishes: [] })}>
                      {text.configureThis}
                    </a>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody role="rowgroup">
              {rows.map(({ code, name, cells }) => (
                <tr
                  key={code}
                  role="row"
                  class={new Set(cells).size === 1 ? "compare__same" : undefined}
                >
                  <th scope="row" role="rowheader">{name}</th>
                  {cells.map((cell, at) => (
                    <td key={trims[at]!.code} role="cell" class="figures">{cell}</td>
                  ))}
                </tr>
              ))}
              {standards.map(({ code, name, priceFen }) => (
                <tr
                  key={code}
                  role="row"
                  class={trims.every(({ standard }) => standard.includes(code))
                    ? "compare__same"
                    : undefined}
                >
                  <th scope="row" role="rowheader">{words.of(name)}</th>
                  {trims.map((trim) => {
                    const book = ruleBook(template, trim.code)!;
                    const shown = book.isStandard(code)
                      ? text.standard
                      : book.has(code)
                      ? words.difference(priceFen)
                      : "–";
                    return <td key={trim.code} role="cell" class="figures">{shown}</td>;
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </>
  );
});
