import { HttpError, page } from "fresh";
import { askApi, wordsFor } from "../../../../lib/console/ask_api.ts";
import { type Act, isAct, steer } from "../../../../lib/console/steer.ts";
import { stamp, toInput } from "../../../../lib/console/times.ts";
import SaleDashboard from "../../../../islands/staff/SaleDashboard.tsx";
import SaleSteering from "../../../../islands/staff/SaleSteering.tsx";
import { see } from "../../../../lib/http/see.ts";
import { count, yuan } from "../../../../lib/i18n/figures.ts";
import { rehearsalText } from "../../../../lib/i18n/rehearsals.ts";
import { guestList } from "../../../../actors/sales/guest_list.ts";
import { guestsLabel } from "../../../../lib/i18n/guests.ts";
import { fill } from "../../../../lib/i18n/language.ts";
import { saleTitle } from "../../../../lib/i18n/sale_title.ts";
import { staffIdentityText } from "../../../../lib/i18n/staff_identity.ts";
import type { SaleRow } from "../../../../lib/read_models/sales.ts";
import { saleRows } from "../../../../lib/read_models/sales.ts";
import { ButtonLink } from "../../../../lib/ui/Button.tsx";
import { Notice } from "../../../../lib/ui/Notice.tsx";
import { define } from "../../../../lib/web/define.ts";
import { saleId } from "../../../api/schemas.ts";
import { IfAllowed } from "../../(_components)/Allowed.tsx";
import { ConsolePage } from "../../(_components)/ConsolePage.tsx";

interface Reconciled {
  readonly participants: number;
  readonly leads: number;
  readonly pendingMail: number;
  readonly reconciled: boolean;
}

export const handler = define.handlers({
  async GET(ctx) {
    const { params, state: { platform }, url } = ctx;
    const id = saleId.safeParse(params.sale);
    const figures = id.success ? await platform.figures.read(id.data) : undefined;
    const row = id.success && await platform.system.rows(saleRows).get<SaleRow>([id.data]);
    if (!figures || !row || row.status === "draft") throw new HttpError(404);
    const asked = (name: string): Act | undefined => {
      const act = url.searchParams.get(name);
      return isAct(act) ? act : undefined;
    };
    const reconciled = url.searchParams.has("reconcile")
      ? await askApi<Reconciled>(ctx, "GET", `/api/sales/${params.sale}/reconciliation`)
      : undefined;
    const guests = await platform.system.view(
      guestList(params.sale!),
      ({ status, numbers }) => status === "none" ? undefined : numbers.size,
    );
    return page({
      figures,
      plan: row.plan,
      guests,
      confirm: asked("confirm"),
      done: asked("done"),
      refused: url.searchParams.get("refused"),
      reconciled: reconciled?.ok ? reconciled.body : undefined,
    });
  },
  async POST(ctx) {
    const { params, req } = ctx;
    const id = saleId.safeParse(params.sale);
    if (!id.success) throw new HttpError(404);
    const form = await req.formData();
    const act = form.get("do");
    if (!isAct(act)) throw new HttpError(400, `cannot "${act}"`);
    const code = await steer(ctx, id.data, act, form);
    if (req.headers.get("accept") === "application/json") {
      return Response.json({ ok: code === undefined, code });
    }
    const here = `/staff/sales/${id.data}`;
    return see(code === undefined ? `${here}?done=${act}` : `${here}?refused=${code}`);
  },
});

export default define.page<typeof handler>(({ data, state: { staff }, url }) => {
  const { figures, plan, guests, confirm, done, refused, reconciled } = data;
  const { sale } = figures;
  const text = staff.sale;
  const identity = staffIdentityText(staff.code);
  const minutes = (ms: number) =>
    fill(text.planRows.minutes, { n: String(Math.round(ms / 60_000)) });
  const words = { sale: text, code: staff.code, states: staff.states };
  return (
    <ConsolePage
      staff={staff}
      section="sales"
      title={saleTitle(sale, staff.code).text}
      url={url}
      actions={
        <IfAllowed to="sales.run">
          <SaleSteering
            sale={sale}
            room={figures.room}
            words={words}
            values={{
              opens: stamp(plan.opensAt),
              closesAt: plan.closesAt === null ? "" : toInput(plan.closesAt),
              hold: Math.round(plan.holdMs / 60_000),
              offer: Math.round(plan.offerMs / 60_000),
            }}
            {...(confirm ? { confirm } : {})}
          />
        </IfAllowed>
      }
    >
      {done && <Notice tone="good" live>{text.done[done]}</Notice>}
      {refused && <Notice tone="bad" live>{wordsFor(text.refused, refused)}</Notice>}
      <SaleDashboard figures={figures} words={words} />
      <section class="console-section console-columns">
        <div>
          <h2 class="console-title">{text.plan}</h2>
          <dl class="console-facts">
            <div>
              <dt>{text.planRows.opens}</dt>
              <dd class="figures">{stamp(plan.opensAt)}</dd>
            </div>
            <div>
              <dt>{text.planRows.closes}</dt>
              <dd class="figures">
                {plan.closesAt === null ? text.planRows.byStaff : stamp(plan.closesAt)}
              </dd>
            </div>
            <div>
              <dt>{text.planRows.hold}</dt>
              <dd class="figures">{minutes(plan.holdMs)}</dd>
            </div>
            <div>
              <dt>{text.planRows.offer}</dt>
              <dd class="figures">{minutes(plan.offerMs)}</dd>
            </div>
            <div>
              <dt>{text.planRows.deposit}</dt>
              <dd class="figures">{yuan(plan.depositFen, staff.code)}</dd>
            </div>
            <div>
              <dt>{text.planRows.mode}</dt>
              <dd>{plan.mode === "draw" ? staff.create.draw : staff.create.first}</dd>
            </div>
            {guests !== undefined && (
              <div>
                <dt>{guestsLabel(staff.code)}</dt>
                <dd class="figures">{count(guests, staff.code)}</dd>
              </div>
            )}
            <div>
              <dt>{identity.asked}</dt>
              <dd>{identity.ask[plan.identity ?? "none"].label}</dd>
            </div>
          </dl>
        </div>
        <div>
          <h2 class="console-title" id="reconcile">{text.reconcile.title}</h2>
          {reconciled && (
            <p class={reconciled.reconciled ? "console-good" : "console-warn"} role="status">
              {fill(reconciled.reconciled ? text.reconcile.good : text.reconcile.bad, {
                participants: count(reconciled.participants, staff.code),
                leads: count(reconciled.leads, staff.code),
                pending: count(reconciled.pendingMail, staff.code),
              })}
            </p>
          )}
          <p>
            <ButtonLink size="small" href={`/staff/sales/${sale.id}?reconcile#reconcile`}>
              {text.reconcile.ask}
            </ButtonLink>
          </p>
          <ul class="console-links">
            <li>
              <a href={`/staff/rehearsals?sale=${sale.id}`}>{rehearsalText(staff.code).link}</a>
            </li>
            <IfAllowed to="leads.see">
              <li>
                <a href={`/staff/leads?sale=${sale.id}`}>{text.leads}</a>
              </li>
            </IfAllowed>
            <li>
              <a href={`/staff/orders?sale=${sale.id}`}>{text.orders}</a>
            </li>
            {plan.identity && plan.identity !== "none" && (
              <li>
                <a href={`/staff/sales/${sale.id}/identities`}>{identity.link}</a>
              </li>
            )}
            <li>
              <a href={`/api/sales/${sale.id}/participants.csv`} download>{text.participants}</a>
            </li>
            <li>
              <a href={`/sales/${sale.id}`}>{text.shopPage}</a>
            </li>
            <li>
              <a href={`/api/sales/${sale.id}/journal`}>{text.journal}</a>
            </li>
          </ul>
        </div>
      </section>
    </ConsolePage>
  );
});
