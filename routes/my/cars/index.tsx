import { page } from "fresh";
import { Head } from "fresh/runtime";
import { parsePlate } from "../../../lib/garage/plate.ts";
import { parseVin } from "../../../lib/garage/vin.ts";
import { see } from "../../../lib/http/see.ts";
import { type CarView, loadCars } from "../../../lib/members/hub.ts";
import { addCar } from "../../../lib/members/cars.ts";
import { startOfBeijingDay } from "../../../lib/time/beijing.ts";
import { Button } from "../../../lib/ui/Button.tsx";
import { Input, Select } from "../../../lib/ui/Field.tsx";
import { define, type State } from "../../../lib/web/define.ts";
import { type Looks, looksOf } from "../(_components)/car_look.ts";
import { CarStrip } from "../(_components)/CarStrip.tsx";
import { newId, textOf } from "../(_components)/forms.ts";

const MODELS = ["lu", "ting", "xiu", "fan"] as const;

interface Asked {
  readonly cars: readonly CarView[];
  readonly looks: Looks;
  readonly now: number;
  readonly given: Readonly<Record<"vin" | "plate" | "model" | "delivered", string>>;
  readonly wrong?: "vin" | "taken" | "plate" | "delivered";
}

const NOTHING = { vin: "", plate: "", model: "lu", delivered: "" };

export const handler = define.handlers({
  async GET({ state }) {
    return page<Asked>({ ...await ownCars(state), given: NOTHING });
  },
  async POST({ req, state }) {
    const { platform, who } = state;
    const form = await req.formData();
    const given = {
      vin: textOf(form, "vin"),
      plate: textOf(form, "plate"),
      model: textOf(form, "model"),
      delivered: textOf(form, "delivered"),
    };
    const { memberId } = who!;
    const again = async (wrong: NonNullable<Asked["wrong"]>) =>
      page<Asked>({ ...await ownCars(state), given, wrong }, { status: 400 });
    const vin = parseVin(given.vin);
    if (!vin) return await again("vin");
    const plate = given.plate === "" ? null : parsePlate(given.plate);
    if (plate === undefined) return await again("plate");
    const deliveredAt = startOfBeijingDay(given.delivered);
    if (deliveredAt === undefined || deliveredAt > platform.now()) return await again("delivered");
    const model = MODELS.find((one) => one === given.model) ?? "lu";
    const carId = newId();
    const refused = await addCar(platform, memberId, {
      carId,
      vin,
      plate: plate?.text ?? null,
      model,
      deliveredAt,
    });
    return refused ? await again("taken") : see("/my/cars");
  },
});

async function ownCars(state: State): Promise<Pick<Asked, "cars" | "looks" | "now">> {
  const { platform, who } = state;
  const cars = await loadCars(platform, who!.memberId);
  return { cars, looks: await looksOf(state, cars), now: platform.now() };
}

export default define.page<typeof handler>(({ data, state: { my, shop } }) => {
  const { cars, looks, now, given, wrong } = data;
  const text = my.cars;
  const error = (field: Asked["wrong"], words: string) => wrong === field ? { error: words } : {};
  return (
    <div class="my-page">
      <Head>
        <title>{`${text.title} · ${shop.brand}`}</title>
      </Head>
      <h1 class="type-2xl">{text.title}</h1>
      {cars.length > 0 && (
        <div class="my-cars">
          {cars.map((car) => (
            <CarStrip key={car.facts.carId} car={car} looks={looks} now={now} my={my} shop={shop} />
          ))}
        </div>
      )}
      {cars.length === 0 && <p class="lead quiet">{text.none_text}</p>}
      <form method="post" class="my-form" id="add">
        <h2 class="type-xl">{text.add}</h2>
        <Input
          id="vin"
          name="vin"
          required
          maxLength={24}
          autoComplete="off"
          spellcheck={false}
          label={text.vin}
          hint={text.vin_hint}
          value={given.vin}
          {...error("vin", text.vin_wrong)}
          {...error("taken", text.vin_taken)}
        />
        <div class="my-form__pair">
          <Input
            id="plate"
            name="plate"
            maxLength={12}
            autoComplete="off"
            label={text.plate}
            optional={text.optional}
            value={given.plate}
            {...error("plate", text.plate_wrong)}
          />
          <Select
            id="model"
            name="model"
            label={text.model}
            value={given.model}
            options={MODELS.map((value) => ({ value, label: shop.models[value].name }))}
          />
          <Input
            id="delivered"
            name="delivered"
            type="date"
            required
            label={text.delivered}
            value={given.delivered}
            {...error("delivered", text.delivered_wrong)}
          />
        </div>
        <div>
          <Button kind="signal" type="submit">{text.add}</Button>
        </div>
      </form>
    </div>
  );
});
