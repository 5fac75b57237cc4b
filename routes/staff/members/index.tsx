import { HttpError, page } from "fresh";
import { garage } from "../../../actors/members/garage.ts";
import { points } from "../../../actors/members/points.ts";
import { privacy, type PrivacyState } from "../../../actors/members/privacy.ts";
import { normalisePhone } from "../../../lib/auth/identity.ts";
import { wordsFor } from "../../../lib/console/ask_api.ts";
import { refusePage } from "../../../lib/console/refuse_page.ts";
import { beijing } from "../../../lib/i18n/figures.ts";
import { myText } from "../../../lib/i18n/my.ts";
import { staffMembersText } from "../../../lib/i18n/staff_members.ts";
import { type Hub, loadHub } from "../../../lib/members/hub.ts";
import { type Address, readAddresses } from "../../../lib/members/profile.ts";
import { pointsEntries, type PointsEntryRow } from "../../../lib/read_models/points.ts";
import { Button } from "../../../lib/ui/Button.tsx";
import { Input } from "../../../lib/ui/Field.tsx";
import { Notice } from "../../../lib/ui/Notice.tsx";
import { define, type State } from "../../../lib/web/define.ts";
import { ConsolePage } from "../(_components)/ConsolePage.tsx";
import { MemberSheet } from "../(_components)/MemberSheet.tsx";

const LOOKED_AT = ["name", "phone", "addresses", "orders", "bookings", "points", "cars"];

interface Seen {
  readonly memberId: string;
  readonly hub: Hub;
  readonly entries: readonly PointsEntryRow[];
  readonly privacy: PrivacyState;
  readonly addresses: readonly Address[];
}

interface MembersPage {
  readonly who: string;
  readonly why: string;
  readonly wrong?: "who" | "why";
  readonly note?: string;
  readonly seen?: Seen;
}

/** There is no page of a member to come back to: what is shown answers one form with one reason. */
export const handler = define.handlers({
  GET: ({ url }) => page<MembersPage>({ who: url.searchParams.get("who") ?? "", why: "" }),
  async POST({ req, state }) {
    const form = await req.formData();
    const text = (name: string) => String(form.get(name) ?? "").trim().slice(0, 200);
    const [who, why] = [text("who"), text("why")];
    const again = (wrong: "who" | "why") => page<MembersPage>({ who, why, wrong }, { status: 400 });
    const { platform } = state;
    const act = text("do");
    if (!["", "prove", "adjust"].includes(act)) throw new HttpError(400, `cannot "${act}"`);
    if (act !== "" && !state.may("members.mend")) {
      refusePage(state, "permission_missing", "members.mend");
    }
    const phone = normalisePhone(who);
    const memberId = phone ? platform.identity.memberId(phone) : who;
    if (!/^[\w-]{3,64}$/.test(memberId)) return again("who");
    const joined = await platform.vault.holds(memberId) ||
      await platform.system.view(points(memberId), ({ no }) => no > 0);
    if (!joined) return again("who");
    const by = { by: { id: state.who!.memberId, role: "staff" } };
    const looked = await platform.system.ask(
      privacy(memberId),
      "look",
      { why, fields: LOOKED_AT },
      by,
    );
    if (!looked.ok) return again("why");
    const note = act === "" ? undefined : await carryOut(state, memberId, act, form, why);
    return page<MembersPage>({
      who,
      why,
      seen: await see(state, memberId),
      ...(note ? { note } : {}),
    });
  },
});

async function see({ platform }: State, memberId: string): Promise<Seen> {
  const entries: PointsEntryRow[] = [];
  const rows = platform.system.rows(pointsEntries);
  for await (const { value } of rows.list<PointsEntryRow>([memberId], { limit: 20 })) {
    entries.push(value);
  }
  return {
    memberId,
    hub: await loadHub(platform, memberId),
    entries,
    addresses: await readAddresses(platform.vault, memberId),
    privacy: await platform.system.view(privacy(memberId), (state) => structuredClone(state)),
  };
}

/** Points are adjusted and papers confirmed with the reason that the look has. */
async function carryOut(
  { platform: { system }, who, language }: State,
  memberId: string,
  act: string,
  form: FormData,
  why: string,
): Promise<string> {
  const { members: text } = staffMembersText(language);
  const by = { by: { id: who!.memberId, role: "staff" } };
  const answer = act === "prove"
    ? await system.ask(garage(memberId), "prove", { carId: String(form.get("car")), why }, by)
    : await system.ask(points(memberId), "adjust", {
      ref: `staff-${String(form.get("id")).slice(0, 40)}`,
      points: Math.trunc(Number(form.get("points")) || 0),
      reason: why,
    }, by);
  return answer.ok ? text.done : wordsFor(text.failed, answer.refusal);
}

export default define.page<typeof handler>(({ data, state: { staff, shop, language }, url }) => {
  const { members: text } = staffMembersText(language);
  const { who, why, wrong, note, seen } = data;
  return (
    <ConsolePage staff={staff} section="members" title={text.title} url={url}>
      <form method="post" class="my-form my-form__pair console-section" action="/staff/members">
        <Input
          id="who"
          name="who"
          required
          autoComplete="off"
          label={text.who}
          value={who}
          {...(wrong === "who" ? { error: text.nobody } : {})}
        />
        <Input
          id="why"
          name="why"
          required
          maxLength={200}
          label={text.why}
          hint={text.why_hint}
          value={wrong ? why : ""}
          {...(wrong === "why" ? { error: text.why_missing } : {})}
        />
        <div>
          <Button type="submit">{text.look}</Button>
        </div>
      </form>
      {note && <Notice tone="plain" live>{note}</Notice>}
      {seen && (
        <>
          <p class="quiet small">{text.told}</p>
          <MemberSheet
            {...seen}
            who={who}
            actId={crypto.randomUUID()}
            text={text}
            my={myText(language)}
            staff={staff}
            models={shop.models}
            time={(at) => beijing(at, staff.code, "moment")}
          />
        </>
      )}
      {!seen && <p class="quiet small">{text.again}</p>}
    </ConsolePage>
  );
});
