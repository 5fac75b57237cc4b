import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { order } from "../../actors/sales/order.ts";
import { payment, refundedFen } from "../../actors/sales/payment.ts";
import PageLive from "../../islands/PageLive.tsx";
import SaleClock from "../../islands/SaleClock.tsx";
import { CarView } from "../../lib/configurator_ui/View.tsx";
import { Words } from "../../lib/configurator_ui/words.ts";
import { Problem } from "../../lib/http/problem.ts";
import { see } from "../../lib/http/see.ts";
import { beijing, yuan } from "../../lib/i18n/figures.ts";
import { configuratorText } from "../../lib/i18n/configurator.ts";
import { fill } from "../../lib/i18n/language.ts";
import { saleTitle } from "../../lib/i18n/sale_title.ts";
import type { ShopText } from "../../lib/i18n/shop.ts";
import type { OrderRow } from "../../lib/read_models/orders.ts";
import { Badge } from "../../lib/ui/Badge.tsx";
import { Button, ButtonLink } from "../../lib/ui/Button.tsx";
import { Car } from "../../lib/ui/cars/Car.tsx";
import { Input } from "../../lib/ui/Field.tsx";
import { Notice } from "../../lib/ui/Notice.tsx";
import { type Step, Timeline } from "../../lib/ui/Timeline.tsx";
import { define, type State } from "../../lib/web/define.ts";
import { toSignIn } from "../../lib/web/held_form.ts";
import { CancelFold } from "../(_components)/CancelFold.tsx";
import { goOn, termsOf } from "../api/handing_over.ts";
import { beginDeposit } from "../api/orders.ts";
import { placedOrder } from "../api/placed_order.ts";
import { orderId } from "../api/schemas.ts";
import { Mispaid, mispaidOf } from "../pay/(_components)/Mispaid.tsx";
import { payerOf, payPlace } from "../pay/(_components)/pay_place.ts";

/** Why a car's order does not begin with this code. */
const CODE_WRONG = ["unknown_configuration", "other_model", "price_changed", "sold_out"] as const;

/** Of a mistyped code, as many characters are shown again. */
const MOST_TYPED = 80;

export const handler = define.handlers({
  async GET({ params, state, url }) {
    const placed = await ownOrder(state, params.order!);
    if (!placed) return see(`/sign-in?next=/orders/${params.order}`);
    return page({
      placed,
      sale: await state.platform.boards.view(placed.saleId),
      back: await goesBack(state, placed),
      mispaid: await mispaidOf(
        state.platform,
        [placed.mispaidBy, placed.paymentId].flatMap((one) => one ? [one] : []),
      ),
      terms: placed.status === "paid" ? await termsOf(state.platform, placed.saleId) : undefined,
      away: url.searchParams.has("away"),
      wrongCode: CODE_WRONG.find((one) => one === url.searchParams.get("code")),
      typed: url.searchParams.get("typed")?.slice(0, MOST_TYPED) ?? "",
      now: state.platform.now(),
    });
  },
  async POST({ params, req, url, state, info }) {
    const placed = await ownOrder(state, params.order!);
    if (!placed) return await toSignIn(state, { req, url }, "/my");
    const { platform, who } = state;
    const here = `/orders/${placed.id}`;
    const form = await req.formData();
    const act = form.get("do");
    if (act === "pay") {
      try {
        const begun = await beginDeposit(platform, placed.id, who!);
        return see(
          await payPlace(platform, begun, { orderId: placed.id }, payerOf(platform, req, info)),
        );
      } catch {
        return see(`${here}?away`);
      }
    }
    if (act === "continue") {
      try {
        const code = `${form.get("code") ?? ""}`.trim();
        await goOn(platform, who!, placed.id, code === "" ? undefined : code);
        return see(`/my/orders/${placed.id}`);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        // Given back in another tab, say: the page tells how it stands.
        const wrong = (CODE_WRONG as readonly string[]).includes(error.code);
        if (!wrong) return see(here);
        const typed = `${form.get("code") ?? ""}`.trim().slice(0, MOST_TYPED);
        return see(`${here}?${new URLSearchParams({ code: error.code, typed })}#next`);
      }
    }
    if (act !== "cancel") throw new HttpError(400, `cannot "${act}"`);
    const { memberId, role } = who!;
    await platform.system.ask(order(placed.id), "cancel", { memberId }, {
      by: { id: memberId, role },
    });
    return see(here);
  },
});

/**
 * The member's own order; nothing where nobody is signed in.
 * @throws {HttpError} 404, also where it is another's
 */
async function ownOrder({ platform, who }: State, id: string): Promise<OrderRow | undefined> {
  if (!who) return undefined;
  if (!orderId.safeParse(id).success) throw new HttpError(404);
  const found = await placedOrder(platform, id, who.memberId);
  if (found?.memberId !== who.memberId) throw new HttpError(404);
  return found;
}

/** What of a deposit goes back, of an order that is over, and whether it has arrived. */
function goesBack({ platform }: State, { status, paymentId }: OrderRow) {
  if (status !== "lapsed" && status !== "cancelled" || paymentId === null) return undefined;
  return platform.system.view(payment(paymentId), (state) => {
    const amountFen = refundedFen(state);
    // One that failed is asked for again under another id.
    const done = [...state.refunds.values()].every(({ status }) =>
      status === "done" || status === "failed"
    );
    return amountFen > 0 ? { amountFen, done } : undefined;
  });
}

function stepsOf(placed: OrderRow, { orders: text, code }: ShopText): Step[] {
  const over = placed.status === "lapsed" || placed.status === "cancelled";
  const paid = placed.status === "paid";
  // A step on the way is called by what it does, the end of one that is over by its state.
  const deposit = placed.depositFen ? ` ${yuan(placed.depositFen, code)}` : "";
  const titles = { ...text.status, ...text.steps, paid: text.steps.paid + deposit };
  const step = (key: keyof typeof titles, state: Step["state"], time?: number): Step => ({
    key,
    title: titles[key],
    state,
    stateWord: text.states[state],
    ...(time === undefined ? {} : { time: beijing(time, code, "moment") }),
  });
  if (over) {
    return [
      step("held", "done", placed.placedAt),
      step(placed.status, "failed", placed.endedAt),
    ];
  }
  return [
    step("held", "done", placed.placedAt),
    step("paid", paid ? "done" : "now", paid ? placed.paidAt : undefined),
    step("balance", paid ? "now" : "ahead"),
    step("delivery", "ahead"),
  ];
}

const modelNamed = (model: string | undefined, { models }: ShopText) =>
  model !== undefined && Object.hasOwn(models, model) ? model as keyof ShopText["models"] : "lu";

export default define.page<typeof handler>(({ data, state: { shop, language, platform } }) => {
  const { placed, sale, back, mispaid, terms, away, wrongCode, typed, now } = data;
  const continued = placed.status === "paid" && placed.continuedAt !== undefined;
  const text = shop.orders;
  const opened = terms?.car && platform.showroom.open(terms.car.code);
  const words = opened && new Words(opened.template, configuratorText(language));
  const deposit = yuan(placed.depositFen ?? 0, shop.code);
  const held = placed.status === "reserved";
  const model = modelNamed(sale?.model, shop);
  const whyWrong = wrongCode &&
    fill(text.wrongCode[wrongCode], { model: shop.models[model].name });
  const title = sale && saleTitle(sale, shop.code);
  return (
    <div class="wrap section stack stack--wide car-order">
      <Head>
        <title>{`${fill(text.order, { id: placed.id })} · ${shop.brand}`}</title>
      </Head>
      <div class="between">
        <div class="stack stack--tight">
          <p class="quiet figures">{fill(text.order, { id: placed.id })}</p>
          <h1 class="type-2xl">{fill(text.car, { number: String(placed.number) })}</h1>
          {title && <p lang={title.lang}>{title.text}</p>}
          <div class="cluster">
            <p data-live="status">
              <Badge tone={placed.status === "paid" ? "good" : held ? "warn" : "plain"}>
                {text.status[placed.status]}
              </Badge>
            </p>
            <PageLive stream={`/orders/${placed.id}/live`} label={shop.sale.live} />
          </div>
        </div>
        <div style="inline-size: min(28rem, 100%)">
          {opened && words
            ? (
              <CarView
                template={opened.template}
                options={opened.priced.options}
                words={words}
              />
            )
            : (
              <Car
                model={model}
                paint="water"
                roof="night"
                label={fill(shop.carLabel, { name: shop.models[model].name })}
              />
            )}
        </div>
      </div>
      {away && <Notice tone="bad" live>{text.away}</Notice>}
      <div data-live="back" class="stack">
        {mispaid && <Mispaid sum={mispaid} again={held} language={language} code={shop.code} />}
        {placed.status === "lapsed" && !back && (
          <p>{fill(text.lapsed, { time: beijing(placed.payBy, shop.code, "minute") })}</p>
        )}
        {back && (
          <p>
            {fill(back.done ? text.paidBack : text.goesBack, {
              deposit: yuan(back.amountFen, shop.code),
            })}
          </p>
        )}
      </div>
      <div class="stack order-hold">
        {held && (
          <SaleClock
            until={placed.payBy}
            now={now}
            label={shop.sale.holdLeft}
            units={shop.units}
            size="inline"
          />
        )}
        <div data-live="pay" class="stack">
          {held && (
            <form method="post">
              <input type="hidden" name="do" value="pay" />
              <Button kind="signal" size="large" type="submit">
                {fill(text.pay, { deposit })}
              </Button>
            </form>
          )}
          {held && placed.paymentId !== null && <p class="quiet">{text.paying}</p>}
        </div>
      </div>
      <div data-live="next" class="stack stack--wide">
        {continued && (
          <p>
            <ButtonLink kind="signal" size="large" href={`/my/orders/${placed.id}`}>
              {text.continued}
            </ButtonLink>
          </p>
        )}
        {terms && !continued && (
          <section class="stack" aria-labelledby="next">
            <h2 id="next" class="type-xl">{text.next}</h2>
            {whyWrong && terms.car && <Notice tone="bad" live>{whyWrong}</Notice>}
            {terms.car && (
              <p class="figures">
                <a href={`/configurations/${terms.car.code}`}>
                  {[
                    shop.models[modelNamed(terms.car.model, shop)].name,
                    words?.name(terms.car.trim),
                    yuan(terms.car.priceFen, shop.code),
                  ].filter(Boolean).join(" · ")}
                </a>
              </p>
            )}
            <p class="quiet">
              {fill(terms.car ? text.nextText : text.nextFree, { as: text.as[terms.as] })}
            </p>
            <form method="post" class="stack stack--tight order-code">
              <input type="hidden" name="do" value="continue" />
              {!terms.car && (
                <Input
                  id="code"
                  name="code"
                  label={text.code}
                  value={typed}
                  error={whyWrong}
                  autocomplete="off"
                  required
                />
              )}
              <div class="cluster">
                <Button kind="signal" size="large" type="submit">{text.go}</Button>
                {!terms.car && (
                  <ButtonLink kind="quiet" href={`/models/${model}/configure`}>
                    {text.configure}
                  </ButtonLink>
                )}
              </div>
            </form>
          </section>
        )}
      </div>
      <div data-live="steps">
        <Timeline label={fill(text.order, { id: placed.id })} steps={stepsOf(placed, shop)} />
      </div>
      <div class="cluster">
        <ButtonLink kind="quiet" class="button--edge" href={`/sales/${placed.saleId}`}>
          {text.back}
        </ButtonLink>
        <div data-live="cancel">
          {(held || placed.status === "paid" && !continued) && <CancelFold text={text} />}
        </div>
      </div>
    </div>
  );
});
