import {
  type InsuranceState,
  openPremium,
  type Premium,
} from "../../../actors/orders/insurance_state.ts";
import type { InsurancePolicy, PremiumLine, Quote } from "../../../lib/insurance/cover.ts";
import { beijing, count, yuan } from "../../../lib/i18n/figures.ts";
import { fill } from "../../../lib/i18n/language.ts";
import type { InsuranceText } from "../../../lib/i18n/insurance.ts";
import { beijingDay } from "../../../lib/time/beijing.ts";
import { Badge } from "../../../lib/ui/Badge.tsx";
import { Button, ButtonLink } from "../../../lib/ui/Button.tsx";
import { Checkbox } from "../../../lib/ui/Field.tsx";
import { Notice } from "../../../lib/ui/Notice.tsx";
import { List, ListRow } from "../../../lib/ui/ListRow.tsx";
import { CancelFold } from "../../(_components)/CancelFold.tsx";

interface Words {
  readonly text: InsuranceText;
  /** The language's code, for figures. */
  readonly code: string;
}

const WAN = 10_000;

export const insurerName = (insurer: string, { text }: Pick<Words, "text">): string =>
  Object.hasOwn(text.insurer, insurer)
    ? text.insurer[insurer as keyof typeof text.insurer]
    : insurer;

function Lines({ lines, text, code }: Words & { lines: readonly PremiumLine[] }) {
  const limitOf = ({ limitYuan }: PremiumLine): string => {
    if (limitYuan === null) return "";
    return limitYuan % WAN === 0
      ? fill(text.limit, { yuan: count(limitYuan / (code === "en" ? 1 : WAN), code) })
      : fill(text.limitSmall, { yuan: count(limitYuan, code) });
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

/** What is going on, and what can be done about it. */
export function Standing(
  { insured, text, code, id }: Words & { insured: InsuranceState; id: string },
) {
  const open = openPremium(insured);
  switch (insured.status) {
    case "failed":
      return <Notice tone="bad" live>{text.failed}</Notice>;
    case "no_quotes":
      return <Notice tone="bad" live>{text.noQuotes}</Notice>;
    case "cancelled":
      return <Notice live>{text.cancelled}</Notice>;
    case "paying":
      return open
        ? (
          <div class="stack">
            <Notice live>
              {fill(text.paying, {
                sum: yuan(open.amountFen, code),
                time: beijing(open.expiresAt, code, "minute"),
              })}
            </Notice>
            <div class="cluster">
              <ButtonLink kind="signal" href={`/pay/${open.paymentId}`}>{text.payNow}</ButtonLink>
              <form method="post">
                <input type="hidden" name="do" value="drop" />
                <Button type="submit" kind="quiet">{text.payNot}</Button>
              </form>
            </div>
          </div>
        )
        : null;
    case "asking":
    case "buying":
    case "cancelling":
      return (
        <Notice live>
          {text[insured.status]} <a href={`/my/orders/${id}/insurance`}>{text.look}</a>
        </Notice>
      );
    default:
      return null;
  }
}

/** The premiums that were asked for, and what became of them. */
export function Premiums({ premiums, text, code }: Words & { premiums: readonly Premium[] }) {
  const shown = premiums.filter(({ status }) => status !== "closed");
  if (shown.length === 0) return null;
  return (
    <section class="stack" aria-labelledby="premiums">
      <h2 id="premiums" class="type-lg">{text.premiums}</h2>
      <List label={text.premiums}>
        {shown.map(({ paymentId, status, amountFen }) => (
          <ListRow
            key={paymentId}
            title={text.total}
            text={text.premium[status]}
            end={yuan(amountFen, code)}
          />
        ))}
      </List>
    </section>
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
                {fill(text.good, { time: beijing(quote.validUntil, code, "minute") })}
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
export function Vault(
  { policies, cancellable, text, code }: Words & {
    policies: readonly InsurancePolicy[];
    /** The last one has not begun. */
    cancellable: boolean;
  },
) {
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
              end={fill(text.periodText, {
                from: beijingDay(policy.from),
                to: beijingDay(policy.to),
              })}
            />
            <ListRow title={text.total} end={yuan(policy.totalFen, code)} />
          </List>
          <Lines lines={policy.lines} text={text} code={code} />
          <p class="quiet small">{text.renewal}</p>
        </article>
      ))}
      {cancellable && <CancelFold text={text} />}
    </section>
  );
}
