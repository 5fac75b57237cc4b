import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { vehicleOrder } from "../../../actors/orders/vehicle_order.ts";
import { CarView } from "../../../lib/configurator_ui/View.tsx";
import { Words } from "../../../lib/configurator_ui/words.ts";
import { Problem } from "../../../lib/http/problem.ts";
import { configuratorText } from "../../../lib/i18n/configurator.ts";
import { fill } from "../../../lib/i18n/language.ts";
import { insuranceText } from "../../../lib/i18n/insurance.ts";
import { vehicleOrdersText } from "../../../lib/i18n/vehicle_orders.ts";
import { WARNINGS, WARNINGS_VERSION } from "../../../lib/orders/terms.ts";
import { openConfiguration } from "../../../lib/showroom/opened.ts";
import { Badge } from "../../../lib/ui/Badge.tsx";
import { Car } from "../../../lib/ui/cars/Car.tsx";
import { Notice } from "../../../lib/ui/Notice.tsx";
import { define, type State } from "../../../lib/web/define.ts";
import { payPlace } from "../../../lib/web/pay_place.ts";
import { asker } from "../../api/context.ts";
import { accepted } from "../../api/outcome.ts";
import { orderId } from "../../api/schemas.ts";
import {
  ofOthersIsNone,
  ownVehicleOrder,
  payForVehicle,
  proveName,
} from "../../api/vehicle_orders.ts";
import {
  Cancel,
  Expected,
  Money,
  NextSteps,
  OrderTimeline,
  Papers,
} from "../(_components)/OrderPanels.tsx";

export const handler = define.handlers({
  async GET({ params, state, url }) {
    const id = params.order!;
    if (!state.who) return see(`/sign-in?next=/my/orders/${id}`);
    return page({ id, order: await own(state, id), why: url.searchParams.get("failed") });
  },
  async POST({ params, req, state }) {
    const id = params.order!;
    if (!state.who) return see(`/sign-in?next=/my/orders/${id}`);
    await own(state, id);
    try {
      return see(await act(state, id, await req.formData()));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return see(`/my/orders/${id}?failed=${error.code}`);
    }
  },
});

const see = (location: string): Response =>
  new Response(null, { status: 303, headers: { location } });

async function own({ platform, who }: State, id: string) {
  if (!orderId.safeParse(id).success) throw new HttpError(404);
  try {
    return await ownVehicleOrder(platform, { ...who!, role: "member" }, id);
  } catch (error) {
    if (error instanceof Problem && error.code === "unknown_order") throw new HttpError(404);
    throw error;
  }
}

/** Does what a form asks for, and says where to go then. */
async function act({ platform, who }: State, id: string, form: FormData): Promise<string> {
  const by = asker(who!);
  const { memberId } = who!;
  const address = vehicleOrder(id);
  const here = `/my/orders/${id}`;
  const asked = form.get("do");
  const outcome = await (() => {
    switch (asked) {
      case "reservation":
      case "earnest":
      case "balance":
        return undefined;
      case "name": {
        const said = { name: `${form.get("name")}`, identityNumber: `${form.get("number")}` };
        return proveName(platform, who!, id, said);
      }
      case "warnings": {
        const confirmed = form.getAll("warning");
        const warnings = WARNINGS.filter((warning) => confirmed.includes(warning));
        const said = { memberId, version: WARNINGS_VERSION, warnings };
        return platform.system.ask(address, "confirm_warnings", said, { by });
      }
      case "lock":
        return platform.system.ask(address, "lock", { memberId }, { by });
      case "cancel":
        return platform.system.ask(address, "cancel", { memberId }, { by });
      default:
        throw new HttpError(400, `cannot "${asked}"`);
    }
  })();
  if (outcome) {
    accepted(ofOthersIsNone(outcome) as never);
    return here;
  }
  const purpose = asked as "reservation" | "earnest" | "balance";
  return payPlace(await payForVehicle(platform, who!, id, { purpose }));
}

export default define.page<typeof handler>(({ data, state: { shop, language } }) => {
  const { id, order, why } = data;
  const text = vehicleOrdersText(language);
  if (order.status === "none" || order.car === null) return null;
  const name = Object.hasOwn(shop.models, order.car.model)
    ? order.car.model as keyof typeof shop.models
    : "lu";
  const model = shop.models[name];
  // By the template it was configured with, however the showroom has changed since.
  const opened = openConfiguration(order.car.code);
  const words = opened && new Words(opened.template, configuratorText(language));
  const nameOf = (code: string): string => words?.name(code) ?? code;
  const panel = { order, text, code: shop.code, nameOf };
  const reasons: Readonly<Record<string, string>> = text.why;
  const over = ["ready", "delivered", "registered", "cancelled"].includes(order.status);
  return (
    <div class="section stack stack--wide">
      <Head>
        <title>{`${fill(text.order, { id })} · ${shop.brand}`}</title>
      </Head>
      <div class="between">
        <div class="stack stack--tight">
          <p class="quiet figures">{fill(text.order, { id })}</p>
          <h1 class="type-2xl">{`${model.name} · ${nameOf(order.car.trim)}`}</h1>
          <p>
            <Badge tone={order.status === "cancelled" ? "plain" : "good"}>
              {text.status[order.status]}
            </Badge>
          </p>
          {order.vin && <p class="figures">{fill(text.car, { vin: order.vin })}</p>}
        </div>
        <div style="inline-size: min(28rem, 100%)">
          {opened && words
            ? <CarView template={opened.template} options={order.car.options} words={words} />
            : <Car model={name} label={fill(shop.carLabel, { name: model.name })} />}
        </div>
      </div>
      {why && (
        <Notice tone="bad" live>
          {fill(text.failed, { why: Object.hasOwn(reasons, why) ? reasons[why]! : text.why.other })}
        </Notice>
      )}
      <div class="grid">
        <div class="span-6 stack stack--wide">
          <NextSteps {...panel} />
          <OrderTimeline {...panel} />
          <Expected {...panel} />
        </div>
        <div class="span-6 stack stack--wide">
          <Money {...panel} />
          <Papers {...panel} />
          {order.status !== "cancelled" && (
            <p>
              <a href={`/my/orders/${id}/insurance`}>{insuranceText(language).link}</a>
            </p>
          )}
        </div>
      </div>
      {!over && <Cancel {...panel} />}
    </div>
  );
});
