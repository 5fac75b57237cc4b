import { HttpError, page } from "fresh";
import { order } from "../../../actors/sales/order.ts";
import { type Happened, historyOf } from "../../../lib/console/history.ts";
import { stamp } from "../../../lib/console/times.ts";
import { yuan } from "../../../lib/i18n/figures.ts";
import { fill } from "../../../lib/i18n/language.ts";
import { saleTitle } from "../../../lib/i18n/sale_title.ts";
import type { StaffText } from "../../../lib/i18n/staff.ts";
import { shortId } from "../../../lib/ids/short_id.ts";
import type { OrderRow } from "../../../lib/read_models/orders.ts";
import { Badge } from "../../../lib/ui/Badge.tsx";
import { type Step, Timeline } from "../../../lib/ui/Timeline.tsx";
import { define } from "../../../lib/web/define.ts";
import { orderId } from "../../api/schemas.ts";
import { IfAllowed, PlaceLink } from "../(_components)/Allowed.tsx";
import { ConsolePage } from "../(_components)/ConsolePage.tsx";
import { toneOf } from "../(_components)/tones.ts";

export const handler = define.handlers({
  async GET({ params, state: { platform } }) {
    const id = orderId.safeParse(params.order);
    if (!id.success) throw new HttpError(404);
    const address = order(id.data);
    const state = await platform.system.view(address, (state) => ({ ...state }));
    if (state.status === "none") throw new HttpError(404);
    const placed: OrderRow = { ...state, id: id.data };
    const sale = await platform.boards.view(placed.saleId);
    return page({ placed, sale, history: await historyOf(platform, address) });
  },
});

/** Events after which nothing good comes of themselves. */
const FAILED: ReadonlySet<string> = new Set(["payment_dropped", "given_back", "refund_due"]);

function stepsOf(history: readonly Happened[], { orders: text, code }: StaffText): Step[] {
  return history.map(({ seq, at, name, what }, index) => {
    const title = Object.hasOwn(text.events, name)
      ? text.events[name as keyof typeof text.events]
      : name;
    const details = [
      name === "refund_due" && text.refunds[what.reason as keyof typeof text.refunds],
      typeof what.number === "number" && fill(text.car, { number: String(what.number) }),
      typeof what.amountFen === "number" && yuan(what.amountFen, code),
      typeof what.provider === "string" && what.provider,
    ].filter((one) => typeof one === "string");
    return {
      key: `${seq}-${index}`,
      title,
      state: FAILED.has(name) ? "failed" : "done",
      stateWord: text.done,
      time: stamp(at),
      ...(details.length > 0 ? { detail: details.join(" · ") } : {}),
    };
  });
}

/** One order: what it is now, and its journal as its history. */
export default define.page<typeof handler>(({ data, state: { staff }, url }) => {
  const { placed, sale, history } = data;
  const text = staff.orders;
  const title = sale ? saleTitle(sale, staff.code).text : placed.saleId;
  return (
    <ConsolePage
      staff={staff}
      section="orders"
      title={placed.id}
      heading={
        <>
          {fill(text.car, { number: String(placed.number) })}{" "}
          <small class="console-id">{placed.id}</small>
        </>
      }
      url={url}
    >
      <div class="console-columns">
        <div>
          <h2 class="console-title">{text.history}</h2>
          <Timeline label={text.history} steps={stepsOf(history, staff)} />
        </div>
        <div>
          <h2 class="console-title">{text.now}</h2>
          <dl class="console-facts">
            <div>
              <dt>{text.state}</dt>
              <dd>
                <Badge tone={toneOf(placed.status)}>{text.states[placed.status]}</Badge>
              </dd>
            </div>
            <div>
              <dt>{text.sale}</dt>
              <dd>
                <a href={`/staff/sales/${placed.saleId}`}>{title}</a>
              </dd>
            </div>
            <div>
              <dt>{text.deposit}</dt>
              <dd class="figures">{yuan(placed.depositFen ?? 0, staff.code)}</dd>
            </div>
            <div>
              <dt>{text.placed}</dt>
              <dd class="figures">{stamp(placed.placedAt)}</dd>
            </div>
            {placed.paymentId !== null && (
              <div>
                <dt>{text.payment}</dt>
                <dd>
                  <PlaceLink
                    class="console-person"
                    href={`/staff/actors/payment/${placed.paymentId}`}
                  >
                    {shortId(placed.paymentId)}
                  </PlaceLink>
                </dd>
              </div>
            )}
            <div>
              <dt>{text.member}</dt>
              <dd>
                <PlaceLink class="console-person" href={`/staff/leads?lead=${placed.memberId}`}>
                  {shortId(placed.memberId)}
                </PlaceLink>
              </dd>
            </div>
          </dl>
          <ul class="console-links">
            <IfAllowed to="leads.see">
              <li>
                <a href={`/staff/leads?lead=${placed.memberId}`}>{text.lead}</a>
              </li>
            </IfAllowed>
            <IfAllowed to="machinery.see">
              <li>
                <a href={`/staff/actors/order/${placed.id}`}>{text.inspect}</a>
              </li>
            </IfAllowed>
          </ul>
        </div>
      </div>
    </ConsolePage>
  );
});
