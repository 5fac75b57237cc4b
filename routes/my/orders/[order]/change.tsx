import { HttpError, page } from "fresh";
import { savedConfigurations } from "../../../../actors/catalogue/saved_configurations.ts";
import { heldFen, openPayment } from "../../../../actors/orders/vehicle_order_money.ts";
import type { VehicleOrderState } from "../../../../actors/orders/vehicle_order_state.ts";
import { Words } from "../../../../lib/configurator_ui/words.ts";
import { addressOf } from "../../../../lib/configurator/address.ts";
import { wordsFor } from "../../../../lib/console/ask_api.ts";
import { Problem } from "../../../../lib/http/problem.ts";
import { see } from "../../../../lib/http/see.ts";
import { configuratorText } from "../../../../lib/i18n/configurator.ts";
import { yuan } from "../../../../lib/i18n/figures.ts";
import { orderChangeText } from "../../../../lib/i18n/order_change.ts";
import { Button, ButtonLink } from "../../../../lib/ui/Button.tsx";
import { Input } from "../../../../lib/ui/Field.tsx";
import { List, ListRow } from "../../../../lib/ui/ListRow.tsx";
import { Notice } from "../../../../lib/ui/Notice.tsx";
import { define, type State } from "../../../../lib/web/define.ts";
import { changeCar } from "../../../api/vehicle_order_steps.ts";
import { accepted } from "../../../api/outcome.ts";
import { ofOthersIsNone } from "../../../api/vehicle_orders.ts";
import { OrderPartHead } from "../../(_components)/OrderPartHead.tsx";
import { OtherCar } from "../../(_components)/OtherCar.tsx";
import { ownOrder } from "../../(_components)/own_order.ts";

const MOST_SAVED = 6;

const isOver = ({ status }: VehicleOrderState): boolean =>
  status !== "placed" && status !== "reserved" && status !== "ordered";

export const handler = define.handlers({
  async GET({ params, state, url }) {
    const id = params.order!;
    const wanted = url.searchParams.get("code");
    const here = `/my/orders/${id}/change`;
    if (!state.who) return see(`/sign-in?next=${encodeURIComponent(here + url.search)}`);
    const order = await ownOrder(state, id);
    const { showroom } = state.platform;
    const opened = wanted === null ? undefined : showroom.open(wanted.trim());
    if (opened?.outdated) {
      const today = showroom.today(opened);
      return see(today ? `${here}?code=${today.code}&today` : `${here}?why=unknown_configuration`);
    }
    const why = url.searchParams.get("why") ??
      (wanted !== null && !opened ? "unknown_configuration" : null);
    return page({
      id,
      order,
      opened,
      price: opened && await state.platform.prices.price(opened.priced.code),
      wanted,
      today: url.searchParams.has("today"),
      why,
      saved: await savedOf(state),
    });
  },
  async POST({ params, req, state }) {
    const id = params.order!;
    if (!state.who) return see(`/sign-in?next=/my/orders/${id}/change`);
    const order = await ownOrder(state, id);
    const form = await req.formData();
    const code = String(form.get("code") ?? "");
    const here = `/my/orders/${id}/change?code=${encodeURIComponent(code)}`;
    // The difference that was seen is the one to another car.
    if (form.get("from") !== order.car?.code) return see(`${here}&why=moved`);
    if (form.get("sure") !== "1") return see(`${here}&why=confirm`);
    try {
      accepted(ofOthersIsNone(await changeCar(state.platform, state.who, id, { code })) as never);
      return see(`/my/orders/${id}?done=changed`);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      // A new price list was published since: the page shows the difference anew.
      if (error.code === "price_changed") return see(here);
      if (error.code === "unknown_order") throw new HttpError(404);
      return see(`${here}&why=${error.code}`);
    }
  },
});

/** Kept configurations that can be ordered as they are. */
async function savedOf({ platform: { system, showroom }, who }: State) {
  const codes = await system.view(
    savedConfigurations(who!.memberId),
    ({ saved }) => saved.toReversed().map(({ code }) => code),
  );
  return codes.flatMap((code) => {
    const opened = showroom.open(code);
    return opened && !opened.outdated ? [opened] : [];
  }).slice(0, MOST_SAVED);
}

/** Another car for an order that is not locked: which, what it makes of the price, and yes or no. */
export default define.page<typeof handler>(({ data, state: { platform, shop, language } }) => {
  const { id, order, opened, price, wanted, today, why, saved } = data;
  const text = orderChangeText(language);
  const words = configuratorText(language);
  const car = order.car!;
  const present = platform.showroom.open(car.code);
  const configure = present
    ? addressOf(platform.showroom.current(present.template.model), present.selection)
    : "/models";
  const over = isOver(order);
  const paying = !over && openPayment(order) !== undefined;
  const free = !over && !paying;
  const nameOf = (code: string): string => {
    const found = platform.showroom.open(code);
    if (!found) return code;
    const named = new Words(found.template, words);
    return `${named.of(found.template.name)} ${named.name(found.priced.trim)}`;
  };
  return (
    <div class="section stack stack--wide">
      <OrderPartHead id={id} text={text} brand={shop.brand} language={language}>
        {free && <p class="quiet">{text.until}</p>}
      </OrderPartHead>
      {why && !over && <Notice tone="bad" live>{wordsFor(text.why, why)}</Notice>}
      {over && <Notice tone="warn">{text.over}</Notice>}
      {paying && <Notice tone="warn">{text.paying}</Notice>}
      {today && opened && <Notice tone="warn">{text.today}</Notice>}
      {opened && price && !over && (
        <OtherCar
          order={order}
          opened={opened}
          price={price}
          present={present}
          heldFen={heldFen(order)}
          free={free}
          text={text}
          words={words}
          code={shop.code}
        />
      )}
      {free && (
        <section class="stack insure">
          <h2 class="type-lg">{text.choose}</h2>
          <p>
            <ButtonLink href={configure}>{text.configure}</ButtonLink>
          </p>
          {saved.length > 0 && (
            <List label={text.saved}>
              {saved.map(({ priced }) => (
                <ListRow
                  key={priced.code}
                  href={`/my/orders/${id}/change?code=${priced.code}`}
                  title={nameOf(priced.code)}
                  text={priced.code}
                  end={yuan(priced.priceFen, shop.code)}
                />
              ))}
            </List>
          )}
          <form method="get" class="stack stack--tight">
            <Input
              id="code"
              name="code"
              label={text.code}
              value={wanted ?? ""}
              autocomplete="off"
              placeholder="LU1-AZSVM"
              maxLength={120}
              required
            />
            <div>
              <Button type="submit">{text.look}</Button>
            </div>
          </form>
        </section>
      )}
    </div>
  );
});
