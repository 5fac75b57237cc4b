import type { MyText } from "../../../lib/i18n/my.ts";
import { count } from "../../../lib/i18n/figures.ts";
import { fill } from "../../../lib/i18n/language.ts";
import type { Item } from "../../../lib/loyalty/programme.ts";
import { Button } from "../../../lib/ui/Button.tsx";

interface ShopListProps {
  readonly items: readonly Item[];
  /** Below zero while the rules are not accepted. */
  readonly available: number;
  readonly exchanged: ReadonlyMap<string, number>;
  readonly taken: ReadonlyMap<string, number>;
  /** Makes the id of one exchange, so that a form sent twice is one. */
  readonly id: () => string;
  readonly my: MyText;
  readonly code: string;
}

export function ShopList({ items, available, exchanged, taken, id, my, code }: ShopListProps) {
  const text = my.points;
  const whyNot = (item: Item): string | undefined => {
    if (item.stock !== null && (taken.get(item.id) ?? 0) >= item.stock) return text.none_left;
    if ((exchanged.get(item.id) ?? 0) >= item.each) return text.had_enough;
    if (available >= 0 && available < item.points) {
      return fill(text.not_enough, { points: count(item.points - available, code) });
    }
    return undefined;
  };
  return (
    <ul class="shop-list">
      {items.map((item) => {
        const why = whyNot(item);
        const left = item.stock === null ? null : item.stock - (taken.get(item.id) ?? 0);
        const how = "coupon" in item.gives ? text.gives.coupon : text.gives[item.gives.goods];
        return (
          <li key={item.id} class="shop-item">
            <p class="shop-item__name">{code === "en" ? item.name.en : item.name.zh}</p>
            <p class="shop-item__points figures">{count(item.points, code)}</p>
            <p class="quiet small">
              {how}
              {left !== null && left > 0 && ` · ${fill(text.left, { count: count(left, code) })}`}
            </p>
            <form method="post">
              <input type="hidden" name="do" value="exchange" />
              <input type="hidden" name="item" value={item.id} />
              <input type="hidden" name="id" value={id()} />
              <Button size="small" type="submit" disabled={why !== undefined || available < 0}>
                {why ?? text.exchange}
              </Button>
            </form>
          </li>
        );
      })}
    </ul>
  );
}
