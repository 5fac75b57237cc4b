import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { insurance } from "../../../../actors/orders/insurance.ts";
import { Problem } from "../../../../lib/http/problem.ts";
import { wordsFor } from "../../../../lib/console/ask_api.ts";
import { insuranceText } from "../../../../lib/i18n/insurance.ts";
import {
  ADD_ONS,
  fitting,
  NEW_ENERGY_ADD_ONS,
  SEAT_YUAN,
  THIRD_PARTY_YUAN,
  USUAL,
  wish as wishSchema,
} from "../../../../lib/insurance/cover.ts";
import { Button } from "../../../../lib/ui/Button.tsx";
import { Checkbox, Select } from "../../../../lib/ui/Field.tsx";
import { Notice } from "../../../../lib/ui/Notice.tsx";
import { define, type State } from "../../../../lib/web/define.ts";
import { asker } from "../../../api/context.ts";
import { orderId } from "../../../api/schemas.ts";
import { ownVehicleOrder } from "../../../api/vehicle_orders.ts";
import { Quotes, Vault } from "../../(_components)/InsuranceQuotes.tsx";

/** Of the wording of the consent above the button. */
const CONSENT_VERSION = 1;
const DAY_MS = 86_400_000;
const WAN = 10_000;

async function own({ platform, who }: State, id: string) {
  if (!orderId.safeParse(id).success) throw new HttpError(404);
  try {
    const order = await ownVehicleOrder(platform, { ...who!, role: "member" }, id);
    if (order.car === null || order.status === "cancelled") throw new HttpError(404);
    return order.car;
  } catch (error) {
    if (error instanceof Problem && error.code === "unknown_order") throw new HttpError(404);
    throw error;
  }
}

export const handler = define.handlers({
  async GET({ params, state, url }) {
    const id = params.order!;
    const car = await own(state, id);
    const insured = await state.platform.system.view(
      insurance(id),
      (found) => structuredClone(found),
    );
    return page({ id, car, insured, refused: url.searchParams.get("refused") });
  },
  async POST({ params, req, state: { platform, who }, state }) {
    const id = params.order!;
    const car = await own(state, id);
    const form = await req.formData();
    const { memberId } = who!;
    const by = { by: asker(who!) };
    const here = `/my/orders/${id}/insurance`;
    const see = (location: string) => new Response(null, { status: 303, headers: { location } });
    if (form.get("do") === "buy") {
      const outcome = await platform.system.ask(insurance(id), "buy", {
        memberId,
        quoteId: String(form.get("quote") ?? ""),
        consent: form.get("consent") === "1" ? CONSENT_VERSION : null,
        // It is registered the day after at the earliest, and must be insured by then.
        from: platform.now() + DAY_MS,
      }, by);
      return see(outcome.ok ? here : `${here}?refused=${outcome.refusal ?? "other"}`);
    }
    const wished = wishSchema.safeParse({
      damage: form.get("damage") === "1",
      thirdPartyYuan: Number(form.get("third_party")),
      seatYuan: Number(form.get("seat")),
      addOns: form.getAll("add_on"),
    });
    if (!wished.success) return see(`${here}?refused=other`);
    const { model, priceFen, drive } = car;
    const outcome = await platform.system.ask(insurance(id), "ask", {
      memberId,
      car: { model, priceFen, drive },
      wish: fitting(wished.data, drive),
      requestId: crypto.randomUUID().replaceAll("-", ""),
    }, by);
    return see(outcome.ok ? here : `${here}?refused=${outcome.refusal ?? "other"}`);
  },
});

export default define.page<typeof handler>(({ data, state: { shop, language } }) => {
  const { id, car, insured, refused } = data;
  const text = insuranceText(language);
  const wish = insured.wish ?? fitting(USUAL, car.drive);
  const waits = insured.status === "asking" || insured.status === "buying";
  const offered = ADD_ONS.filter((one) =>
    car.drive === "new_energy" || !NEW_ENERGY_ADD_ONS.has(one)
  );
  const limits = THIRD_PARTY_YUAN.map((yuan) => ({
    value: String(yuan),
    label: language === "en" ? `¥${yuan.toLocaleString("en-US")}` : `${yuan / WAN} 万元`,
  }));
  const seats = SEAT_YUAN.map((yuan) => ({
    value: String(yuan),
    label: yuan === 0
      ? text.noSeat
      : language === "en"
      ? `¥${yuan.toLocaleString("en-US")}`
      : `${yuan / WAN} 万元`,
  }));
  return (
    <div class="section stack stack--wide">
      <Head>
        <title>{`${text.title} · ${shop.brand}`}</title>
      </Head>
      <div class="stack stack--tight">
        <p class="small">
          <a href={`/my/orders/${id}`}>{text.back}</a>
        </p>
        <h1 class="type-2xl">{text.title}</h1>
        {insured.status !== "insured" && <p class="quiet">{text.lead}</p>}
        <p class="quiet small">{text.sandbox}</p>
      </div>
      {refused && <Notice tone="bad" live>{wordsFor(text.refused, refused)}</Notice>}
      {insured.status === "failed" && <Notice tone="bad" live>{text.failed}</Notice>}
      {insured.status === "no_quotes" && <Notice tone="bad" live>{text.noQuotes}</Notice>}
      {waits && (
        <Notice live>
          {insured.status === "asking" ? text.asking : text.buying}{" "}
          <a href={`/my/orders/${id}/insurance`}>{text.look}</a>
        </Notice>
      )}
      {insured.policies.length > 0 && (
        <Vault policies={insured.policies} text={text} code={shop.code} />
      )}
      {insured.quotes.length > 0 && !waits && (
        <Quotes quotes={insured.quotes} text={text} code={shop.code} />
      )}
      {insured.status !== "insured" && !waits && (
        <form method="post" class="stack">
          <h2 class="type-lg">{text.want}</h2>
          <p class="quiet">{text.compulsoryNote}</p>
          <input type="hidden" name="do" value="ask" />
          <Checkbox id="damage" name="damage" value="1" label={text.damage} checked={wish.damage} />
          <Select
            id="third-party"
            name="third_party"
            label={text.thirdParty}
            options={limits}
            value={String(wish.thirdPartyYuan)}
          />
          <Select
            id="seat"
            name="seat"
            label={text.seat}
            options={seats}
            value={String(wish.seatYuan)}
          />
          <fieldset class="stack">
            <legend>{text.addOns}</legend>
            {offered.map((one) => (
              <Checkbox
                key={one}
                id={`add-${one}`}
                name="add_on"
                value={one}
                label={NEW_ENERGY_ADD_ONS.has(one)
                  ? `${text.cover[one]} · ${text.newEnergy}`
                  : text.cover[one]}
                checked={wish.addOns.includes(one)}
              />
            ))}
          </fieldset>
          <p>
            <Button kind="signal" type="submit">
              {insured.quotes.length > 0 ? text.askAgain : text.ask}
            </Button>
          </p>
        </form>
      )}
    </div>
  );
});
