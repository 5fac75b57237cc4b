/** Another car beside the one of an order: the difference with its parts, then yes or no. */
import type { VehicleOrderState } from "../../../actors/orders/vehicle_order_state.ts";
import { CarView } from "../../../lib/configurator_ui/View.tsx";
import { Words } from "../../../lib/configurator_ui/words.ts";
import { yuan } from "../../../lib/i18n/figures.ts";
import type { ConfiguratorText } from "../../../lib/i18n/configurator.ts";
import type { OrderChangeText } from "../../../lib/i18n/order_change.ts";
import { priceChange } from "../../../lib/orders/price_change.ts";
import type { PricedCar } from "../../../lib/orders/terms.ts";
import type { Opened } from "../../../lib/showroom/showroom.ts";
import { Button } from "../../../lib/ui/Button.tsx";
import { Checkbox } from "../../../lib/ui/Field.tsx";
import { PriceBreakdown } from "../../../lib/ui/Price.tsx";

interface OtherCarProps {
  readonly order: VehicleOrderState;
  /** What is wanted, and what it costs now. */
  readonly opened: Opened;
  readonly price: PricedCar;
  /** What is ordered. */
  readonly present: Opened | undefined;
  readonly heldFen: number;
  /** It can be changed right now. */
  readonly free: boolean;
  readonly text: OrderChangeText;
  readonly words: ConfiguratorText;
  readonly code: string;
}

export function OtherCar(
  { order, opened, price, present, heldFen, free, text, words, code }: OtherCarProps,
) {
  const car = order.car!;
  const same = car.code === price.code && car.priceFen === price.priceFen;
  const change = priceChange(car, price, heldFen);
  const after = new Words(opened.template, words);
  const before = present && new Words(present.template, words);
  const nameOf = (part: string): string => {
    const name = after.name(part);
    return name === part ? before?.name(part) ?? part : name;
  };
  const sum = (fen: number) => yuan(fen, code);
  const results = [
    [text.held, sum(heldFen)],
    ...(change.backFen > 0 ? [[text.goesBackNow, sum(change.backFen)]] : []),
    [text.left, sum(change.leftFen)],
  ] as const;
  return (
    <section class="grid order-panels">
      <div class="span-6 stack">
        <CarView template={opened.template} options={opened.priced.options} words={after} />
        <h2 class="type-xl">
          {after.of(opened.template.name)} {after.name(opened.priced.trim)}
        </h2>
        <p class="code-line">
          <a href={`/configurations/${price.code}`}>{price.code}</a>
        </p>
      </div>
      <div class="span-6 stack">
        {same ? <p>{text.none}</p> : (
          <>
            <h2 class="type-lg">{text.difference}</h2>
            <PriceBreakdown
              label={text.difference}
              lines={[
                { key: "before", name: text.before, amount: sum(car.priceFen) },
                ...change.lines.map(({ code, amountFen }) => ({
                  key: code,
                  name: nameOf(code),
                  amount: after.difference(amountFen),
                  off: amountFen < 0,
                })),
                {
                  key: "change",
                  name: text.change,
                  amount: after.difference(change.differenceFen),
                },
              ]}
              total={{ name: text.after, amount: sum(price.priceFen) }}
            />
            <dl class="breakdown">
              {results.map(([name, amount]) => (
                <div key={name} class="breakdown__line">
                  <dt>{name}</dt>
                  <dd class="figures">{amount}</dd>
                </div>
              ))}
            </dl>
            <ul class="small quiet stack stack--tight">
              <li>{change.backFen > 0 ? text.goesBack : text.freely}</li>
              {order.warned && <li>{text.warned}</li>}
              {order.expected.length > 0 && <li>{text.expected}</li>}
            </ul>
            {free && (
              <form method="post" class="stack">
                <input type="hidden" name="code" value={price.code} />
                <input type="hidden" name="from" value={car.code} />
                <Checkbox id="sure" name="sure" value="1" label={text.sure} required />
                <div>
                  <Button kind="signal" size="large" type="submit">{text.do}</Button>
                </div>
              </form>
            )}
          </>
        )}
      </div>
    </section>
  );
}
