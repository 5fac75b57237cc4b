import { page } from "fresh";
import { Head } from "fresh/runtime";
import { coupons } from "../../actors/members/coupons.ts";
import { points } from "../../actors/members/points.ts";
import { shopItem } from "../../actors/members/shop_item.ts";
import { wordsFor } from "../../lib/console/ask_api.ts";
import { Problem } from "../../lib/http/problem.ts";
import { see } from "../../lib/http/see.ts";
import { beijing, count, yuan } from "../../lib/i18n/figures.ts";
import { fill } from "../../lib/i18n/language.ts";
import { periodsOf } from "../../lib/loyalty/days.ts";
import type { Programme } from "../../lib/loyalty/programme.ts";
import { loadPoints, type PointsView } from "../../lib/members/hub.ts";
import { programmeInForce } from "../../lib/members/programme.ts";
import type { PointsEntryRow } from "../../lib/read_models/points.ts";
import { Button } from "../../lib/ui/Button.tsx";
import { Notice } from "../../lib/ui/Notice.tsx";
import { define, type State } from "../../lib/web/define.ts";
import { acceptRules, checkIn, exchange, ledgerPage } from "../api/points_desk.ts";
import { MyPart } from "./(_components)/MyPart.tsx";
import { newId, textOf } from "./(_components)/forms.ts";
import { LedgerTable } from "./(_components)/LedgerTable.tsx";
import { ShopList } from "./(_components)/ShopList.tsx";
import { TierLine, tierName } from "./(_components)/TierLine.tsx";
import { lastDayOf } from "./(_components)/times.ts";

const HERE = "/my/points";
const A_PAGE = 30;
const DONE = ["check_in", "exchange", "accept"] as const;

interface PointsPage {
  readonly view: PointsView;
  readonly programme: Programme;
  readonly entries: readonly PointsEntryRow[];
  readonly older: number | null;
  /** Whether newer entries than these were asked past. */
  readonly pastNewest: boolean;
  readonly checkedIn: boolean;
  readonly exchanged: ReadonlyMap<string, number>;
  readonly taken: ReadonlyMap<string, number>;
  readonly done: (typeof DONE)[number] | null;
  /** Why what was asked for was refused. */
  readonly failed: string | null;
}

export const handler = define.handlers({
  async GET({ state, url }) {
    return page(await load(state, url));
  },
  async POST({ req, state }) {
    const form = await req.formData();
    const act = textOf(form, "do");
    try {
      await carryOut(state, act, form);
      return see(`${HERE}?done=${act}`);
    } catch (error) {
      if (error instanceof Problem) return see(`${HERE}?failed=${error.code}`);
      throw error;
    }
  },
});

async function carryOut({ platform, who }: State, act: string, form: FormData): Promise<unknown> {
  switch (act) {
    case "check_in":
      return await checkIn(platform, who!);
    case "accept":
      return await acceptRules(platform, who!, Number(form.get("version")));
    case "exchange": {
      const [item, key] = [textOf(form, "item"), textOf(form, "id")];
      if (key.length < 16) throw new Problem("invalid_request");
      return await exchange(platform, who!, { item, key });
    }
    default:
      throw new Problem("invalid_request");
  }
}

async function load({ platform, who }: State, url: URL): Promise<PointsPage> {
  const { system, now } = platform;
  const { memberId } = who!;
  const programme = await programmeInForce(system, now());
  const before = Math.trunc(Number(url.searchParams.get("before"))) || undefined;
  const { entries, older } = await ledgerPage(platform, memberId, { before, limit: A_PAGE });
  const { day } = periodsOf(now());
  const counted = await system.view(points(memberId), ({ counted }) => new Map(counted));
  const limited = programme.shop.filter(({ stock }) => stock !== null);
  const taken = await Promise.all(
    limited.map(async ({ id }) =>
      [id, await system.view(shopItem(id), ({ taken }) => taken)] as const
    ),
  );
  const done = DONE.find((one) => one === url.searchParams.get("done")) ?? null;
  return {
    view: await loadPoints(platform, memberId),
    programme,
    entries,
    older,
    pastNewest: before !== undefined,
    checkedIn: [...counted.keys()].includes(`check_in|${day}`),
    exchanged: await system.view(coupons(memberId), ({ exchanged }) => new Map(exchanged)),
    taken: new Map(taken),
    done,
    failed: url.searchParams.get("failed"),
  };
}

export default define.page<typeof handler>(({ data, state: { my, shop } }) => {
  const { view, programme, entries, older, pastNewest, checkedIn, done, failed } = data;
  const { code } = shop;
  const text = my.points;
  const checkIn = programme.rules.find(({ behaviour }) => behaviour === "check_in");
  const accepted = view.accepted >= view.version;
  return (
    <div class="my-page">
      <Head>
        <title>{`${text.title} · ${shop.brand}`}</title>
      </Head>
      {done && <Notice tone="good" live>{text.done[done]}</Notice>}
      {failed !== null && <Notice tone="bad" live>{wordsFor(text.failed, failed)}</Notice>}
      <header class="points-head">
        <div>
          <h1 class="my-part__title">{text.available}</h1>
          <p class="my-figure my-figure--large figures">{count(view.available, code)}</p>
          <p class="quiet">
            {fill(text.worth, { money: yuan(view.worthFen, code) })}
            {view.pending > 0 &&
              ` · ${fill(text.pending, { points: count(view.pending, code) })}`}
          </p>
          {view.debt > 0 && (
            <p class="my-bad">{fill(text.debt, { points: count(view.debt, code) })}</p>
          )}
          {view.soon && (
            <p class="my-warn">
              {fill(text.ends, {
                points: count(view.soon.points, code),
                day: lastDayOf(view.soon.expiresAt, code),
              })}
            </p>
          )}
          {checkIn && "points" in checkIn.gives && (
            <form method="post" class="points-head__do">
              <input type="hidden" name="do" value="check_in" />
              <Button kind="plain" type="submit" disabled={checkedIn}>
                {checkedIn
                  ? text.checked
                  : fill(text.check_in, { points: String(checkIn.gives.points) })}
              </Button>
            </form>
          )}
        </div>
        <div>
          <h2 class="my-part__title">{text.tier}</h2>
          <p class="my-figure">{tierName(view.tier.tier.name, code)}</p>
          <TierLine progress={view.tier} my={my} code={code} />
          <p class="quiet small">
            {fill(text.keeps, {
              points: count(view.tier.points, code),
              tier: tierName(view.tier.keeps.name, code),
            })}
          </p>
          <ul class="benefits" aria-label={text.benefits}>
            {view.tier.tier.benefits.map((one) => (
              <li key={one.en}>{code === "en" ? one.en : one.zh}</li>
            ))}
          </ul>
        </div>
      </header>
      <MyPart id="shop" title={text.shop}>
        {!accepted && (
          <Notice tone="plain" title={text.accept_title}>
            <p>{code === "en" ? programme.text.en : programme.text.zh}</p>
            <form method="post">
              <input type="hidden" name="do" value="accept" />
              <input type="hidden" name="version" value={programme.version} />
              <Button type="submit">
                {fill(text.accept, { version: String(programme.version) })}
              </Button>
            </form>
          </Notice>
        )}
        <ShopList
          items={programme.shop}
          available={accepted ? view.available : -1}
          exchanged={data.exchanged}
          taken={data.taken}
          id={newId}
          my={my}
          code={code}
        />
      </MyPart>
      <MyPart id="ledger" title={text.ledger}>
        <LedgerTable
          entries={entries}
          my={my}
          code={code}
          time={(at) => beijing(at, code, "moment")}
        />
        {(older !== null || pastNewest) && (
          <p class="cluster">
            {pastNewest && <a href={`${HERE}#ledger`} rel="first">{text.newest}</a>}
            {older !== null && (
              <a href={`${HERE}?before=${older}#ledger`} rel="next">{text.older}</a>
            )}
          </p>
        )}
      </MyPart>
      <details class="fold my-page__part">
        <summary>{fill(text.rules, { version: String(programme.version) })}</summary>
        <p class="quiet">{code === "en" ? programme.text.en : programme.text.zh}</p>
        {accepted && (
          <p class="small quiet">{fill(text.accepted, { version: String(view.accepted) })}</p>
        )}
      </details>
    </div>
  );
});
