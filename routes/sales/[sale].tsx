import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { lot } from "../../actors/sales/lot.ts";
import SaleDesk from "../../islands/SaleDesk.tsx";
import { beijing, count } from "../../lib/i18n/figures.ts";
import { fill } from "../../lib/i18n/language.ts";
import { Stage } from "../../lib/ui/cars/Stage.tsx";
import { modelNames } from "../../lib/ui/cars/shapes.ts";
import { Teaser } from "../../lib/ui/cars/Teaser.tsx";
import { define } from "../../lib/web/define.ts";
import { readHistory, readStanding } from "../api/participation.ts";
import { saleId } from "../api/schemas.ts";

export const handler = define.handlers({
  async GET({ params, state, url }) {
    const id = saleId.safeParse(params.sale);
    const { platform, who } = state;
    const sale = id.success ? await platform.boards.view(id.data) : undefined;
    if (!sale) throw new HttpError(404);
    state.over = "dark";
    const standing = who && await readStanding(platform, sale.id, who.memberId);
    const answered = standing !== undefined && standing.outcome !== "none";
    // The answer is in the journal of the whole sale: hundreds of thousands must not read it to look on.
    const asked = answered && url.searchParams.has("why")
      ? await readHistory(platform, sale.id, who!.memberId)
      : undefined;
    return page({ sale, standing, answered, asked, refused: url.searchParams.get("refused") });
  },
  async POST({ params, req, state, info }) {
    const { platform, who } = state;
    const here = `/sales/${params.sale}`;
    if (!who) return see(`/sign-in?next=${here}`);
    const form = await req.formData();
    const act = form.get("do");
    const { memberId } = who;
    const by = { id: memberId, role: who.role };
    if (act === "claim") {
      // The API's own door: limits, waiting room and all.
      const response = await platform.loopback.fetch(
        new Request(new URL(`/api${here}/claims`, req.url), {
          method: "POST",
          headers: sessionOf(req),
        }),
        info as never,
      );
      if (response.ok) return see(here);
      const { code } = await response.json();
      return see(`${here}?refused=${code}`);
    }
    if (act !== "leave" && act !== "rejoin") throw new HttpError(400, `cannot "${act}"`);
    await platform.system.ask(lot(saleId.parse(params.sale)), act, { memberId }, { by });
    return see(here);
  },
});

/** What a form leads to: reloading the page does not send it again. */
const see = (location: string): Response =>
  new Response(null, { status: 303, headers: { location } });

function sessionOf(request: Request): Headers {
  const headers = new Headers();
  for (const name of ["cookie", "origin", "host"]) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return headers;
}

export default define.page<typeof handler>(({ data, state: { shop, platform } }) => {
  const { sale, standing, answered, asked, refused } = data;
  const model = modelNames.find((name) => name === sale.model) ?? "lu";
  return (
    <>
      <Head>
        <title>{`${sale.title} · ${shop.brand}`}</title>
        <meta property="og:title" content={sale.title} />
        <meta
          property="og:description"
          content={fill(shop.sale.left, { left: String(sale.capacity - sale.allocated) })}
        />
      </Head>
      <Stage
        hour="night"
        car={
          <Teaser
            model={model}
            label={fill(shop.teaserLabel, { name: shop.models[model].name })}
          />
        }
      >
        <h1 class="type-3xl">{sale.title}</h1>
        <SaleDesk
          sale={sale}
          {...(standing ? { standing } : {})}
          now={platform.now()}
          words={{ sale: shop.sale, units: shop.units, code: shop.code }}
          {...(refused ? { refused } : {})}
        />
      </Stage>
      <div class="wrap section grid">
        {answered && !asked && (
          <section class="stack" id="why">
            <h2 class="type-xl">
              <a href="?why#why" rel="nofollow">{shop.sale.why}</a>
            </h2>
          </section>
        )}
        {asked && (
          <section class="stack" id="why">
            <h2 class="type-xl">{shop.sale.why}</h2>
            <p>
              {fill(asked.soldOut ? shop.sale.whyText : shop.sale.whyEarly, {
                n: count((asked.askedBefore ?? 0) + 1, shop.code),
                time: asked.soldOut ? beijing(asked.soldOut.at, shop.code, "moment") : "",
              })}
            </p>
          </section>
        )}
        <section class="stack">
          <h2 class="type-xl">{shop.sale.proof}</h2>
          <p>{shop.sale.proofText}</p>
          <p>
            <a href={`/api/sales/${sale.id}/journal`}>{shop.sale.proofLink}</a>
          </p>
        </section>
      </div>
    </>
  );
});
