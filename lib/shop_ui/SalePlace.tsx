import type { ComponentChildren } from "preact";
import { beijing, count } from "../i18n/figures.ts";
import { fill } from "../i18n/language.ts";
import type { ShopText } from "../i18n/shop.ts";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { PlaceLine } from "../ui/PlaceLine.tsx";

export interface Standing {
  readonly outcome: "none" | "held" | "sold" | "waiting" | "lapsed" | "cancelled" | "left";
  readonly number?: number;
  readonly orderId?: string;
  readonly payBy?: number;
  readonly place?: number;
  readonly ahead?: number;
}

interface SalePlaceProps {
  readonly standing: Standing | undefined;
  readonly words: Pick<ShopText, "sale" | "code">;
  readonly called: number;
  /** How long the car is held for, counting down. */
  readonly clock: (until: number) => ComponentChildren;
}

/** An order's id says at its end which time a car is given, from the second time on. */
const CAME_BACK = /\.\d+$/;

/** What a member has in a sale now, and the next thing to do about it. */
export function SalePlace({ standing, words, called, clock }: SalePlaceProps) {
  const text = words.sale;
  if (!standing || standing.outcome === "none") return null;
  const { outcome, number, orderId, payBy, place = 0 } = standing;
  const named = { number: String(number ?? "") };
  switch (outcome) {
    case "held":
      return (
        <div class="stack stack--tight">
          {CAME_BACK.test(orderId ?? "") && <p>{text.cameBack}</p>}
          <p class="type-2xl">{fill(text.held, named)}</p>
          <p>{fill(text.heldUntil, { time: beijing(payBy!, words.code) })}</p>
          {clock(payBy!)}
          <p>
            <ButtonLink kind="signal" size="large" href={`/orders/${orderId}`}>
              {text.pay}
            </ButtonLink>
          </p>
        </div>
      );
    case "sold":
      return (
        <div class="stack stack--tight">
          <p class="type-2xl">{fill(text.sold, named)}</p>
          <p>
            <ButtonLink href={`/orders/${orderId}`}>{text.see}</ButtonLink>
          </p>
        </div>
      );
    case "waiting": {
      const ahead = Math.min(standing.ahead ?? 0, Math.max(0, place - called - 1));
      const said = fill(ahead === 0 ? text.next : text.place, {
        place: count(place, words.code),
        ahead: count(ahead, words.code),
      });
      return (
        <div class="stack stack--tight">
          <p class="type-2xl">{said}</p>
          <PlaceLine place={ahead + 1} from={place} label={text.placeLabel} text={said} />
          <form method="post">
            <input type="hidden" name="do" value="leave" />
            <Button kind="quiet" size="small" class="button--edge" type="submit">
              {text.leave}
            </Button>
          </form>
        </div>
      );
    }
    default:
      return (
        <div class="stack stack--tight">
          <p class="type-2xl">
            {outcome === "left"
              ? text.left_
              : fill(outcome === "lapsed" ? text.lapsed : text.cancelled, named)}
          </p>
          <form method="post">
            <input type="hidden" name="do" value="rejoin" />
            <Button type="submit">{text.rejoin}</Button>
          </form>
        </div>
      );
  }
}
