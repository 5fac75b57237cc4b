import { HttpError, page } from "fresh";
import { vehicleOrder } from "../../../../../actors/orders/vehicle_order.ts";
import {
  BUYERS_PAPERS,
  type VehicleOrderState,
  whyNoPaper,
} from "../../../../../actors/orders/vehicle_order_state.ts";
import { wordsFor } from "../../../../../lib/console/ask_api.ts";
import { Problem } from "../../../../../lib/http/problem.ts";
import { readForm } from "../../../../../lib/http/read_form.ts";
import { see } from "../../../../../lib/http/see.ts";
import { beijing } from "../../../../../lib/i18n/figures.ts";
import { fill } from "../../../../../lib/i18n/language.ts";
import { orderPapersText } from "../../../../../lib/i18n/order_papers.ts";
import { vehicleOrdersText } from "../../../../../lib/i18n/vehicle_orders.ts";
import {
  dropPaper,
  flawOf,
  keepPaper,
  MAX_PAPER_BYTES,
  PAPER_TYPES,
} from "../../../../../lib/members/order_papers.ts";
import { type DocumentCode, documentCode, DOCUMENTS } from "../../../../../lib/orders/terms.ts";
import { Badge } from "../../../../../lib/ui/Badge.tsx";
import { Button } from "../../../../../lib/ui/Button.tsx";
import { Input } from "../../../../../lib/ui/Field.tsx";
import { List, ListRow } from "../../../../../lib/ui/ListRow.tsx";
import { Notice } from "../../../../../lib/ui/Notice.tsx";
import { define, type State } from "../../../../../lib/web/define.ts";
import { asker } from "../../../../api/context.ts";
import { OrderPartHead } from "../../../(_components)/OrderPartHead.tsx";
import { ownOrder } from "../../../(_components)/own_order.ts";

/** The file with what a form puts around it. */
const MAX_FORM_BYTES = MAX_PAPER_BYTES + 8 * 1024;

export const handler = define.handlers({
  async GET({ params, state, url }) {
    const id = params.order!;
    if (!state.who) return see(`/sign-in?next=/my/orders/${id}/papers`);
    const { searchParams: said } = url;
    const order = await ownOrder(state, id);
    return page({ id, order, why: said.get("why"), of: said.get("of"), sent: said.has("sent") });
  },
  async POST({ params, req, state }) {
    const id = params.order!;
    if (!state.who) return see(`/sign-in?next=/my/orders/${id}/papers`);
    const order = await ownOrder(state, id);
    const here = `/my/orders/${id}/papers`;
    try {
      const form = await readForm(req, MAX_FORM_BYTES);
      const code = documentCode.safeParse(form.get("code"));
      if (!code.success) throw new HttpError(400);
      const file = form.get("file");
      const bytes = new Uint8Array(file instanceof Blob ? await file.arrayBuffer() : []);
      const why = flawOf(bytes) ?? await handIn(state, { id, order, code: code.data }, bytes);
      const of = `of=${code.data}`;
      return see(why === undefined ? `${here}?sent&${of}` : `${here}?why=${why}&${of}`);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return see(`${here}?why=${error.code === "body_too_large" ? "file_large" : error.code}`);
    }
  },
});

interface About {
  readonly id: string;
  readonly order: VehicleOrderState;
  readonly code: DocumentCode;
}

/** Keeps the file, then says that it is there; whichever is no longer meant is let go of. */
async function handIn(
  { platform: { system, vault }, who }: State,
  { id, order, code }: About,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string | undefined> {
  const { memberId } = who!;
  const refused = whyNoPaper(order, code);
  if (refused) return refused;
  const paper = { vault, memberId, orderId: id, code };
  const file = await keepPaper(paper, bytes);
  const said = { memberId, code, file };
  const outcome = await system.ask(vehicleOrder(id), "hand_in", said, { by: asker(who!) });
  const before = order.files[code];
  if (outcome.ok && before && before.seal !== file.seal) await dropPaper(paper, before);
  if (!outcome.ok && before?.seal !== file.seal) await dropPaper(paper, file);
  return outcome.ok ? undefined : outcome.refusal;
}

const sizeOf = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

/** Papers that the buyer hands in, each with its file, and those that the maker sees to. */
export default define.page<typeof handler>(({ data, state: { shop, language } }) => {
  const { id, order, why, of, sent } = data;
  const text = orderPapersText(language);
  const words = vehicleOrdersText(language);
  const hints: Partial<Record<DocumentCode, string>> = text.hint;
  const early = order.status === "placed";
  const problem = why && fill(text.failed, { why: wordsFor(text.why, why) });
  return (
    <div class="section stack stack--wide">
      <OrderPartHead id={id} text={text} brand={shop.brand} language={language}>
        <p class="quiet">{early ? text.first : text.lead}</p>
        <p class="quiet small">{text.kept}</p>
      </OrderPartHead>
      {sent && <Notice tone="good" live>{text.sent}</Notice>}
      {problem && of === null && <Notice tone="bad" live>{problem}</Notice>}
      <div class="grid order-panels">
        <section class="span-6 stack stack--wide">
          <h2 class="type-lg">{text.yours}</h2>
          {BUYERS_PAPERS.map((code) => {
            const file = order.files[code];
            const open = whyNoPaper(order, code) === undefined;
            const status = order.documents[code];
            return (
              <article key={code} id={code} class="stack stack--tight paper">
                <div class="between">
                  <h3 class="type-sm">{words.document[code]}</h3>
                  <Badge tone={status === "accepted" ? "good" : "plain"}>
                    {words.documentStatus[status]}
                  </Badge>
                </div>
                <p class="small quiet">{hints[code]}</p>
                {file && (
                  <p class="small figures">
                    {fill(text.at, {
                      time: beijing(file.at, shop.code, "minute"),
                      size: sizeOf(file.bytes),
                    })} · <a href={`/my/orders/${id}/papers/${code}`}>{text.see}</a>
                  </p>
                )}
                {open && (
                  <form method="post" encType="multipart/form-data" class="stack stack--tight">
                    <input type="hidden" name="code" value={code} />
                    <Input
                      id={`file-${code}`}
                      name="file"
                      type="file"
                      accept={PAPER_TYPES.join(",")}
                      label={file ? text.again : text.file}
                      hint={text.fileHint}
                      error={of === code && problem ? problem : undefined}
                      required
                    />
                    <div>
                      <Button type="submit" size="small">{text.send}</Button>
                    </div>
                  </form>
                )}
              </article>
            );
          })}
        </section>
        <section class="from-8 stack">
          <h2 class="type-lg">{text.ours}</h2>
          <List label={text.ours}>
            {DOCUMENTS.filter((code) => !BUYERS_PAPERS.includes(code)).map((code) => (
              <ListRow
                key={code}
                title={words.document[code]}
                end={words.documentStatus[order.documents[code]]}
              />
            ))}
          </List>
        </section>
      </div>
    </div>
  );
});
