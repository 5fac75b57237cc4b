/** What the page of a payment shows: the ways to pay, a code to scan, or that another is closed first. */
import { beijing, yuan } from "../../../lib/i18n/figures.ts";
import { fill } from "../../../lib/i18n/language.ts";
import type { PayText } from "../../../lib/i18n/pay.ts";
import { Button, ButtonLink } from "../../../lib/ui/Button.tsx";
import { Notice } from "../../../lib/ui/Notice.tsx";
import { QrCode } from "../../../lib/ui/QrCode.tsx";

export interface PayPanel {
  readonly paymentId: string;
  readonly provider: string;
  readonly amountFen: number;
  readonly expiresAt: number;
  /** Where the payer came from. */
  readonly home: string;
  readonly device: "desktop" | "phone" | "in_app";
  /** All providers, in the order in which they are offered. */
  readonly others: readonly string[];
  readonly text: PayText;
  readonly code: string;
}

/** These open an app of their own, which WeChat's browser does not let happen. */
const OPENS_AN_APP: ReadonlySet<string> = new Set(["alipay", "wechat"]);

const of = <T extends { readonly other: string }>(words: T, provider: string): string =>
  Object.hasOwn(words, provider) ? words[provider as keyof T] as string : words.other;

const Sum = ({ amountFen, expiresAt, text, code }: PayPanel) => (
  <>
    <p class="quiet">{text.due}</p>
    <p class="type-2xl figures">{yuan(amountFen, code)}</p>
    <p>{fill(text.until, { time: beijing(expiresAt, code, "moment") })}</p>
  </>
);

/** Where several providers are there: the payer chooses. */
export function Ways(panel: PayPanel & { readonly away: string | null }) {
  const { others, device, text, home, away } = panel;
  return (
    <div class="stack stack--wide pay__whole">
      <div class="stack stack--tight">
        <Sum {...panel} />
      </div>
      {away !== null && (
        <Notice tone="bad" live>{fill(text.away, { provider: of(text.name, away) })}</Notice>
      )}
      {device === "in_app" && <Notice>{text.inApp}</Notice>}
      <form method="post" class="pay-ways">
        {others.map((provider) => (
          <button
            key={provider}
            class="pay-ways__way"
            type="submit"
            name="provider"
            value={provider}
          >
            <span class="pay-ways__name">{of(text.name, provider)}</span>
            <span class="quiet small">
              {device === "desktop" ? of(text.onDesk, provider) : of(text.onPhone, provider)}
            </span>
          </button>
        ))}
      </form>
      <p class="quiet small">{text.proof}</p>
      <p>
        <a href={home}>{text.back}</a>
      </p>
    </div>
  );
}

/** The former payment is being closed, so that nothing can be paid twice. */
export function Closing(panel: PayPanel & { readonly to: string | null }) {
  const { provider, text, home, to } = panel;
  const former = of(text.name, provider);
  return (
    <div class="stack">
      <p>{fill(text.closingText, { provider: former })}</p>
      <p class="quiet">
        {fill(text.closingLate, {
          provider: former,
          time: beijing(panel.expiresAt, panel.code, "moment"),
        })}
      </p>
      {to !== null && panel.others.includes(to) && (
        <form method="post">
          <input type="hidden" name="provider" value={to} />
          <Button kind="signal" size="large" type="submit">
            {fill(text.goOn, { provider: of(text.name, to) })}
          </Button>
        </form>
      )}
      <p>
        <a href={home}>{text.back}</a>
      </p>
    </div>
  );
}

export function Code(
  panel: PayPanel & {
    readonly payUrl: string;
    readonly size: number;
    readonly data: boolean[][];
  },
) {
  const { paymentId, provider, others, device, text, home, payUrl, size, data } = panel;
  const blocked = device === "in_app" && OPENS_AN_APP.has(provider);
  return (
    <>
      <QrCode label={text.code} size={size} modules={data} />
      <div class="stack">
        <Sum {...panel} />
        {blocked ? <Notice>{text.inApp}</Notice> : (
          <p>
            <ButtonLink kind="signal" size="large" href={payUrl}>
              {of(text.open, provider)}
            </ButtonLink>
          </p>
        )}
        <p class="quiet small">{text.proof}</p>
        {others.length > 1 && (
          <p>
            <a href={`/pay/${paymentId}`}>{text.otherWay}</a>
          </p>
        )}
        <p>
          <a href={home}>{text.paid}</a>
        </p>
      </div>
    </>
  );
}
