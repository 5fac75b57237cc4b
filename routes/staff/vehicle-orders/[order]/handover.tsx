import { HttpError, page } from "fresh";
import SignaturePad from "../../../../islands/SignaturePad.tsx";
import { wordsFor } from "../../../../lib/console/ask_api.ts";
import { atDealer } from "../../../../lib/console/at_dealer.ts";
import { actOnOrder } from "../../../../lib/console/order_acts.ts";
import { readOrderDesk } from "../../../../lib/console/order_desk.ts";
import { see } from "../../../../lib/http/see.ts";
import { handoverProtocolText } from "../../../../lib/i18n/handover_protocol.ts";
import { orderDeskText } from "../../../../lib/i18n/order_desk.ts";
import { wayText } from "../../../../lib/i18n/way.ts";
import { shortId } from "../../../../lib/ids/short_id.ts";
import { HANDED } from "../../../../lib/orders/handover_protocol.ts";
import { CHECKLIST } from "../../../../lib/orders/way.ts";
import { Button } from "../../../../lib/ui/Button.tsx";
import { Checkbox, Input, TextArea } from "../../../../lib/ui/Field.tsx";
import { Notice } from "../../../../lib/ui/Notice.tsx";
import { define, type State } from "../../../../lib/web/define.ts";
import { orderId } from "../../../api/schemas.ts";
import { ConsolePage } from "../../(_components)/ConsolePage.tsx";

async function deskOf(state: State, id: string | undefined) {
  const parsed = orderId.safeParse(id);
  const desk = parsed.success ? await readOrderDesk(state.platform, parsed.data) : undefined;
  if (!desk?.car) throw new HttpError(404);
  atDealer(state, "deliveries.work", desk.car?.appointment?.dealerId);
  return desk;
}

export const handler = define.handlers({
  async GET({ params, state }) {
    const desk = await deskOf(state, params.order);
    if (desk.car?.signature) return see(`/staff/vehicle-orders/${desk.id}`);
    return page({ desk, code: undefined, said: new FormData() });
  },
  async POST(ctx) {
    const desk = await deskOf(ctx.state, ctx.params.order);
    const said = await ctx.req.formData();
    const code = await actOnOrder(ctx, desk, "handover", said);
    if (code === undefined) return see(`/staff/vehicle-orders/${desk.id}`);
    return page({ desk, code, said }, { status: 422 });
  },
});

interface PointsProps<Point extends string> {
  readonly name: string;
  readonly title: string;
  readonly points: readonly Point[];
  readonly words: Readonly<Record<Point, string>>;
  /** Those that were ticked in a form that came back. */
  readonly ticked: readonly FormDataEntryValue[];
}

/** Points that are ticked one by one. */
function Points<Point extends string>(
  { name, title, points, words, ticked }: PointsProps<Point>,
) {
  return (
    <fieldset class="stack stack--tight">
      <legend class="console-title">{title}</legend>
      {points.map((point) => (
        <Checkbox
          key={point}
          id={`${name}-${point}`}
          name={name}
          value={point}
          label={words[point]}
          checked={ticked.includes(point)}
        />
      ))}
    </fieldset>
  );
}

/** The handover on the dealer's tablet: point by point, then the buyer signs. */
export default define.page<typeof handler>(({ data, state: { staff, language }, url }) => {
  const { desk, code, said } = data;
  const field = (name: string) => `${said.get(name) ?? ""}`;
  const words = orderDeskText(language);
  const way = wayText(language);
  const protocol = handoverProtocolText(language);
  return (
    <ConsolePage
      staff={staff}
      section="vehicles"
      title={way.handover}
      heading={
        <>
          {way.handover} <small class="console-id">{shortId(desk.id)}</small>
        </>
      }
      url={url}
    >
      <form method="post" class="stack desk-handover">
        {code && <Notice tone="bad" live>{wordsFor(words.errors, code)}</Notice>}
        <p class="figures">{`VIN ${desk.vin ?? desk.order.vin}`}</p>
        <p>
          <a href={`/staff/vehicle-orders/${desk.id}/protocol`}>{protocol.printLink}</a>
        </p>
        <Points
          name="check"
          title={way.checklist}
          points={CHECKLIST}
          words={way.check}
          ticked={said.getAll("check")}
        />
        <Points
          name="handed"
          title={protocol.handed}
          points={HANDED}
          words={protocol.handedOne}
          ticked={said.getAll("handed")}
        />
        <Input
          id="mileage"
          name="mileage"
          label={protocol.mileageField}
          optional={protocol.optional}
          inputMode="numeric"
          maxLength={4}
          value={field("mileage")}
        />
        <TextArea
          id="remarks"
          name="remarks"
          label={protocol.remarksField}
          optional={protocol.optional}
          rows={3}
          maxLength={500}
          value={field("remarks")}
        />
        <h2 class="console-title">{way.sign}</h2>
        <p class="quiet">{way.signHint}</p>
        <SignaturePad name="strokes" label={way.sign} clear={way.signClear} />
        <Input id="name" name="name" label={way.signName} value={field("name")} maxLength={60} />
        <Button type="submit" kind="signal">{way.signDo}</Button>
      </form>
    </ConsolePage>
  );
});
