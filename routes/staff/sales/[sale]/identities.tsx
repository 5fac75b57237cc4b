import { HttpError, page } from "fresh";
import { askApi, wordsFor } from "../../../../lib/console/ask_api.ts";
import { see } from "../../../../lib/http/see.ts";
import { saleTitle } from "../../../../lib/i18n/sale_title.ts";
import { type StaffIdentityText, staffIdentityText } from "../../../../lib/i18n/staff_identity.ts";
import { shortId } from "../../../../lib/ids/short_id.ts";
import type { SaleView } from "../../../../lib/live/protocol.ts";
import { Button } from "../../../../lib/ui/Button.tsx";
import { Input } from "../../../../lib/ui/Field.tsx";
import { Notice } from "../../../../lib/ui/Notice.tsx";
import { define } from "../../../../lib/web/define.ts";
import type { Bearer } from "../../../api/identities.ts";
import { saleId } from "../../../api/schemas.ts";
import { IfAllowed } from "../../(_components)/Allowed.tsx";
import { ConsolePage } from "../../(_components)/ConsolePage.tsx";

interface Shown {
  readonly sale: SaleView;
  readonly disputes: readonly { readonly members: readonly Bearer[] }[];
  /** Who gave the number that was looked for. */
  readonly found?: readonly Bearer[];
  readonly done?: boolean;
  readonly refused?: string | null;
}

type Asking = Parameters<typeof askApi>[0] & { readonly params: Record<string, string> };

async function readShown(ctx: Asking): Promise<Shown> {
  const id = saleId.safeParse(ctx.params.sale);
  const sale = id.success ? await ctx.state.platform.boards.view(id.data) : undefined;
  if (!sale) throw new HttpError(404);
  const path = `/api/sales/${sale.id}/identities/disputed`;
  const { ok, body } = await askApi<Pick<Shown, "disputes">>(ctx, "GET", path);
  return { sale, disputes: ok ? body.disputes : [] };
}

export const handler = define.handlers({
  async GET(ctx) {
    const { searchParams } = ctx.url;
    return page<Shown>({
      ...await readShown(ctx),
      done: searchParams.has("done"),
      refused: searchParams.get("refused"),
    });
  },
  async POST(ctx) {
    const shown = await readShown(ctx);
    const form = await ctx.req.formData();
    const said = (name: string) => String(form.get(name) ?? "").trim();
    const path = `/api/sales/${shown.sale.id}/identities`;
    if (form.get("do") === "look") {
      // Answered at once: a number has no place in an address.
      const identityNumber = said("identityNumber");
      const { ok, code, body } = await askApi<{ members: Bearer[] }>(ctx, "POST", `${path}/look`, {
        identityNumber,
      });
      return page<Shown>({ ...shown, ...(ok ? { found: body.members } : { refused: code }) });
    }
    if (form.get("do") !== "free") throw new HttpError(400, `cannot "${form.get("do")}"`);
    const freed = { memberId: said("member"), reason: said("reason") };
    const { ok, code } = await askApi(ctx, "POST", `${path}/free`, freed);
    const here = `/staff/sales/${shown.sale.id}/identities`;
    return see(ok ? `${here}?done` : `${here}?refused=${code}`);
  },
});

export default define.page<typeof handler>(({ data, state: { staff }, url }) => {
  const { sale, disputes, found, done, refused } = data;
  const text = staffIdentityText(staff.code);
  return (
    <ConsolePage
      staff={staff}
      section="sales"
      title={`${text.title} · ${saleTitle(sale, staff.code).text}`}
      url={url}
    >
      {done && <Notice tone="good" live>{text.done}</Notice>}
      {refused && <Notice tone="bad" live>{wordsFor(text.refused, refused)}</Notice>}
      {sale.identity === "none" && <Notice>{text.notAsked}</Notice>}
      <p class="quiet">{text.intro}</p>
      <IfAllowed to="sales.run">
        <form method="post" class="console-form">
          <input type="hidden" name="do" value="look" />
          <Input
            id="identity-number"
            name="identityNumber"
            label={text.number}
            hint={text.numberHint}
            maxLength={30}
            autocomplete="off"
            required
          />
          <div class="cluster">
            <Button type="submit">{text.look}</Button>
          </div>
        </form>
      </IfAllowed>
      {found && (
        <section class="console-section" role="status">
          <h2 class="console-title">{text.found}</h2>
          {found.length === 0
            ? <p>{text.nobody}</p>
            : <Bearers id="found" members={found} text={text} />}
        </section>
      )}
      <section class="console-section">
        <h2 class="console-title">{text.disputes}</h2>
        {disputes.length === 0 && <p class="quiet">{text.noDispute}</p>}
        {disputes.map(({ members }) => (
          <Bearers id="disputed" key={members[0]?.memberId} members={members} text={text} />
        ))}
      </section>
    </ConsolePage>
  );
});

interface BearersProps {
  readonly id: string;
  readonly members: readonly Bearer[];
  readonly text: StaffIdentityText;
}

/** Who gave a number, each with the form that frees it. */
function Bearers({ id, members, text }: BearersProps) {
  return (
    <ul class="identity-bearers">
      {members.map(({ memberId, outcome, orderId }) => (
        <li key={memberId}>
          <dl class="console-facts">
            <div>
              <dt>{text.member}</dt>
              <dd title={memberId}>{shortId(memberId)}</dd>
            </div>
            <div>
              <dt>{text.has}</dt>
              <dd>{text.outcomes[outcome]}</dd>
            </div>
            {orderId && (
              <div>
                <dt>{text.order}</dt>
                <dd>
                  <a href={`/staff/orders/${orderId}`}>{orderId}</a>
                </dd>
              </div>
            )}
          </dl>
          <IfAllowed to="sales.run">
            <form method="post" class="console-form">
              <input type="hidden" name="do" value="free" />
              <input type="hidden" name="member" value={memberId} />
              <Input
                id={`${id}-${memberId}`}
                name="reason"
                label={text.reason}
                hint={text.reasonHint}
                maxLength={200}
                required
              />
              <div class="cluster">
                <Button size="small" type="submit">{text.free}</Button>
              </div>
            </form>
          </IfAllowed>
        </li>
      ))}
    </ul>
  );
}
