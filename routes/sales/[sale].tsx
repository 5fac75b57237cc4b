import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import SaleDesk from "../../islands/SaleDesk.tsx";
import { see } from "../../lib/http/see.ts";
import { drawText } from "../../lib/i18n/draws.ts";
import { beijing, count, yuan } from "../../lib/i18n/figures.ts";
import { guestText } from "../../lib/i18n/guests.ts";
import { identityText } from "../../lib/i18n/identity.ts";
import { fill } from "../../lib/i18n/language.ts";
import { saleTitle } from "../../lib/i18n/sale_title.ts";
import { claimBody } from "../../lib/shop_ui/claim_body.ts";
import { Stage } from "../../lib/ui/cars/Stage.tsx";
import { modelNames } from "../../lib/ui/cars/shapes.ts";
import { Teaser } from "../../lib/ui/cars/Teaser.tsx";
import { define } from "../../lib/web/define.ts";
import { toSignIn } from "../../lib/web/held_form.ts";
import type { ApiContext } from "../api/context.ts";
import { readGuest } from "../api/guests.ts";
import { readStanding } from "../api/participation.ts";
import { saleId } from "../api/schemas.ts";
import { drawOf } from "./(_components)/draw.ts";
import { DrawProof, Recompute } from "./(_components)/DrawProof.tsx";
import { ShareCard } from "./(_components)/ShareCard.tsx";

export const handler = define.handlers({
  async GET({ params, state, url }) {
    const id = saleId.safeParse(params.sale);
    const { platform, who } = state;
    const sale = id.success ? await platform.boards.view(id.data) : undefined;
    if (!sale) throw new HttpError(404);
    state.over = "dark";
    const standing = who && await readStanding(platform, sale.id, who.memberId);
    const room = who && await roomOf(platform, sale.id, who.memberId);
    const draw = sale.mode === "draw" ? await drawOf(platform, sale.id, who?.memberId) : undefined;
    // Before it opens; undefined where there is nothing to register for, or nobody to.
    const guest = who && sale.mode === "first_come" && sale.state === "scheduled"
      ? await readGuest(platform, sale.id, who.memberId)
      : undefined;
    const answered = standing !== undefined && standing.outcome !== "none";
    return page({
      sale,
      standing,
      room,
      draw,
      guest: guest === "unknown_sale" ? undefined : guest,
      answered,
      memberId: who?.memberId,
      refused: url.searchParams.get("refused"),
    });
  },
  async POST({ params, req, state, info, url }) {
    const { platform, who } = state;
    const here = `/sales/${params.sale}`;
    if (!who) return await toSignIn(state, { req, url }, here);
    const form = await req.formData();
    const act = form.get("do");
    // The API's own door: limits, waiting room and all.
    const ask = (method: string, path: string, { pass, body }: Asked = {}) =>
      platform.loopback.fetch(
        new Request(new URL(`/api${here}/${path}`, req.url), {
          method,
          headers: sessionOf(req, pass),
          ...(body ? { body: JSON.stringify(body) } : {}),
        }),
        info as never,
      );
    const person = {
      identityNumber: String(form.get("identityNumber") ?? ""),
      disputed: form.has("disputed"),
    };
    const body = claimBody(url.search, person);
    if (act === "enter" || act === "leave_room") {
      const response = await ask(act === "enter" ? "POST" : "DELETE", "queue");
      return see(response.ok ? here : `${here}?refused=${(await response.json()).code}`);
    }
    if (act === "register" || act === "withdraw") {
      const response = act === "register"
        ? await ask("POST", "registrations", { body })
        : await ask("DELETE", "registrations");
      return see(response.ok ? here : `${here}?refused=${(await response.json()).code}`);
    }
    if (act === "claim") {
      // The pass is kept for the API's paths; without script it is asked for along with the car.
      const room = await ask("GET", "queue").then((answer) => answer.json());
      const response = await ask("POST", "claims", { pass: room.pass, body });
      if (response.ok) return see(here);
      const { code } = await response.json();
      return see(`${here}?refused=${code}`);
    }
    if (act !== "leave" && act !== "rejoin") throw new HttpError(400, `cannot "${act}"`);
    const response = await ask(act === "leave" ? "DELETE" : "POST", "line");
    if (response.ok) return see(here);
    // Whatever else is so already needs no word: the page shows it.
    const { code } = await response.json();
    return see(code === "identity_taken" ? `${here}?refused=${code}` : here);
  },
});

interface Asked {
  readonly pass?: string;
  readonly body?: object;
}

/** The member's place in the sale's waiting room. Whoever looks is there. */
async function roomOf({ rooms, now }: ApiContext, saleId: string, memberId: string) {
  const board = await rooms.board(saleId);
  if (!board) return undefined;
  if (board.standing(memberId, now())) board.presence.heard(memberId, now());
  return board.view(memberId, now());
}

function sessionOf(request: Request, pass?: string): Headers {
  const headers = new Headers({ "content-type": "application/json" });
  if (pass !== undefined) headers.set("admission-pass", pass);
  for (const name of ["cookie", "origin", "host"]) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return headers;
}

export default define.page<typeof handler>(({ data, state: { shop, platform }, url }) => {
  const { sale, standing, room, draw, guest, answered, memberId, refused } = data;
  const model = modelNames.find((name) => name === sale.model) ?? "lu";
  const title = saleTitle(sale, shop.code);
  const said = fill(sale.mode === "draw" ? shop.sale.drawn : shop.sale.cars, {
    cars: count(sale.capacity, shop.code),
    deposit: yuan(sale.depositFen, shop.code),
  });
  const opens = beijing(sale.opensAt, shop.code, "moment");
  return (
    <>
      <Head>
        <title>{`${title.text} · ${shop.brand}`}</title>
        <ShareCard
          brand={shop.brand}
          title={title.text}
          text={`${said} · ${fill(shop.sale.shareOpens, { time: opens })}`}
          url={url}
          model={model}
          alt={fill(shop.teaserLabel, { name: shop.models[model].name })}
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
        <h1 class="type-3xl" lang={title.lang}>{title.text}</h1>
        <SaleDesk
          sale={sale}
          {...(standing ? { standing } : {})}
          {...(room ? { room } : {})}
          {...(draw ? { draw: { shown: draw.shown, text: drawText(shop.code).desk } } : {})}
          {...(guest
            ? { guest: { registered: guest !== "not_registered", text: guestText(shop.code) } }
            : {})}
          {...(sale.identity === "none" ? {} : { identity: identityText(shop.code) })}
          now={platform.now()}
          words={{ sale: shop.sale, room: shop.room, units: shop.units, code: shop.code }}
          {...(refused ? { refused } : {})}
        />
      </Stage>
      <div class="wrap section proof-parts">
        {draw && (
          <DrawProof
            saleId={sale.id}
            draw={draw}
            origin={url.origin}
            memberId={draw.shown.own ? memberId : undefined}
            code={shop.code}
          />
        )}
        <section class="stack proof" id="journal">
          <h2 class="type-xl">{shop.sale.proof}</h2>
          <p>{shop.sale.proofText}</p>
          <Recompute
            command={`deno task verify ${url.origin}/api/sales/${sale.id}/journal`}
            memberId={answered ? memberId : undefined}
            text={{
              self: shop.sale.proofSelf,
              selfText: shop.sale.proofSelfText,
              mine: shop.sale.proofMine,
            }}
          />
          <p class="cluster">
            <a href={`/api/sales/${sale.id}/journal`}>{shop.sale.proofLink}</a>
            {room && (
              <a href={`/api/sales/${sale.id}/waiting-room/journal`}>{shop.sale.proofRoom}</a>
            )}
          </p>
        </section>
      </div>
    </>
  );
});
