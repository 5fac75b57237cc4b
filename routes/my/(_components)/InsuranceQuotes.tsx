import type { InsurancePolicy, PremiumLine, Quote } from "../../../lib/insurance/cover.ts";
import { beijing, yuan } from "../../../lib/i18n/figures.ts";
import { fill } from "../../../lib/i18n/language.ts";
import type { InsuranceText } from "../../../lib/i18n/insurance.ts";
import { Badge } from "../../../lib/ui/Badge.tsx";
import { Button } from "../../../lib/ui/Button.tsx";
import { Checkbox } from "../../../lib/ui/Field.tsx";
import { List, ListRow } from "../../../lib/ui/ListRow.tsx";

interface Words {
  readonly text: InsuranceText;
  /** The language's code, for figures. */
  readonly code: string;
}

const WAN = 10_000;

const dayOf = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);

export const insurerName = (insurer: string, { text }: Pick<Words, "text">): string =>
  Object.hasOwn(text.insurer, insurer)
    ? text.insurer[insurer as keyof typeof text.insurer]
    : insurer;

function Lines({ lines, text, code }: Words & { lines: readonly PremiumLine[] }) {
  const limitOf = ({ limitYuan }: PremiumLine): string => {
    if (limitYuan === null) return "";
    return limitYuan % WAN === 0
      ? fill(text.limit, { yuan: String(limitYuan / WAN) })
      : fill(text.limitSmall, { yuan: limitYuan.toLocaleString("en-US") });
  };
  return (
    <List label={text.cover.compulsory}>
      {lines.map((line) => (
        <ListRow
          key={line.cover}
          title={text.cover[line.cover]}
          text={limitOf(line)}
          end={yuan(line.premiumFen, code)}
        />
      ))}
    </List>
  );
}

/** What each insurer asks for the same cover, the lowest first. */
export function Quotes({ quotes, text, code }: Words & { quotes: readonly Quote[] }) {
  const sorted = quotes.toSorted((one, other) => one.totalFen - other.totalFen);
  return (
    <section class="stack" aria-labelledby="quotes">
      <h2 id="quotes" class="type-lg">{text.quotes}</h2>
      <div class="grid quotes">
        {sorted.map((quote, nth) => {
          const insurer = insurerName(quote.insurer, { text });
          return (
            <article key={quote.quoteId} class="span-4 stack" aria-label={insurer}>
              <h3 class="type-md">
                {insurer} {nth === 0 && <Badge tone="good">{text.cheapest}</Badge>}
              </h3>
              <p>
                <span class="quiet small">{text.total}</span>{" "}
                <strong class="figures">{yuan(quote.totalFen, code)}</strong>
              </p>
              <Lines lines={quote.lines} text={text} code={code} />
              <p class="quiet small">
                {fill(text.good, { time: beijing(quote.validUntil, code, "moment") })}
              </p>
              <form method="post" class="stack">
                <input type="hidden" name="do" value="buy" />
                <input type="hidden" name="quote" value={quote.quoteId} />
                <Checkbox
                  id={`consent-${quote.insurer}`}
                  name="consent"
                  value="1"
                  label={fill(text.consent, { insurer })}
                  required
                />
                <Button type="submit">{fill(text.buy, { insurer })}</Button>
              </form>
            </article>
          );
        })}
      </div>
    </section>
  );
}

/** What is in force, with its numbers. */
export function Vault({ policies, text, code }: Words & { policies: readonly InsurancePolicy[] }) {
  return (
    <section class="stack" aria-labelledby="policies">
      <h2 id="policies" class="type-lg">{text.vault}</h2>
      {policies.map((policy) => (
        <article key={policy.policyNo} class="stack" aria-label={policy.policyNo}>
          <h3 class="type-md">{insurerName(policy.insurer, { text })}</h3>
          <List label={text.vault}>
            <ListRow title={text.policyNo} end={policy.policyNo} />
            <ListRow title={text.compulsoryNo} end={policy.compulsoryNo} />
            <ListRow
              title={text.period}
              end={fill(text.periodText, { from: dayOf(policy.from), to: dayOf(policy.to) })}
            />
            <ListRow title={text.total} end={yuan(policy.totalFen, code)} />
          </List>
          <Lines lines={policy.lines} text={text} code={code} />
          <p class="quiet small">{text.renewal}</p>
        </article>
      ))}
    </section>
  );
}
